import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { canInstall, findProgram, installCommand, installDebianPackages } from './debian.ts';
import { LegSkipped } from './leg.ts';
import { run } from './run.ts';

/** Software of the system that a leg needs besides Node, npm and git. */
type Part = {
  /** Debian packages that contain it. */
  packages: string[];
  /** Returns its path or the path of its folder; undefined if it is missing. */
  find: () => string | undefined | Promise<string | undefined>;
  /** Runs before the packages are installed. */
  prepare?: () => void;
};

/** All system software that `npm test` uses. */
const PARTS = {
  python: { packages: ['python3', 'python3-venv'], find: findPython },
  chromium: { packages: ['chromium'], find: findChromium },
  'headless-shell': { packages: ['chromium-headless-shell'], find: findHeadlessShell },
  postgresql: { packages: ['postgresql'], find: findPostgres, prepare: declineCluster },
  ghostscript: { packages: ['ghostscript'], find: () => findProgram(['gs']) },
  bubblewrap: { packages: ['bubblewrap'], find: () => findProgram(['bwrap']) },
  zbar: { packages: ['libzbar0'], find: () => findLibrary(/^libzbar\.(so\.0|0\.dylib)/) },
  strace: { packages: ['strace'], find: () => findProgram(['strace']) },
  faketime: { packages: ['libfaketime'], find: () => findLibrary(/^libfaketime\.so\.1$/, 'faketime') },
  fish: { packages: ['fish'], find: () => findProgram(['fish']) },
  zsh: { packages: ['zsh'], find: () => findProgram(['zsh']) },
  iproute: { packages: ['iproute2'], find: () => findProgram(['ip']) },
  openssl: { packages: ['openssl'], find: () => findProgram(['openssl']) },
} satisfies Record<string, Part>;

export type SystemPart = keyof typeof PARTS;

const partOf = (name: SystemPart): Part => PARTS[name];

/** Returns the path of a part. Installs it if it is missing; throws `LegSkipped` if that is not possible. */
export async function ensureSystem(name: SystemPart): Promise<string> {
  const path = (await partOf(name).find()) ?? ((await install([name])) ? await partOf(name).find() : undefined);
  if (path === undefined) throw new LegSkipped(`no ${name}: ${installCommand(partOf(name).packages)}`);
  return path;
}

/** Returns the missing parts. */
async function missingParts(names: readonly SystemPart[]): Promise<SystemPart[]> {
  const found = await Promise.all(names.map(async (name) => ({ name, path: await partOf(name).find() })));
  return found.filter(({ path }) => path === undefined).map(({ name }) => name);
}

/**
 * Installs all missing parts at once and announces it in a line, or prints the command that installs them. Returns the
 * parts that are still missing.
 */
export async function prepareSystem(names: readonly SystemPart[]): Promise<SystemPart[]> {
  const missing = await missingParts(names);
  if (missing.length === 0) return [];
  if (canInstall()) {
    // Tries them one by one, so that an unavailable package doesn't block the others.
    if (!(await install(missing)) && missing.length > 1) for (const name of missing) await install([name]);
    return missingParts(missing);
  }
  console.error(`System packages are missing; Debian installs them by: ${installCommand(packagesOf(missing))}`);
  return missing;
}

const packagesOf = (names: readonly SystemPart[]): string[] => names.flatMap((name) => partOf(name).packages);

function install(names: readonly SystemPart[]): Promise<boolean> {
  if (canInstall()) for (const name of names) partOf(name).prepare?.();
  return installDebianPackages(packagesOf(names));
}

function findChromium(): string | undefined {
  return findProgram([
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ]);
}

/** Finds Chromium without its own interface, which draws the same pages with three quarters of the processor time. */
function findHeadlessShell(): string | undefined {
  const shell = findProgram([process.env['CHROMIUM_PATH'], 'chromium-headless-shell', 'chrome-headless-shell']);
  // Chromium itself does, if it can't be installed.
  return shell ?? (canInstall() ? undefined : findChromium());
}

const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** Finds the folder of the newest PostgreSQL's programs. Debian doesn't put server programs on the PATH. */
function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN_POSTGRES)
    ? readdirSync(DEBIAN_POSTGRES).toSorted((a, b) => Number(b) - Number(a))
    : [];
  const onPath = findProgram(['initdb']);
  return [...versions.map((version) => join(DEBIAN_POSTGRES, version, 'bin')), onPath && dirname(onPath)]
    .filter((folder) => folder !== undefined)
    .find((folder) => ['initdb', 'postgres', 'createdb', 'pg_isready'].every((name) => existsSync(join(folder, name))));
}

/** Stops Debian's package from creating and starting a cluster. Keeps an existing setting. */
function declineCluster(): void {
  const settings = '/etc/postgresql-common/createcluster.conf';
  if (existsSync(settings) || !existsSync('/etc/debian_version')) return;
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, 'create_main_cluster = false\n');
}

const LIBRARY_FOLDERS = [
  ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu`),
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/opt/homebrew/lib',
];

function findLibrary(name: RegExp, folder = '.'): string | undefined {
  return LIBRARY_FOLDERS.map((parent) => join(parent, folder))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path).map((file) => join(path, file)))
    .find((path) => name.test(path.slice(dirname(path).length + 1)));
}

/** Minor version of the oldest Python that a leg uses: 3.10. */
const OLDEST_MINOR = 10;

/** Finds the machine's `python3` if it is new enough, else another Python that is. */
async function findPython(): Promise<string | undefined> {
  const paths = (await findPythons(OLDEST_MINOR)).map(({ path }) => path);
  const usual = ['python3', '/usr/bin/python3'].map((name) => findProgram([name]));
  return [...usual, ...paths].find((path) => path !== undefined && paths.includes(path));
}

export type Python = { path: string; minor: number };

/** Finds every Python from `3.<floor>` on this machine that can create environments, oldest first. */
export async function findPythons(floor: number): Promise<Python[]> {
  const found = await Promise.all(pythonPaths().map(async (path) => ({ path, minor: await minorVersion(path) })));
  return found
    .filter((python): python is Python => python.minor !== undefined && python.minor >= floor)
    .toSorted((one, two) => one.minor - two.minor);
}

/** Lists the Pythons of pyenv and those on PATH. A pyenv's `python3.x` on PATH may be a script that fails. */
function pythonPaths(): string[] {
  const pyenv = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(pyenv) ? readdirSync(pyenv).map((version) => join(pyenv, version, 'bin', 'python')) : [];
  const names = ['python3', ...Array.from({ length: 30 }, (_, minor) => `python3.${minor}`)];
  const onPath = names.map((name) => findProgram([name])).filter((path) => path !== undefined);
  return [...installed, ...onPath, '/usr/bin/python3'].filter((path) => existsSync(path));
}

async function minorVersion(python: string): Promise<number | undefined> {
  // Imports venv too, because Debian ships Python without it.
  const script = 'import ensurepip, sys, venv; print(*sys.version_info[:2])';
  const { code, output } = await run(python, ['-c', script]).catch(() => ({ code: 1, output: '' }));
  const [major, minor] = output.trim().split(' ').map(Number);
  return code === 0 && major === 3 ? minor : undefined;
}
