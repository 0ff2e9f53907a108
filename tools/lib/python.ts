import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LegSkipped } from './leg.ts';
import { withLock } from './lock.ts';
import { pathBeside } from './programs.ts';
import { CACHE } from './root.ts';
import { type RunOptions, type RunResult, run, TaskError } from './run.ts';
import { ensureSystem, findPythons, type Python } from './system.ts';

export type VenvOptions = {
  /** Python to create the environment with; absent: the system's. */
  python?: string;
  /** Folder with a `pyproject.toml` to install as editable, so that changes of its sources take effect at once. */
  project?: string;
};

/**
 * Creates a virtual environment `.cache/venv-<name>` with the packages of a requirements file, and again if that file
 * changes. Returns the path of its Python.
 */
export function ensureVenv(name: string, requirements: string, options: VenvOptions = {}): Promise<string> {
  return withLock(`venv-${name}`, () => makeIfStale(name, requirements, options));
}

async function makeIfStale(name: string, requirements: string, { project, ...options }: VenvOptions): Promise<string> {
  const folder = join(CACHE, `venv-${name}`);
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, '.installed');
  const hash = createHash('sha256')
    .update(UV + AS_PIP)
    .update(readFileSync(requirements));
  if (project !== undefined) hash.update(readFileSync(join(project, 'pyproject.toml')));
  const wanted = hash.digest('hex');
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  // Runs it, because the system's Python may have been replaced.
  if (isCurrent && (await run(python, ['--version']).catch(() => ({ code: 1 }))).code === 0) return python;
  rmSync(folder, { recursive: true, force: true });
  console.error(`Making a Python environment for ${name} …`);
  await makeVenv(folder, options.python);
  await pipInstall(python, ['-r', requirements]);
  if (project !== undefined) await pipInstall(python, ['--no-build-isolation', '--editable', project]);
  await replacePip(python);
  writeFileSync(stamp, wanted);
  return python;
}

/**
 * Installs packages by uv, which takes seconds instead of minutes. Falls back to pip, whose configuration uv ignores.
 */
async function pipInstall(python: string, what: string[]): Promise<void> {
  const uv = await ensureUv();
  if (uv !== undefined) {
    const { code } = await run(uv, ['pip', 'install', '--quiet', '--python', python, ...what]);
    if (code === 0) return;
  }
  const { code, output } = await run(python, [...PIP, ...what]);
  if (code !== 0) throw new TaskError(`${output}\nInstalling ${what.join(' ')} failed.`);
}

const UV = 'uv==0.13.9';
const AS_PIP = '--quiet --no-cache --color never pip';
const PIP = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];

/**
 * Makes uv the `pip` of an environment, if possible. The published client runs `pip freeze` for each publisher, some
 * hundred times, and pip takes half a second of processor time for it.
 */
async function replacePip(python: string): Promise<void> {
  const uv = await ensureUv();
  if (uv === undefined) return;
  writeFileSync(join(dirname(python), 'pip'), `#!/bin/sh\nexec '${uv}' ${AS_PIP} "$@" --python '${python}'\n`);
}

/** Returns the path of uv in its own environment. Undefined if it can't be installed. */
function ensureUv(): Promise<string | undefined> {
  return withLock('uv', async () => {
    const folder = join(CACHE, 'uv');
    const uv = join(folder, 'bin', 'uv');
    if (existsSync(uv)) return uv;
    if (!(await tryVenv(folder, undefined))) return undefined;
    const { code } = await run(join(folder, 'bin', 'python'), [...PIP, UV]);
    return code === 0 ? uv : undefined;
  });
}

async function makeVenv(folder: string, python: string | undefined): Promise<void> {
  if (!(await tryVenv(folder, python))) throw new LegSkipped('no Python 3 with the venv module');
}

async function tryVenv(folder: string, wanted: string | undefined): Promise<boolean> {
  const python = wanted ?? (await ensureSystem('python'));
  const { code } = await run(python, ['-m', 'venv', '--clear', folder]);
  return code === 0;
}

/** Returns the versions of Python and packages: `python 3.11.7, gofigr 2.3.4`. */
export async function pythonEngine(python: string, ...packages: string[]): Promise<string> {
  const script = [
    'import importlib.metadata, platform, sys',
    'versions = [f"{name} {importlib.metadata.version(name)}" for name in sys.argv[1:]]',
    'print(", ".join([f"python {platform.python_version()}", *versions]))',
  ].join('\n');
  return (await run(python, ['-c', script, ...packages])).output.trim();
}

/** Finds a Python of each minor version from `3.<floor>` on this machine, oldest first. */
export async function everyPython(floor: number): Promise<Python[]> {
  await ensureSystem('python');
  const found = await findPythons(floor);
  if (found.length === 0) throw new LegSkipped(`no Python 3.${floor} or newer with venv`);
  return [...new Map(found.map((python) => [python.minor, python])).values()];
}

/** Finds the newest Python 3 on this machine, `3.<floor>` or newer. */
export const newestPython = async (floor: number): Promise<Python | undefined> => (await everyPython(floor)).at(-1);

/** Runs the Python of an environment. The environment's own programs, such as its `pip`, come first on the PATH. */
export const runPython = (python: string, args: string[], options: RunOptions = {}): Promise<RunResult> =>
  run(python, args, { ...options, env: { PATH: pathBeside(python), ...options.env } });
