import { playPublishes, startBenchServer } from './lib/bench-server.ts';
import { buildsOf } from './lib/builds.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { type Options, readOptions } from './lib/options.ts';
import { type Page, report } from './lib/report.ts';
import { makeReaders, openStreams } from './lib/streams.ts';
import { digits, table } from './lib/table.ts';
import { median, type Turn } from './lib/turns.ts';

const USAGE = `npm run bench -- events [options]
Measures what open pages cost a publish: streams of events that tell all of them of each.`;

const STREAMS = 1000;
const BYTES = 10_000;
const CONNECTIONS = 8;
/** Several events of each stream: with so many streams, two seconds pass between two. */
const MILLISECONDS = 6000;
/** Most that a publish may cost more, in percent. */
const GOAL = 5;

type Row = { engine: string; without: number[]; beside: number[] };

async function main(options: Options): Promise<void> {
  const [build] = await buildsOf({ against: undefined });
  if (!build) throw new Error('no build');
  const rows = await onEngines(options.engines, async (engine): Promise<Row> => {
    const row = await measure(engine, await startBenchServer(build, engine, options.profile), options.rounds);
    console.error(`${row.engine}: ${digits(median(row.without))} ms, ${digits(median(row.beside))} ms`);
    return row;
  });
  await report('events', render(rows), options);
}

/** Publishes in turns without and with streams, forwards and backwards, so that a change of the machine meets both. */
async function measure(
  engine: Engine,
  server: Awaited<ReturnType<typeof startBenchServer>>,
  rounds: number,
): Promise<Row> {
  const row: Row = { engine: engine.name, without: [], beside: [] };
  try {
    const readers = await makeReaders(server, STREAMS);
    const publish = (): Promise<Turn> =>
      playPublishes(server, { bytes: BYTES, connections: CONNECTIONS, milliseconds: MILLISECONDS });
    const without = async () => row.without.push((await publish()).processor);
    const beside = async () => {
      const close = await openStreams(server, readers, STREAMS);
      row.beside.push((await publish()).processor);
      await close();
    };
    await publish();
    for (let round = 0; round < rounds; round += 1)
      for (const play of round % 2 === 0 ? [without, beside] : [beside, without]) await play();
    return row;
  } finally {
    await server.stop();
  }
}

function render(rows: Row[]): Page {
  const cells = rows.map(({ engine, without, beside }) => {
    const more = median(beside.map((one, round) => 100 * (one / (without[round] ?? Number.NaN) - 1)));
    return [engine, digits(median(without)), digits(median(beside)), more.toFixed(1), more <= GOAL ? 'met' : 'missed'];
  });
  const head = ['Engine', 'Without streams, ms', 'With streams, ms', 'More, %', `Goal: at most ${GOAL} % more`];
  const text = `# Publishing beside open pages

${STREAMS.toLocaleString('en')} streams of events are open, of members of the workspace who learn of every publish. ${CONNECTIONS} connections publish
10 kB each time. The numbers are the processor time of the server for one publish. Publishes without and with streams
take turns; "More" is the median of the ratios of the turns.

${table(head, cells)}
`;
  return { text, charts: {} };
}

const options = readOptions(USAGE);
if (options) await main(options);
