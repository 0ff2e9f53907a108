import { writeFileSync } from 'node:fs';
import { fromRoot } from '../lib/root.ts';
import { type BenchServer, publishes, startBenchServer } from './lib/bench-server.ts';
import { type Build, buildOf, currentBuild } from './lib/builds.ts';
import { probe } from './lib/drive.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { machine } from './lib/machine.ts';
import { type Options, readOptions } from './lib/options.ts';
import { forgetPeak, memory } from './lib/process.ts';
import { digits, table, times } from './lib/table.ts';
import { percentile, playRequests, playWrites, type Result, takeTurns, warmUpOf } from './lib/turns.ts';

const USAGE = `npm run bench -- publish [options]
Measures publishes over the JSON protocol, and compares them with the durable writes of this machine.
A whole run writes docs/performance/publish.md.`;

const REPORT = fromRoot('docs/performance/publish.md');

/** Milliseconds of `/healthz` while publishes run. */
type Health = { p99: number; longest: number };

type Cell = {
  engine: string;
  size: string;
  connections: number;
  ceiling: number;
  servers: (Result & { health: Health })[];
};

type Memory = { engine: string; size: string; name: string; idle: number; peak: number };

type Pace = { rounds: number; milliseconds: number };

const paceOf = ({ isQuick }: Options): Pace =>
  isQuick ? { rounds: 3, milliseconds: 1000 } : { rounds: 5, milliseconds: 2000 };

async function main(options: Options): Promise<void> {
  const builds = [await currentBuild()];
  if (options.against !== undefined) builds.push(await buildOf(options.against));
  const cells: Cell[] = [];
  const memories: Memory[] = [];
  await onEngines(options.engines, async (engine) => {
    for (const size of options.sizes) {
      const measured = await measureSize(engine, size, builds, options);
      cells.push(...measured.cells);
      memories.push(...measured.memories);
    }
  });
  const report = render(cells, memories);
  console.log(report);
  if (!options.isWhole) return;
  writeFileSync(REPORT, report);
  console.log(`Written to ${REPORT}`);
}

/** Measures one size with new processes of the servers, because a process doesn't release its memory. */
async function measureSize(engine: Engine, [size, bytes]: [string, number], builds: Build[], options: Options) {
  const pace = paceOf(options);
  const servers: BenchServer[] = [];
  try {
    for (const build of builds) {
      const settings = await engine.settings();
      servers.push(await startBenchServer(build, { settings, profile: options.profile }));
    }
    const idle = servers.map(({ pid }) => memory(pid).now);
    for (const { pid } of servers) forgetPeak(pid);
    // The first publishes of a process are slow, because their code is not compiled yet.
    for (const server of servers) await playPublishes(server, bytes, 8, 2 * pace.milliseconds);
    const cells: Cell[] = [];
    for (const connections of options.connections) {
      const cell = { engine: engine.name, size, connections, ...(await measure(servers, bytes, connections, pace)) };
      const rates = cell.servers.map(({ name, perSecond }) => `${name} ${digits(perSecond)}`);
      console.error(`${cell.engine}, ${size}, ${connections} connections: ${rates.join(', ')} a second`);
      cells.push(cell);
    }
    const memories = servers.map(({ name, pid }, index): Memory => {
      return { engine: engine.name, size, name, idle: idle[index] ?? Number.NaN, peak: memory(pid).peak };
    });
    return { cells, memories };
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Measures one number of connections: rounds of durable writes and of every server, then the health of each. */
async function measure(servers: BenchServer[], bytes: number, connections: number, { rounds, milliseconds }: Pace) {
  const [ceiling, ...results] = await takeTurns(rounds, [
    { name: 'ceiling', play: () => playWrites(bytes, milliseconds / 4) },
    ...servers.map((server) => ({
      name: server.name,
      play: () => playPublishes(server, bytes, connections, milliseconds),
    })),
  ]);
  const health: Health[] = [];
  // Not in the same turns: the probe uses the processor too.
  for (const server of servers) {
    const answers = await probe(server.url, () => playPublishes(server, bytes, connections, milliseconds));
    health.push({ p99: percentile(answers, 0.99), longest: Math.max(...answers) });
  }
  return {
    ceiling: ceiling?.perSecond ?? Number.NaN,
    servers: results.map((result, index) => ({
      ...result,
      health: health[index] ?? { p99: Number.NaN, longest: Number.NaN },
    })),
  };
}

/** Publishes to a new figure. */
async function playPublishes(server: BenchServer, bytes: number, connections: number, milliseconds: number) {
  const requests = await publishes(server, bytes);
  const load = { requests, connections, warmUp: warmUpOf(requests, connections), milliseconds };
  return playRequests(() => [server.pid], load);
}

function render(cells: Cell[], memories: Memory[]): string {
  const other = cells[0]?.servers[1]?.name;
  const rows = cells.flatMap(({ engine, size, connections, ceiling, servers }) =>
    servers.map(({ name, perSecond, p50, p99, processor, health }, index) => [
      engine,
      size,
      String(connections),
      digits(ceiling),
      ...(other === undefined ? [] : [name]),
      digits(perSecond),
      times(perSecond, ceiling),
      ...(other === undefined ? [] : [index === 0 ? times(perSecond, servers[1]?.perSecond ?? Number.NaN) : '']),
      digits(p50),
      digits(p99),
      digits(processor),
      digits(health.p99),
      digits(health.longest),
    ]),
  );
  const head = [
    'Engine',
    'Size',
    'Connections',
    'Ceiling a second',
    ...(other === undefined ? [] : ['Server']),
    'Publishes a second',
    '× ceiling',
    ...(other === undefined ? [] : [`× ${other}`]),
    'p50 ms',
    'p99 ms',
    'Processor ms',
    '/healthz p99 ms',
    'longest ms',
  ];
  const memoryRows = memories.map(({ engine, size, name, idle, peak }) => [
    engine,
    size,
    name,
    digits(idle),
    digits(peak),
  ]);
  return `# Publishing

\`npm run bench -- publish\` writes this page. ${machine()}

- **Ceiling**: durable writes a second of the file system. A loop writes a temporary file of that size, with fdatasync,
  rename, and fsync of the folder.
- **Publishes**: revisions with one new image of random bytes. A Node client on the same machine sends them over the JSON
  protocol, with an API key and keep-alive connections. It shares the processor with the server. An answer counts if it
  is 201: bytes and rows are then on the disk.
- **Turns**: the ceiling and the servers take turns, each time with a new figure. Rates and processor times are medians
  of the turns, p50 and p99 are those of all publishes.
- **Processor**: time of the server for one publish, in all threads, with the work after the answer.
- **/healthz**: a second process asks for it every 5 ms during one more turn. An answer waits while the event loop is
  blocked, and for the processor.

${table(head, rows)}

## Memory

Resident memory of the server in MB when idle, and its maximum (\`VmHWM\`) over all connections. Each size has a new
process.

${table(['Engine', 'Size', 'Server', 'Idle', 'Maximum'], memoryRows)}
`;
}

const options = readOptions(USAGE);
if (options) await main(options);
