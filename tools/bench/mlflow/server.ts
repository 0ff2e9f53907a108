import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processTree } from '../../lib/process.ts';
import { ensureVenv, pythonEngine } from '../../lib/python.ts';
import { fromRoot } from '../../lib/root.ts';
import { TaskError } from '../../lib/run.ts';
import { freePort } from '../../lib/test-server.ts';
import { playRequests, type Turn } from '../lib/turns.ts';

export type Mlflow = {
  /** `mlflow 3.17.2` */
  version: string;
  url: string;
  /** Python of its environment, which also has our package. */
  python: string;
  /** IDs of its processes. */
  pids: readonly number[];
  stop: () => Promise<void>;
};

/** Each worker imports MLflow, which takes seconds. */
const START_LIMIT_MS = 300_000;

/** Environment of the server and its client. Neither reports its use, and Python keeps its compiled modules. */
export const mlflowEnvironment = (): NodeJS.ProcessEnv => {
  const { PYTHONDONTWRITEBYTECODE: _, ...environment } = process.env;
  return { ...environment, MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' };
};

/** Starts the tracking server with four workers, SQLite and files in a temporary folder. Installs it when missing. */
export async function startMlflow(): Promise<Mlflow> {
  const requirements = fromRoot('tools/bench/mlflow/requirements.txt');
  const python = await ensureVenv('mlflow', requirements, { project: fromRoot('python') });
  const version = (await pythonEngine(python, 'mlflow')).split(', ').at(-1) ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-mlflow-'));
  const port = await freePort();
  const args = ['--host', '127.0.0.1', '--port', String(port), '--workers', '4'];
  const stores = [
    '--backend-store-uri',
    `sqlite:///${folder}/mlflow.db`,
    '--artifacts-destination',
    join(folder, 'files'),
  ];
  const log = join(folder, 'log');
  const output = openSync(log, 'w');
  const child = spawn(python, ['-m', 'mlflow', 'server', ...args, ...stores], {
    cwd: folder,
    // The runner of jobs is a further process, which only uses the processor here.
    env: { ...mlflowEnvironment(), MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
    // Its own process group, because an end of the first process does not end the workers.
    detached: true,
    stdio: ['ignore', output, output],
  });
  const { pid } = child;
  if (pid === undefined) throw new TaskError('MLflow could not be started.');
  const ended = once(child, 'exit');
  const killNow = (): boolean => process.kill(-pid, 'SIGKILL');
  process.once('exit', killNow);
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    process.off('exit', killNow);
    if (child.exitCode === null) process.kill(-pid, 'SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await fetch(`${url}/health`).catch(() => undefined))?.ok) {
    if (Date.now() < deadline && child.exitCode === null) {
      await sleep(200);
      continue;
    }
    const lines = readFileSync(log, 'utf8');
    await stop();
    throw new TaskError(`${lines}\nMLflow did not start.`);
  }
  return { version, url, python, pids: processTree(pid), stop };
}

/** Plays a turn of artifacts of this size that are put to new paths. */
export function playArtifacts(
  { url: root, pids }: Mlflow,
  { bytes, connections, milliseconds }: { bytes: number; connections: number; milliseconds: number },
): Promise<Turn> {
  const url = `${root}/api/2.0/mlflow-artifacts/artifacts/bench`;
  const requests = { kind: 'put', url, headers: {}, bytes } as const;
  return playRequests(pids, { requests, connections, milliseconds });
}
