import { TaskError } from '../lib/run.ts';
import { type BenchServer, createFigure, playPublishes, publishOne, startBenchServer } from './lib/bench-server.ts';
import { type Build, buildsOf } from './lib/builds.ts';
import type { Chart } from './lib/chart.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { copyRevisions } from './lib/fill.ts';
import { type Options, readOptions } from './lib/options.ts';
import { images, type Page, report } from './lib/report.ts';
import { digits, factor, table } from './lib/table.ts';
import { named, type Result, ratio, takeTurns } from './lib/turns.ts';

const USAGE = `npm run bench -- revisions [options]
Measures publishes to figures that have many revisions already.`;

const DEPTHS = [1000, 10_000, 50_000];
const BYTES = 10_000;
/** More connections to one figure show nothing else. */
const MOST_CONNECTIONS = 8;

/** A figure with so many revisions. Without an ID, each turn has a new figure. */
type Figure = { depth: number; id?: string };

type Row = { engine: string; server: string; connections: number; depth: number; result: Result; first: Result };

async function main(options: Options): Promise<void> {
  const builds = await buildsOf(options);
  const rows = await onEngines(options.engines, (engine) => measureEngine(engine, builds, options));
  await report('revisions', render(rows.flat()), options);
}

async function measureEngine(engine: Engine, builds: Build[], options: Options): Promise<Row[]> {
  const { rounds, milliseconds } = options;
  const servers: { server: BenchServer; figures: Figure[] }[] = [];
  try {
    for (const build of builds) {
      const filled = await fill(await startBenchServer(build, engine, options.profile));
      servers.push(filled);
      await playPublishes(filled.server, { bytes: BYTES, connections: 8, milliseconds: 2 * milliseconds });
    }
    const rows: Row[] = [];
    for (const connections of options.connections.filter((number) => number <= MOST_CONNECTIONS)) {
      const contestants = servers.flatMap(({ server, figures }) =>
        figures.map(({ depth, id }) => ({
          name: nameOf(server.name, depth),
          play: () =>
            playPublishes(server, { bytes: BYTES, connections, milliseconds, ...(id !== undefined && { figure: id }) }),
        })),
      );
      console.error(`${engine.name}, ${connections} connections …`);
      const results = await takeTurns(rounds, contestants);
      for (const {
        server: { name: server },
        figures,
      } of servers)
        for (const { depth } of figures) {
          const [result, first] = [named(results, nameOf(server, depth)), named(results, nameOf(server, 0))];
          rows.push({ engine: engine.name, server, connections, depth, result, first });
        }
    }
    return rows;
  } finally {
    for (const { server } of servers) await server.stop();
  }
}

const nameOf = (server: string, depth: number): string => `${server} at ${depth}`;

/** Makes the figures. Then the server runs again, with another address. */
async function fill(server: BenchServer): Promise<{ server: BenchServer; figures: Figure[] }> {
  const figures: Required<Figure & { template: string }>[] = [];
  for (const depth of DEPTHS) {
    const id = await createFigure(server);
    figures.push({ depth, id, template: (await publishOne(server, id)).api_id });
  }
  const restarted = await server.restartAfter(async (data) => {
    for (const { depth, template } of figures) await copyRevisions(data, template, depth - 1);
  });
  for (const { depth, id } of figures) {
    const { revision_index: index } = await publishOne(restarted, id);
    if (index !== depth) throw new TaskError(`The next revision got the number ${index} instead of ${depth}.`);
  }
  return { server: restarted, figures: [{ depth: 0 }, ...figures] };
}

/** Makes one chart of processor times, which show the work for each publish. */
function chartsOf(rows: Row[]): Record<string, Chart> {
  const [least] = rows.map(({ connections }) => connections);
  const lines = Object.groupBy(
    rows.filter(({ connections }) => connections === least),
    ({ engine, server }) => `${engine}, ${server}`,
  );
  return {
    revisions: {
      title: 'Publishes of 10 kB to figures with many revisions',
      kind: 'line',
      x: 'Revisions before',
      places: [0, ...DEPTHS].map((depth) => depth.toLocaleString('en')),
      y: 'Processor time of a publish, ms',
      series: Object.entries(lines).map(([name, found = []]) => ({
        name,
        values: found.map(({ result }) => result.processor),
      })),
    },
  };
}

function render(rows: Row[]): Page {
  const charts = chartsOf(rows);
  const cells = rows.map(({ engine, server, connections, depth, result, first }) => [
    engine,
    server,
    String(connections),
    depth.toLocaleString('en'),
    digits(result.perSecond),
    factor(ratio(result, first)),
    digits(result.p50),
    digits(result.p99),
    digits(result.processor),
  ]);
  const head = [
    'Engine',
    'Server',
    'Connections',
    'Revisions before',
    'Publishes a second',
    '× new figure',
    'p50 ms',
    'p99 ms',
    'Processor ms',
  ];
  const text = `# Figures with many revisions

The table compares publishes of 10 kB to a new figure with those to figures that have many revisions. The revisions are
rows that were copied into the database before the server started. The figures take turns. [Publishing](publish.md)
explains the columns.

${table(head, cells)}

${images(charts)}
`;
  return { text, charts };
}

const options = readOptions(USAGE);
if (options) await main(options);
