import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, installDebianPackages } from './debian.ts';
import { LegSkipped } from './leg.ts';
import { withLock } from './lock.ts';
import { CACHE } from './root.ts';
import { run, TaskError } from './run.ts';

/**
 * A virtual environment `.cache/venv-<name>` with the packages of a requirements file, made again when that file
 * changes. Gives the path of its Python.
 */
export function ensureVenv(name: string, requirements: string): Promise<string> {
  return withLock(`venv-${name}`, () => makeIfStale(name, requirements));
}

async function makeIfStale(name: string, requirements: string): Promise<string> {
  const folder = join(CACHE, `venv-${name}`);
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, '.installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  // Run it: the system's Python may have been replaced since.
  if (isCurrent && (await run(python, ['--version']).catch(() => ({ code: 1 }))).code === 0) return python;
  rmSync(folder, { recursive: true, force: true });
  console.error(`Making a Python environment for ${name} …`);
  await makeVenv(folder);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  const { code, output } = await run(python, pip);
  if (code !== 0) throw new TaskError(`${output}\nInstalling ${requirements} failed.`);
  writeFileSync(stamp, wanted);
  return python;
}

async function makeVenv(folder: string): Promise<void> {
  if (await tryVenv(folder)) return;
  if ((await installDebianPackages(['python3', 'python3-venv'])) && (await tryVenv(folder))) return;
  throw new LegSkipped('no Python 3 with the venv module');
}

async function tryVenv(folder: string): Promise<boolean> {
  const python = findProgram(['python3', '/usr/bin/python3']);
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
