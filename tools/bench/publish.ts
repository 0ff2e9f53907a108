import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../lib/build.ts';
import { startPostgres } from '../lib/postgres.ts';
import { fromRoot } from '../lib/root.ts';
import { runNode, TaskError } from '../lib/run.ts';
import { createAccounts, createApiKey } from '../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../lib/test-server.ts';
import type { Load, Measured } from './publish/load.ts';
import { forgetPeak, memory, processorSeconds } from './publish/process.ts';
import { hottest } from './publish/profile.ts';

const USAGE = `npm run bench -- publish [--quick] [--engine sqlite|postgres] [--size BYTES] [--profile]
Measures publishes per second over the JSON protocol, compared with the durable writes per second of this machine.
A whole run writes docs/performance/publish.md. --quick: less time for each figure, and nothing is written.
--profile: also shows where the main thread of the server spends its time (slower, nothing is written).`;

const REPORT = fromRoot('docs/performance/publish.md');
const SIZES: Record<string, number> = { '10 kB': 10_000, '400 kB': 400_000, '1 MB': 1_000_000, '50 MB': 50_000_000 };
const CONNECTIONS = [1, 8];

type Row = {
  engine: string;
  size: string;
  ceiling: number;
  byConnections: Measured[];
  memory: { idle: number; peak: number };
  /** Processor time of the server for one publish, in milliseconds. */
  processor: number;
};

type KeyCheck = {
  engine: string;
  byConnections: Measured[];
  /** Processor time of the server for one request, in microseconds: with a key, and for a page that needs none. */
  processor: { withKey: number; without: number };
};

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    engine: { type: 'string', multiple: true, default: ['sqlite', 'postgres'] },
    size: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const seconds = options.quick ? 1.5 : 8;
const chosen = Object.entries(SIZES).filter(
  ([, bytes]) => options.size === undefined || Number(options.size) === bytes,
);

async function main(): Promise<void> {
  if (process.platform !== 'linux') throw new TaskError('This benchmark reads /proc: it needs Linux.');
  await buildIfStale();
  const rows: Row[] = [];
  const checks: KeyCheck[] = [];
  for (const name of options.engine) {
    const postgres = name === 'postgres' ? await startPostgres() : undefined;
    const engine = postgres ? `PostgreSQL ${postgres.version}` : `SQLite ${process.versions['sqlite']}`;
    const database = async () => (postgres ? { GOFIGR_DATABASE_URL: await postgres.createDatabase() } : {});
    try {
      checks.push(await withServer(await database(), (target) => measureKeyCheck(engine, target)));
      // Starts a new server for each size, because a server doesn't release its memory.
      for (const [size, bytes] of chosen)
        rows.push(await withServer(await database(), (target) => measurePublish(engine, size, bytes, target)));
    } finally {
      await postgres?.stop();
    }
  }
  const report = render(rows, checks);
  console.log(report);
  if (options.quick || options.profile || options.size !== undefined || options.engine.length < 2) return;
  mkdirSync(fromRoot('docs/performance'), { recursive: true });
  writeFileSync(REPORT, report);
  console.log(`Written to ${REPORT}`);
}

type BenchTarget = { server: TestServer; key: string; figure: string };

/** Runs `work` with a server that has an account, a key and a figure. Prints its profile afterwards, if wanted. */
async function withServer<T>(settings: Record<string, string>, work: (target: BenchTarget) => Promise<T>): Promise<T> {
  const profiles = options.profile ? mkdtempSync(join(tmpdir(), 'gofigr-profile-')) : undefined;
  const flags = profiles ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` } : {};
  const server = await startTestServer({ GOFIGR_LOG_LEVEL: 'error', ...settings, ...flags });
  try {
    return await work({ server, ...(await prepare(server)) });
  } finally {
    await server.stop();
    if (profiles) console.log(hottest(profiles, server.pid, 25).join('\n'));
    if (profiles) rmSync(profiles, { recursive: true });
  }
}

async function prepare(server: TestServer): Promise<{ key: string; figure: string }> {
  const [account] = await createAccounts(server, [`bench${process.hrtime.bigint()}`]);
  if (!account) throw new Error('no account');
  const key = await createApiKey(server, account);
  const api = `${server.url}/api/v1.4.1`;
  const headers = { authorization: `Token ${key}`, 'content-type': 'application/json' };
  const [workspace] = (await (await fetch(`${api}/workspace/`, { headers })).json()) as { api_id: string }[]; // as the server answers
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await fetch(`${api}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return ((await answer.json()) as { api_id: string }).api_id; // as the server answers
  };
  const analysis = await make('analysis/', { name: 'Benchmark', workspace: workspace?.api_id });
  return { key, figure: await make('figure/', { name: 'Benchmark', analysis }) };
}

async function measurePublish(engine: string, size: string, bytes: number, bench: BenchTarget): Promise<Row> {
  const { server, key, figure } = bench;
  const idle = memory(server.pid).now;
  const ceilings = [await measureCeiling(bytes)];
  forgetPeak(server.pid);
  const before = processorSeconds(server.pid);
  const byConnections: Measured[] = [];
  let count = 0;
  for (const connections of CONNECTIONS) {
    const warmUp = Math.max(connections, Math.min(20, Math.round(20e6 / bytes)));
    const target = { url: server.url, key, path: '/api/v1.4.1/revision/', figure };
    const measured = await drive({ ...target, bytes, connections, warmUp, milliseconds: seconds * 1000 });
    byConnections.push(measured);
    count += measured.count + warmUp;
    ceilings.push(await measureCeiling(bytes));
  }
  const processor = ((processorSeconds(server.pid) - before) / count) * 1000;
  const ceiling = ceilings.reduce((sum, value) => sum + value, 0) / ceilings.length;
  const row = { engine, size, ceiling, byConnections, memory: { idle, peak: memory(server.pid).peak }, processor };
  console.error(
    `${engine}, ${size}: ${byConnections.map(({ perSecond }) => perSecond.toFixed(1)).join(' and ')} a second`,
  );
  return row;
}

async function measureKeyCheck(engine: string, { server, key }: BenchTarget): Promise<KeyCheck> {
  const target = { url: server.url, key, bytes: 0, milliseconds: seconds * 1000, warmUp: 500 };
  const byConnections: Measured[] = [];
  for (const connections of CONNECTIONS)
    byConnections.push(await drive({ ...target, connections, path: '/api/v1.4.1/user/' }));
  const cost = async (path: string): Promise<number> => {
    const before = processorSeconds(server.pid);
    const { count } = await drive({ ...target, connections: 1, path });
    return ((processorSeconds(server.pid) - before) / (count + target.warmUp)) * 1e6;
  };
  const processor = { withKey: await cost('/api/v1.4.1/user/'), without: await cost('/healthz') };
  return { engine, byConnections, processor };
}

async function measureCeiling(bytes: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-ceiling-'));
  const args = [fromRoot('tools/bench/publish/ceiling.ts'), folder, String(bytes), String((seconds * 1000) / 4)];
  const { code, output } = await runNode(args);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new TaskError(output);
  return Number(output.trim().split('\n').at(-1));
}

async function drive(load: Load): Promise<Measured> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', fromRoot('tools/bench/publish/load.ts')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  child.stdin.end(JSON.stringify(load));
  const output = await text(child.stdout);
  const [code] = (await ended) as [number | null]; // the event gives a code
  if (code !== 0) throw new TaskError(`The client failed at ${load.path}.`);
  return JSON.parse(output) as Measured; // written by load.ts
}

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const digits = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

function render(rows: Row[], checks: KeyCheck[]): string {
  const columns = CONNECTIONS.flatMap((connections) => {
    const heading = connections === 1 ? '1 connection' : `${connections} connections`;
    return [`${heading}: a second`, 'p50 ms', 'p99 ms', '× ceiling'];
  });
  const publishes = rows.map(({ engine, size, ceiling, byConnections, memory: used, processor }) => [
    engine,
    size,
    digits(ceiling),
    ...byConnections.flatMap(({ perSecond, p50, p99 }) => [
      digits(perSecond),
      digits(p50),
      digits(p99),
      (perSecond / ceiling).toFixed(2),
    ]),
    digits(processor),
    `${digits(used.idle)} → ${digits(used.peak)}`,
  ]);
  const keys = checks.map(({ engine, byConnections, processor: { withKey, without } }) => [
    engine,
    ...byConnections.map(({ perSecond }) => digits(perSecond)),
    digits((byConnections[0]?.p50 ?? 0) * 1000),
    digits(withKey),
    digits(without),
    digits(withKey - without),
  ]);
  return `# Publishing

\`npm run bench\` writes this page. ${machine()}

- **Ceiling**: durable writes a second of the file system. A loop writes a temporary file of that size, with fdatasync,
  rename, and fsync of the folder. It runs before, between and after the publishes.
- **Publishes**: revisions with one new image of random bytes, all to one figure. A Node client on the same machine sends
  them over the JSON protocol, with an API key and keep-alive connections. Each size has a fresh process of the bundled
  server, which shares the processor with the client. An answer counts if it is 201: bytes and rows are then on the disk.
- **Processor**: time of the server for one publish, in all threads.
- **Memory**: resident when idle, and its maximum (\`VmHWM\`).

${table(['Engine', 'Size', 'Ceiling a second', ...columns, 'Processor ms', 'Memory MB'], publishes)}

## Cost of a key check

\`GET user/\` with an API key takes the SHA-256 of the key, one query for the key and one for the user. The table compares the
server's processor time for one request with \`/healthz\`, which needs none of these.

${table(
  [
    'Engine',
    '1 connection: a second',
    '8 connections: a second',
    'p50 µs',
    'Processor µs',
    'of /healthz µs',
    'Difference µs',
  ],
  keys,
)}
`;
}

function machine(): string {
  const [processor] = cpus();
  const memoryGb = Math.round(totalmem() / 1e9);
  const kind = FILE_SYSTEMS[statfsSync(tmpdir()).type] ?? 'unknown';
  return `Machine: ${cpus().length} cores (${processor?.model.trim() ?? 'unknown'}), ${memoryGb} GB, Linux ${release()}, ${kind}, ${virtual()}Node ${process.versions.node}.`;
}

/** https://man7.org/linux/man-pages/man2/statfs.2.html */
const FILE_SYSTEMS: Record<number, string> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x01021994: 'tmpfs (nothing is durable there)',
  0x794c7630: 'overlayfs',
};

const virtual = (): string => (readFileSync('/proc/cpuinfo', 'utf8').includes('hypervisor') ? 'virtual, ' : '');

if (options.help) console.log(USAGE);
else await main();
