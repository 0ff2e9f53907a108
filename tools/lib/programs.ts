import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findProgram } from './debian.ts';
import { CACHE } from './root.ts';

/**
 * Programs that tests and their child processes find by name. All other programs of the machine, above all `pip`, are
 * hidden. So tests that pass on a developer's machine also pass on a bare one. A Python environment puts its own
 * programs first.
 */
const PROGRAMS = [
  // Required by the README. Node and npm are those that run the tools.
  'git',
  // From the system packages (see system.ts).
  ...['gs', 'bwrap', 'fish', 'zsh', 'openssl'],
  // Programs of every system, for scripts such as those that start Chromium and npm.
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
    'nice',
    'umount',
    'setpriv',
  ],
];

/** Makes a folder of links to the programs and returns its path. The same programs have the same folder. */
export function linkPrograms(parent = join(CACHE, 'programs')): string {
  const targets = { node: process.execPath, npm: findNpm(), ...Object.fromEntries(PROGRAMS.map(pathOf)) };
  const links = Object.entries(targets).filter((link): link is [string, string] => link[1] !== undefined);
  const name = createHash('sha256').update(JSON.stringify(links)).digest('hex').slice(0, 16);
  const folder = join(parent, name);
  if (existsSync(folder)) return folder;
  mkdirSync(parent, { recursive: true });
  const temporary = mkdtempSync(join(parent, 'making-'));
  // The temporary folder is private, but tests also run programs as other users.
  chmodSync(temporary, 0o755);
  for (const [program, target] of links) symlinkSync(target, join(temporary, program));
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // Another leg has made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

const pathOf = (name: string): [string, string | undefined] => [name, findProgram([name, `/sbin/${name}`])];

/** Returns npm's own script if npm started this process. A linked wrapper would search it in the link's folder. */
function findNpm(): string | undefined {
  const script = process.env['npm_execpath'];
  return script !== undefined && /npm-cli\.c?js$/.test(script) ? script : findProgram(['npm']);
}

/** Lets child processes of this process find only the linked programs. */
export function usePrograms(): void {
  process.env['PATH'] = linkPrograms();
}

/** Returns a PATH that begins with the folder of this program, such as that of a Python environment. */
export const pathBeside = (program: string): string => [dirname(program), process.env['PATH']].join(delimiter);
