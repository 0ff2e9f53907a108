import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The system's own limits of a drawing process. */
export interface Limits {
  /** Processor time of the process over its whole life. */
  cpuSeconds: number;
  memoryMb: number;
}

/** A way to start a drawing process with as few rights as this machine can enforce. */
export interface Isolation {
  /** Puts the confining command before `command`. The command can read only `readable` and the system. */
  wrap(command: readonly string[], limits: Limits, readable: readonly string[]): string[];
  /** Tells whether the process has its own empty folder for temporary files, which is removed with it. */
  ownTmp: boolean;
  /** Protections that this machine can't provide, for the log. */
  missing: string[];
}

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 20_000;
const PROBE_LIMITS: Limits = { cpuSeconds: 10, memoryMb: 512 };
/** Memory that Node reserves as writable but never uses: we measured 670 MiB with Node 24. */
const NODE_RESERVES_MB = 1024;
const TMP_BYTES = 256 * 2 ** 20;
/** Also forbids core dumps, which would contain pictures, and large files, which would fill a disk. */
const LIMIT = 'ulimit -c 0 && ulimit -f 524288 && ulimit -t "$1" && ulimit -d "$2" && shift 2 && exec "$@"';
const LIMIT_TIME = 'ulimit -t "$1" && shift 2 && exec "$@"';

/** Programs, libraries, fonts and their tables: the only parts of the system that a sandboxed process sees. */
const SYSTEM = [
  '/usr',
  '/lib',
  '/lib32',
  '/lib64',
  '/bin',
  '/sbin',
  '/nix/store',
  '/etc/alternatives',
  '/etc/fonts',
  '/etc/ghostscript',
  '/etc/ld.so.cache',
  '/var/cache/fontconfig',
  '/var/lib/ghostscript',
];

const SANDBOX = [
  ...['bwrap', '--unshare-all', '--die-with-parent', '--cap-drop', 'ALL', '--proc', '/proc', '--dev', '/dev'],
  ...['--size', String(TMP_BYTES), '--tmpfs', '/tmp', '--chdir', '/tmp'],
  ...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]),
];

const NO_NEW_PRIVILEGES = ['setpriv', '--no-new-privs'];

/** No protection by the system: a process watches itself, and the server watches the time. */
export const UNCONFINED: Isolation = {
  wrap: (command) => [...command],
  ownTmp: false,
  missing: ['a sandbox', 'a limit on processor time', 'a limit on memory'],
};

function withLimits(script: string, before: readonly string[], missing: string[]): Isolation {
  const sandboxed = before[0] === 'bwrap';
  return {
    wrap(command, { cpuSeconds, memoryMb }, readable) {
      const binds = sandboxed ? [...readable.flatMap((path) => ['--ro-bind', path, path]), '--'] : [];
      const kilobytes = (NODE_RESERVES_MB + memoryMb) * 1024;
      return ['/bin/sh', '-c', script, 'sh', String(cpuSeconds), String(kilobytes), ...before, ...binds, ...command];
    },
    ownTmp: sandboxed,
    missing,
  };
}

/** Other systems accept the limit but don't enforce it. */
const MEMORY = process.platform === 'linux' ? [] : ['a limit on memory'];

/** Best first. The shell's `ulimit` sets the limits, because every POSIX system has it, unlike prlimit. */
const CANDIDATES: readonly Isolation[] = [
  withLimits(LIMIT, SANDBOX, []),
  withLimits(LIMIT, NO_NEW_PRIVILEGES, ['a sandbox', ...MEMORY]),
  withLimits(LIMIT, [], ['a sandbox', ...MEMORY]),
  withLimits(LIMIT_TIME, [], ['a sandbox', 'a limit on memory']),
];

let found: Promise<Isolation> | undefined;

/** The best isolation under which a picture library loads on this machine. Determined once per process. */
export function findIsolation(): Promise<Isolation> {
  found ??= firstThatWorks(CANDIDATES);
  return found;
}

async function firstThatWorks(candidates: readonly Isolation[]): Promise<Isolation> {
  for (const candidate of candidates) if (await works(candidate)) return candidate;
  return UNCONFINED;
}

async function works(isolation: Isolation): Promise<boolean> {
  try {
    const library = createRequire(import.meta.url).resolve('sharp');
    const command = [process.execPath, '-e', `require(${JSON.stringify(library)})`];
    const [program = '', ...args] = isolation.wrap(command, PROBE_LIMITS, readableFor(library));
    await run(program, args, { env: environmentOf(isolation), timeout: PROBE_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}

/** The whole environment of a drawing process: it finds programs, temporary files and fonts by these. */
const ENVIRONMENT = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'FONTCONFIG_FILE', 'FONTCONFIG_PATH'];

export function environmentOf({ ownTmp }: Isolation): NodeJS.ProcessEnv {
  const known = Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]]));
  // A sandbox doesn't show the targets of links.
  return ownTmp ? { ...known, TMPDIR: '/tmp', PATH: [known['PATH'], folderOf('gs')].join(delimiter) } : known;
}

/** The folder of a program itself, not of a link to it; empty if it is not on the PATH. */
function folderOf(program: string): string {
  const links = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  const link = links.find((path) => existsSync(path));
  return link === undefined ? '' : dirname(realpathSync(link));
}

/** Paths that Node reads to run a script: itself, the script's folder, and the packages and manifests above it. */
export function readableFor(script: string): string[] {
  const paths = [realpathSync(process.execPath), process.execPath, dirname(script)];
  for (let folder = dirname(script); folder !== dirname(folder); folder = dirname(folder))
    paths.push(
      ...['node_modules', 'package.json'].map((name) => join(folder, name)).filter((path) => existsSync(path)),
    );
  return paths;
}

/** Folders of our libraries that a script imports, which are outside of its package. A bundled script contains them. */
export const librariesFor = (script: string, names: readonly string[]): string[] =>
  script.endsWith('.ts') ? names.map((name) => dirname(dirname(createRequire(import.meta.url).resolve(name)))) : [];
