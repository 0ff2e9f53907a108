import { type BenchServer, startBenchServer } from './lib/bench-server.ts';
import { type Build, buildsOf } from './lib/builds.ts';
import { type Engine, onEngines } from './lib/engines.ts';
import { type Options, readOptions } from './lib/options.ts';
import { report } from './lib/report.ts';
import { digits, table } from './lib/table.ts';
import { named, playRequests, type Result, takeTurns } from './lib/turns.ts';

const USAGE = `npm run bench -- keys [options]
Measures the check of an API key: GET user/ with a key, compared with /healthz.`;

type Row = { engine: string; server: string; connections: number; withKey: Result; without: Result };

async function main(options: Options): Promise<void> {
  const builds = await buildsOf(options);
  const rows = await onEngines(options.engines, (engine) => measureEngine(engine, builds, options));
  await report('keys', { text: render(rows.flat()), charts: {} }, options);
}

async function measureEngine(engine: Engine, builds: Build[], options: Options): Promise<Row[]> {
  const { rounds, milliseconds } = options;
  const servers: BenchServer[] = [];
  try {
    for (const build of builds) servers.push(await startBenchServer(build, engine, options.profile));
    const rows: Row[] = [];
    for (const connections of options.connections) {
      const contestants = servers.flatMap((server) =>
        PATHS.map((path) => ({
          name: `${server.name} ${path}`,
          play: () =>
            playRequests([server.pid], {
              requests: { kind: 'get', url: server.url + path, headers: path === HEALTH ? {} : server.headers },
              connections,
              milliseconds,
            }),
        })),
      );
      // The first requests of a process are slow, because their code is not compiled yet.
      if (rows.length === 0) for (const { play } of contestants) await play();
      const results = await takeTurns(rounds, contestants);
      for (const { name: server } of servers) {
        const [withKey, without] = [named(results, `${server} ${USER}`), named(results, `${server} ${HEALTH}`)];
        rows.push({ engine: engine.name, server, connections, withKey, without });
      }
    }
    return rows;
  } finally {
    for (const server of servers) await server.stop();
  }
}

const USER = '/api/v1.4.1/user/';
const HEALTH = '/healthz';
const PATHS = [USER, HEALTH];

function render(rows: Row[]): string {
  const cells = rows.map(({ engine, server, connections, withKey, without }) => [
    engine,
    server,
    String(connections),
    digits(withKey.perSecond),
    digits(withKey.p50 * 1000),
    digits(withKey.p99 * 1000),
    digits(withKey.processor * 1000),
    digits(without.processor * 1000),
    digits((withKey.processor - without.processor) * 1000),
  ]);
  const head = [
    'Engine',
    'Server',
    'Connections',
    'Requests a second',
    'p50 µs',
    'p99 µs',
    'Processor µs',
    'of /healthz µs',
    'Difference µs',
  ];
  return `# Cost of a key check

\`GET user/\` with an API key takes the SHA-256 of the key, and a query for the key and its user. The table compares the
server's processor time for one request with \`/healthz\`, which needs none of these. Both take turns.

${table(head, cells)}
`;
}

const options = readOptions(USAGE);
if (options) await main(options);
