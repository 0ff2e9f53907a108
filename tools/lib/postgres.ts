import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LegSkipped } from './leg.ts';
import { memoryFolder } from './memory.ts';
import { run, TaskError } from './run.ts';
import { ensureSystem } from './system.ts';
import { freePort } from './test-server.ts';

/** A temporary PostgreSQL server on loopback. It syncs to the disk like a real one. */
export type TestPostgres = {
  /** `15.18` */
  version: string;
  /** Returns the `postgres://…` URL of a database, by default of the one that every cluster has. */
  url(database?: string): string;
  /** Creates an empty database. Returns its URL. */
  createDatabase(): Promise<string>;
  /** Runs a statement on a database. */
  execute(url: string, statement: string): Promise<void>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
};

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;
const USER = 'gofigr';
/** PATH of the server. Its user may have no right to read the tests' programs in this clone. */
const SYSTEM_PROGRAMS = { PATH: '/usr/bin:/bin' };

/**
 * Runs while our end of its standard input is open, so it ends with our process in any case. $1 is the folder of the
 * programs, $2 the cluster's folder. The other arguments are options of the server.
 */
const KEEPER = `
bin=$1 home=$2; shift 2
"$bin/postgres" -D "$home/data" "$@" > "$home/log" 2>&1 &
server=$!
cat > /dev/null
kill -INT $server
wait $server
rm -rf "$home"
`;

/** Starts a cluster, installing PostgreSQL when it is missing. Throws `LegSkipped` where that is not possible. */
export async function startPostgres({ inMemory = false } = {}): Promise<TestPostgres> {
  const bin = await ensureSystem('postgresql');
  const { output } = await run(join(bin, 'postgres'), ['--version']);
  const version = /\d+(\.\d+)+/.exec(output)?.[0] ?? 'unknown';
  const owner = unprivileged();
  const home = mkdtempSync(join(inMemory ? memoryFolder() : tmpdir(), 'gofigr-postgres-'));
  chmodSync(home, 0o700);
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [home, passwordFile]) if (owner) chownSync(path, owner.uid, owner.gid);
  try {
    await initialise(bin, home, passwordFile, version, owner);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }

  const port = await freePort();
  const options = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'max_connections=300'];
  const args = ['-c', KEEPER, 'keeper', bin, home, ...options.flatMap((option) => ['-c', option])];
  // Runs in its own process group: an interrupt from the terminal must not stop it before our tests have ended.
  const keeper = spawn('/bin/sh', args, {
    cwd: home,
    env: { ...process.env, ...SYSTEM_PROGRAMS },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...owner,
  });
  const ended = once(keeper, 'exit');
  const client = { PGPASSWORD: password, PGUSER: USER, PGHOST: '127.0.0.1', PGPORT: String(port) };
  const stop = () => stopKeeper(keeper, ended, home);
  try {
    await untilReady(bin, client, keeper);
  } catch (error) {
    const log = readLog(home);
    await stop();
    throw new TaskError(`${log}\n${String(error)}`);
  }

  const url = (database = 'postgres') => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  return {
    version,
    url,
    stop,
    async createDatabase() {
      const name = `gofigr_${randomBytes(6).toString('hex')}`;
      const { code, output: said } = await run(join(bin, 'createdb'), [name], { env: client });
      if (code !== 0) throw new TaskError(said);
      return url(name);
    },
    async execute(database, statement) {
      const { code, output: said } = await run(join(bin, 'psql'), ['-qc', statement, database]);
      if (code !== 0) throw new TaskError(said);
    },
  };
}

/** Returns the user to run PostgreSQL as, since it refuses to run as root. Undefined if we are not root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (!account) throw new LegSkipped('PostgreSQL does not run as root, and there is no user postgres or nobody');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** Creates a cluster that sorts by language if possible, like most servers. Tests must not depend on byte order. */
async function initialise(
  bin: string,
  home: string,
  passwordFile: string,
  version: string,
  owner: { uid: number; gid: number } | undefined,
): Promise<void> {
  const collation = Number.parseInt(version, 10) >= 15 ? ['--locale-provider=icu', '--icu-locale=en-US'] : [];
  const common = ['-D', join(home, 'data'), '-U', USER, '--encoding=UTF8', '--locale=C'];
  // Only the creation is not synced.
  const safety = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync'];
  const initdb = (more: string[]) =>
    run(join(bin, 'initdb'), [...common, ...safety, ...more], {
      cwd: home,
      env: SYSTEM_PROGRAMS,
      ...(owner && { owner }),
    });
  const first = await initdb(collation);
  if (first.code === 0) return;
  const second = await initdb([]);
  if (second.code !== 0) throw new TaskError(`${second.output}\nThe PostgreSQL cluster could not be made.`);
}

async function untilReady(bin: string, client: Record<string, string>, keeper: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && keeper.exitCode === null) {
    const { code } = await run(join(bin, 'pg_isready'), ['-q'], { env: client });
    if (code === 0) return;
    await sleep(50);
  }
  throw new Error(`PostgreSQL was not ready within ${START_LIMIT_MS} ms.`);
}

const readLog = (home: string): string => {
  const file = join(home, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

async function stopKeeper(keeper: ChildProcess, ended: Promise<unknown>, home: string): Promise<void> {
  keeper.stdin?.end();
  const inTime = await Promise.race([ended.then(() => true), sleep(STOP_LIMIT_MS, false, { ref: false })]);
  if (inTime) return;
  if (keeper.pid !== undefined) process.kill(-keeper.pid, 'SIGKILL');
  rmSync(home, { recursive: true, force: true });
  throw new TaskError(`PostgreSQL didn't end within ${STOP_LIMIT_MS} ms.`);
}
