import { processTree } from '../lib/process.ts';
import { type BenchServer, createFigure, playPublishes, publishOne, startBenchServer } from './lib/bench-server.ts';
import { buildsOf } from './lib/builds.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { type Options, readOptions } from './lib/options.ts';
import { type Page, report } from './lib/report.ts';
import { digits, factor, table } from './lib/table.ts';
import { playRequests, type Result, ratio, takeTurns } from './lib/turns.ts';

const USAGE = `npm run bench -- workers [options]
Measures a server on PostgreSQL with 1, 2 and 4 processes.`;

const WORKERS = [1, 2, 4];
const BYTES = 10_000;
const CONNECTIONS = 8;
const MILLISECONDS = 4000;

type Row = { publishes: Result[]; reads: Result[]; engine: string };

async function main(options: Options): Promise<void> {
  const [row] = await onEngines(['postgres'], (engine) => measure(engine, options));
  if (row) await report('workers', render(row), options);
}

async function measure(engine: Engine, { rounds }: Options): Promise<Row> {
  const [build] = await buildsOf({ against: undefined });
  if (!build) throw new Error('no build');
  const servers: (BenchServer & { revision: string })[] = [];
  try {
    for (const count of WORKERS) {
      const server = await startBenchServer(build, engine, false, { GOFIGR_WORKERS: String(count) });
      const { api_id: revision } = await publishOne(server, await createFigure(server));
      servers.push({ ...server, name: String(count), revision });
    }
    const publish = (server: BenchServer) => () =>
      playPublishes(server, {
        bytes: BYTES,
        connections: CONNECTIONS,
        milliseconds: MILLISECONDS,
        pids: processTree(server.pid),
      });
    const read = (server: (typeof servers)[number]) => () =>
      playRequests(processTree(server.pid), {
        requests: {
          kind: 'get',
          url: `${server.url}/api/v1.4.1/revision/${server.revision}/`,
          headers: server.headers,
        },
        connections: CONNECTIONS,
        milliseconds: MILLISECONDS,
      });
    // Compiles the code of each process.
    for (const server of servers) await publish(server)();
    const play = (turn: (server: (typeof servers)[number]) => () => ReturnType<typeof playPublishes>) =>
      takeTurns(
        rounds,
        servers.map((server) => ({ name: server.name, play: turn(server) })),
      );
    return { engine: engine.name, publishes: await play(publish), reads: await play(read) };
  } finally {
    for (const server of servers) await server.stop();
  }
}

function render({ engine, publishes, reads }: Row): Page {
  const rows = (results: Result[]) =>
    results.map((result) => [
      result.name,
      digits(result.perSecond),
      result === results[0] || !results[0] ? '' : factor(ratio(result, results[0])),
      digits(result.p50),
      digits(result.p99),
      digits(result.processor),
    ]);
  const head = ['Processes', 'A second', 'Times one process', 'Median, ms', '99 %, ms', 'Processor, ms each'];
  const text = `# Several processes

${engine}. ${CONNECTIONS} connections; clients, servers and database share the machine. The servers take turns, forwards and
backwards. The processor time is that of all processes of the server, without PostgreSQL's.

## Publishes of 10 kB to one figure

${table(head, rows(publishes))}

## Reading a revision

${table(head, rows(reads))}
`;
  return { text, charts: {} };
}

const options = readOptions(USAGE);
if (options) await main(options);
