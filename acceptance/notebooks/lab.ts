import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A JupyterLab on a free port, with its own home and notebooks. */
export type Lab = {
  /** Folder of its notebooks. */
  folder: string;
  origin: string;
  /** Address of a notebook with the sign-in token, as `jupyter lab` prints it. */
  link(path: string): string;
  stop(): Promise<void>;
};

/** Kernels by name, each with variables to add to the environment that Jupyter sets. */
export type Kernels = Record<string, Record<string, string>>;

/** Uses any free port, fetches no news, and ends by itself after an interrupted run. */
const OPTIONS = [
  '--no-browser',
  '--allow-root',
  '--ServerApp.ip=127.0.0.1',
  '--ServerApp.port=0',
  '--ServerApp.shutdown_no_activity_timeout=300',
  '--MappingKernelManager.cull_idle_timeout=300',
  '--LabApp.news_url=None',
  '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
];

const START_LIMIT_MS = 120_000;

export async function startLab(python: string, kernels: Kernels): Promise<Lab> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'gofigr-lab-')));
  const folder = join(home, 'notebooks');
  mkdirSync(folder);
  for (const [name, env] of Object.entries(kernels)) addKernel(home, python, name, env);
  const token = randomBytes(18).toString('hex');
  const lab = spawn(python, ['-m', 'jupyterlab', ...OPTIONS], {
    cwd: folder,
    env: {
      ...withoutSettings(process.env),
      // The client runs the `pip` of its Python.
      PATH: [dirname(python), process.env['PATH']].join(delimiter),
      HOME: home,
      JUPYTER_PATH: join(home, 'jupyter'),
      JUPYTER_TOKEN: token,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    if (lab.exitCode === null && lab.kill('SIGTERM')) await once(lab, 'exit');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const origin = await originOf(lab.stderr);
    // Discards the rest of the output, because a full pipe would block JupyterLab.
    lab.stderr.resume();
    return { folder, origin, link: (path) => `${origin}/lab/tree/${encodeURI(path)}?reset&token=${token}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Writes a notebook with these cells to the folder of a JupyterLab. */
export function writeNotebook({ folder }: Lab, path: string, kernel: string, sources: readonly string[]): void {
  const cells = sources.map((source, index) => {
    return { cell_type: 'code', id: `cell-${index}`, source, metadata: {}, outputs: [], execution_count: null };
  });
  const metadata = { kernelspec: { name: kernel, display_name: kernel, language: 'python' } };
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
}

function addKernel(home: string, python: string, name: string, env: Record<string, string>): void {
  const folder = join(home, 'jupyter', 'kernels', name);
  mkdirSync(folder, { recursive: true });
  const argv = [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'];
  writeFileSync(join(folder, 'kernel.json'), JSON.stringify({ argv, env, display_name: name, language: 'python' }));
}

/** Removes the settings of this repository, and those of a Jupyter that runs the tests. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(GOFIGR_|GF_|JUPYTER|JPY_|BROWSER_URL$|BROWSER_PASSWORD$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}

/** Reads the address that Jupyter prints when it listens. */
async function originOf(stderr: Readable): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stderr, signal: AbortSignal.timeout(START_LIMIT_MS) })) {
    lines.push(line);
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (found) return found[0];
  }
  throw new Error(`JupyterLab didn't start:\n${lines.join('\n')}`);
}
