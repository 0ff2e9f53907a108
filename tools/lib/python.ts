import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findProgram, installDebianPackages } from './debian.ts';
import { LegSkipped } from './leg.ts';
import { withLock } from './lock.ts';
import { CACHE } from './root.ts';
import { run, TaskError } from './run.ts';

export type VenvOptions = {
  /** The Python that it is made with; the system's where none is named. */
  python?: string;
  /** A folder with a `pyproject.toml` that is installed too, so that a change of its sources is seen at once. */
  project?: string;
};

/**
 * A virtual environment `.cache/venv-<name>` with the packages of a requirements file, made again when that file
 * changes. Gives the path of its Python.
 */
export function ensureVenv(name: string, requirements: string, options: VenvOptions = {}): Promise<string> {
  return withLock(`venv-${name}`, () => makeIfStale(name, requirements, options));
}

async function makeIfStale(name: string, requirements: string, { project, ...options }: VenvOptions): Promise<string> {
  const folder = join(CACHE, `venv-${name}`);
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, '.installed');
  const hash = createHash('sha256').update(readFileSync(requirements));
  if (project !== undefined) hash.update(readFileSync(join(project, 'pyproject.toml')));
  const wanted = hash.digest('hex');
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  // Run it: the system's Python may have been replaced since.
  if (isCurrent && (await run(python, ['--version']).catch(() => ({ code: 1 }))).code === 0) return python;
  rmSync(folder, { recursive: true, force: true });
  console.error(`Making a Python environment for ${name} …`);
  await makeVenv(folder, options.python);
  await pipInstall(python, ['-r', requirements]);
  if (project !== undefined) await pipInstall(python, ['--no-build-isolation', '--editable', project]);
  writeFileSync(stamp, wanted);
  return python;
}

/** By uv, which takes seconds where pip takes minutes; pip has the last word, since uv doesn't read its configuration. */
async function pipInstall(python: string, what: string[]): Promise<void> {
  const uv = await ensureUv();
  if (uv !== undefined) {
    const { code } = await run(uv, ['pip', 'install', '--quiet', '--python', python, ...what]);
    if (code === 0) return;
  }
  const { code, output } = await run(python, [...PIP, ...what]);
  if (code !== 0) throw new TaskError(`${output}\nInstalling ${what.join(' ')} failed.`);
}

const PIP = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];

/** The path of uv, in an environment of its own; undefined where it can't be had. */
function ensureUv(): Promise<string | undefined> {
  return withLock('uv', async () => {
    const folder = join(CACHE, 'uv');
    const uv = join(folder, 'bin', 'uv');
    if (existsSync(uv)) return uv;
    if (!(await tryVenv(folder, undefined))) return undefined;
    const { code } = await run(join(folder, 'bin', 'python'), [...PIP, 'uv==0.13.9']);
    return code === 0 ? uv : undefined;
  });
}

async function makeVenv(folder: string, python: string | undefined): Promise<void> {
  if (await tryVenv(folder, python)) return;
  if ((await installDebianPackages(['python3', 'python3-venv'])) && (await tryVenv(folder, python))) return;
  throw new LegSkipped('no Python 3 with the venv module');
}

async function tryVenv(folder: string, wanted: string | undefined): Promise<boolean> {
  const python = wanted ?? findProgram(['python3', '/usr/bin/python3']);
  if (python === undefined) return false;
  const { code } = await run(python, ['-m', 'venv', '--clear', folder]);
  return code === 0;
}

/** Versions of Python and of packages: `python 3.11.7, gofigr 2.3.4`. */
export async function pythonEngine(python: string, ...packages: string[]): Promise<string> {
  const script = [
    'import importlib.metadata, platform, sys',
    'versions = [f"{name} {importlib.metadata.version(name)}" for name in sys.argv[1:]]',
    'print(", ".join([f"python {platform.python_version()}", *versions]))',
  ].join('\n');
  return (await run(python, ['-c', script, ...packages])).output.trim();
}

export type Python = { path: string; minor: number };

/** Every Python 3 on this machine from `3.<floor>` on, one of each minor version, the oldest first. */
export async function everyPython(floor: number): Promise<Python[]> {
  let found = await pythonsFrom(floor);
  if (found.length === 0 && (await installDebianPackages(['python3', 'python3-venv'])))
    found = await pythonsFrom(floor);
  if (found.length === 0) throw new LegSkipped(`no Python 3.${floor} or newer with venv`);
  return [...new Map(found.map((python) => [python.minor, python])).values()];
}

/** The newest Python 3 on this machine, `3.<floor>` or newer. */
export const newestPython = async (floor: number): Promise<Python | undefined> => (await everyPython(floor)).at(-1);

async function pythonsFrom(floor: number): Promise<Python[]> {
  const found = await Promise.all(candidates().map(async (path) => ({ path, minor: await minorVersion(path) })));
  return found
    .filter((python): python is Python => python.minor !== undefined && python.minor >= floor)
    .toSorted((one, two) => one.minor - two.minor);
}

/** Those of pyenv, whose `python3.x` on PATH may be a script that fails, and those on PATH. */
function candidates(): string[] {
  const pyenv = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(pyenv) ? readdirSync(pyenv).map((version) => join(pyenv, version, 'bin', 'python')) : [];
  const names = ['python3', ...Array.from({ length: 30 }, (_, minor) => `python3.${minor}`)];
  const onPath = names.map((name) => findProgram([name])).filter((path) => path !== undefined);
  return [...installed, ...onPath, '/usr/bin/python3'].filter((path) => existsSync(path));
}

async function minorVersion(python: string): Promise<number | undefined> {
  // venv: Debian ships Python without it.
  const script = 'import ensurepip, sys, venv; print(*sys.version_info[:2])';
  const { code, output } = await run(python, ['-c', script]).catch(() => ({ code: 1, output: '' }));
  const [major, minor] = output.trim().split(' ').map(Number);
  return code === 0 && major === 3 ? minor : undefined;
}
