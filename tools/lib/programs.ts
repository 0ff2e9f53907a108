import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findProgram } from './debian.ts';
import { CACHE } from './root.ts';

/**
 * The programs that tests, and what they start, find by name. Everything else of the machine, a `pip` above all, is out
 * of their reach: what passes on a desk with many programs passes on a bare machine too. An environment of Python puts
 * its own programs before these.
 */
const PROGRAMS = [
  // What the README asks for. Node and npm are those that run us.
  'git',
  // What the system packages bring (see system.ts).
  ...['gs', 'bwrap', 'fish', 'zsh'],
  // What every system has, for scripts: Chromium is started by one, npm by another.
  ...['sh', 'bash', 'env', 'cat', 'cp', 'mv', 'ln', 'ls', 'mkdir', 'mktemp', 'rm', 'rmdir', 'chmod', 'touch', 'tar'],
  ...['basename', 'dirname', 'readlink', 'realpath', 'find', 'findmnt', 'xargs', 'date', 'sleep', 'tty', 'stty'],
  ...['cut', 'expr', 'false', 'grep', 'head', 'printf', 'sed', 'sort', 'tail', 'test', 'tr', 'true', 'uniq', 'wc'],
  ...[
    'gzip',
    'hostname',
    'id',
    'kill',
    'ldconfig',
    'locale',
    'ps',
    'pwd',
    'uname',
    'whoami',
    'mount',
    'umount',
    'setpriv',
  ],
];

/** Makes a folder of links to the programs, and gives its path. The same programs have the same folder. */
export function linkPrograms(parent = join(CACHE, 'programs')): string {
  const targets = { node: process.execPath, npm: findNpm(), ...Object.fromEntries(PROGRAMS.map(pathOf)) };
  const links = Object.entries(targets).filter((link): link is [string, string] => link[1] !== undefined);
  const name = createHash('sha256').update(JSON.stringify(links)).digest('hex').slice(0, 16);
  const folder = join(parent, name);
  if (existsSync(folder)) return folder;
  mkdirSync(parent, { recursive: true });
  const temporary = mkdtempSync(join(parent, 'making-'));
  // Made for us alone; tests run programs as other users too.
  chmodSync(temporary, 0o755);
  for (const [program, target] of links) symlinkSync(target, join(temporary, program));
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // Another leg made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

const pathOf = (name: string): [string, string | undefined] => [name, findProgram([name, `/sbin/${name}`])];

/** npm's own script, where npm started us: a link to a wrapper would look for it beside the link. */
function findNpm(): string | undefined {
  const script = process.env['npm_execpath'];
  return script !== undefined && /npm-cli\.c?js$/.test(script) ? script : findProgram(['npm']);
}

/** From now on whatever this process starts finds the linked programs alone. */
export function usePrograms(): void {
  process.env['PATH'] = linkPrograms();
}

/** A PATH that begins with the programs beside this one: those of its environment, where it is a Python. */
export const pathBeside = (program: string): string => [dirname(program), process.env['PATH']].join(delimiter);
