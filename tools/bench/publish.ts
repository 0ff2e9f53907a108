import { forgetPeak, memory } from '../lib/process.ts';
import { type BenchServer, playPublishes, startBenchServer } from './lib/bench-server.ts';
import { type Build, buildsOf } from './lib/builds.ts';
import type { Chart } from './lib/chart.ts';
import { probe } from './lib/drive.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { type Options, readOptions } from './lib/options.ts';
import { images, type Page, report } from './lib/report.ts';
import { digits, factor, slug, table } from './lib/table.ts';
import { named, percentile, playWrites, type Result, ratio, takeTurns } from './lib/turns.ts';

const USAGE = `npm run bench -- publish [options]
Measures publishes over the JSON protocol, and compares them with the durable writes of this machine.`;

/** A turn of large files takes many seconds. */
const LARGE_BYTES = 10e6;
const LARGE_ROUNDS = 3;

/** Milliseconds of `/healthz` while publishes run. */
type Health = { healthP99: number; longest: number };

type Row = { engine: string; size: string; connections: number; ceiling: Result; servers: (Result & Health)[] };

type Memory = { engine: string; size: string; name: string; idle: number; peak: number };

async function main(options: Options): Promise<void> {
  const builds = await buildsOf(options);
  const rows: Row[] = [];
  const memories: Memory[] = [];
  await onEngines(options.engines, async (engine) => {
    for (const size of options.sizes) {
      const measured = await measureSize(engine, size, builds, options);
      rows.push(...measured.rows);
      memories.push(...measured.memories);
    }
  });
  await report('publish', render(rows, memories), options);
}

/** Measures one size with new processes of the servers, because a process doesn't release its memory. */
async function measureSize(engine: Engine, [size, bytes]: [string, number], builds: Build[], options: Options) {
  const servers: BenchServer[] = [];
  try {
    for (const build of builds) servers.push(await startBenchServer(build, engine, options.profile));
    const idle = new Map(servers.map(({ name, pid }) => [name, memory(pid).now]));
    for (const { pid } of servers) forgetPeak(pid);
    // The first publishes of a process are slow, because their code is not compiled yet.
    for (const server of servers)
      await playPublishes(server, { bytes, connections: 8, milliseconds: 2 * options.milliseconds });
    const rows: Row[] = [];
    for (const connections of options.connections) {
      const row = { engine: engine.name, size, connections, ...(await measure(servers, bytes, connections, options)) };
      const rates = row.servers.map(({ name, perSecond }) => `${name} ${digits(perSecond)}`);
      console.error(`${row.engine}, ${size}, ${connections} connections: ${rates.join(', ')} a second`);
      rows.push(row);
    }
    const memories = servers.map(({ name, pid }): Memory => {
      return { engine: engine.name, size, name, idle: idle.get(name) ?? Number.NaN, peak: memory(pid).peak };
    });
    return { rows, memories };
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Measures one number of connections: rounds of durable writes and of every server, then the health of each. */
async function measure(servers: BenchServer[], bytes: number, connections: number, options: Options) {
  const { milliseconds } = options;
  const rounds = bytes > LARGE_BYTES ? Math.min(options.rounds, LARGE_ROUNDS) : options.rounds;
  const publishes = { bytes, connections, milliseconds };
  const results = await takeTurns(rounds, [
    { name: 'ceiling', play: () => playWrites(bytes, milliseconds / 4) },
    ...servers.map((server) => ({ name: server.name, play: () => playPublishes(server, publishes) })),
  ]);
  const measured: (Result & Health)[] = [];
  for (const server of servers) {
    // Not in the turns above: the probe uses the processor too.
    const answers = await probe(server.url, () => playPublishes(server, publishes));
    const health = { healthP99: percentile(answers, 0.99), longest: Math.max(...answers) };
    measured.push({ ...named(results, server.name), ...health });
  }
  return { ceiling: named(results, 'ceiling'), servers: measured };
}

/** Makes a chart for each engine. */
function chartsOf(rows: Row[]): Record<string, Chart> {
  const engines = Object.entries(Object.groupBy(rows, ({ engine }) => engine)).map(
    ([engine, found = []]): [string, Chart] => {
      const names = found[0]?.servers.map(({ name }) => name) ?? [];
      const chart: Chart = {
        title: `Publishes on ${engine}, compared with durable writes`,
        kind: 'bar',
        x: 'Size and connections',
        places: found.map(({ size, connections }) => `${size}\n${connections}`),
        y: 'Publishes for one durable write',
        limit: { value: 1, label: 'durable writes' },
        series: names.map((name) => ({
          name,
          values: found.map(({ ceiling, servers }) => ratio(named(servers, name), ceiling)),
        })),
      };
      return [`publish-${slug(engine)}`, chart];
    },
  );
  return Object.fromEntries(engines);
}

function render(rows: Row[], memories: Memory[]): Page {
  const charts = chartsOf(rows);
  const cells = rows.flatMap(({ engine, size, connections, ceiling, servers: [ours, older] }) =>
    [ours, older]
      .filter((server) => server !== undefined)
      .map((server) => [
        engine,
        size,
        String(connections),
        digits(ceiling.perSecond),
        server.name,
        digits(server.perSecond),
        factor(ratio(server, ceiling)),
        server === ours && older ? factor(ratio(ours, older)) : '',
        digits(server.p50),
        digits(server.p99),
        digits(server.processor),
        digits(server.healthP99),
        digits(server.longest),
      ]),
  );
  const head = [
    'Engine',
    'Size',
    'Connections',
    'Ceiling a second',
    'Server',
    'Publishes a second',
    '× ceiling',
    '× older server',
    'p50 ms',
    'p99 ms',
    'Processor ms',
    '/healthz p99 ms',
    'longest ms',
  ];
  const memoryCells = memories.map(({ engine, size, name, idle, peak }) => [
    engine,
    size,
    name,
    digits(idle),
    digits(peak),
  ]);
  const text = `# Publishing

- **Ceiling**: durable writes a second of the file system. A loop writes a temporary file of that size, with fdatasync,
  rename, and fsync of the folder.
- **Publishes**: revisions with one new image of random bytes. A Node client on the same machine sends them over the JSON
  protocol, with an API key and keep-alive connections. It shares the processor with the server. An answer counts if it
  is 201: bytes and rows are then on the disk.
- **Turns**: the ceiling and the servers take turns, each time with a new figure. Rates and processor times are medians
  of the turns. Ratios are medians of the ratios of each round. p50 and p99 are those of all publishes.
- **Processor**: time of the server for one publish, in all threads, with the work after the answer.
- **/healthz**: a second process asks for it every 5 ms during one more turn. An answer waits while the event loop is
  blocked, and for the processor.

${table(head, cells)}

${images(charts)}

## Memory

Resident memory of the server in MB when idle, and its maximum (\`VmHWM\`) over all connections. Each size has a new
process.

${table(['Engine', 'Size', 'Server', 'Idle', 'Maximum'], memoryCells)}
`;
  return { text, charts };
}

const options = readOptions(USAGE);
if (options) await main(options);
