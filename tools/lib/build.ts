import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesUnder, fingerprint } from './files.ts';
import { LockError, withLock } from './lock.ts';
import { packageBin } from './packages.ts';
import { CACHE, fromRoot, ROOT } from './root.ts';
import { runNode, seconds, TaskError } from './run.ts';

export const WEB_DIR = fromRoot('apps/web/dist');
export const SERVER_DIST = fromRoot('apps/server/dist');
export const SERVER_BUNDLE = join(SERVER_DIST, 'main.js');
export const ADMIN_BUNDLE = join(SERVER_DIST, 'admin.js');

type Product = {
  name: string;
  /** Source files and folders, relative to the root. A change makes the product stale. */
  sources: string[];
  /** A file that exists after a complete build. */
  output: string;
  command: () => string[];
  cwd: string;
  /** Consequence of a failed build that stops nothing. */
  without?: string;
};

const SHARED = ['packages/contract/src', 'packages/contract/package.json', 'package-lock.json'];

const server: Product = {
  name: 'server',
  sources: [
    'apps/server/src',
    'apps/server/package.json',
    'packages/frame/src',
    'packages/compare/src',
    'packages/compare/package.json',
    'packages/likeness/src',
    'packages/likeness/package.json',
    'packages/tables/src',
    'packages/tables/package.json',
    'tools/lib/bundle-server.ts',
    ...SHARED,
  ],
  output: SERVER_BUNDLE,
  command: () => [fromRoot('tools/lib/bundle-server.ts')],
  cwd: fromRoot(),
};

const web: Product = {
  name: 'web app',
  sources: [
    'apps/web/src',
    'apps/web/public',
    'apps/web/index.html',
    'apps/web/vite.config.ts',
    'apps/web/pdfjs-files.ts',
    'apps/web/precompress.ts',
    'apps/web/separate-parts.ts',
    'apps/web/package.json',
    'packages/compare/src',
    'packages/compare/package.json',
    'packages/tables/src',
    'packages/tables/package.json',
    ...SHARED,
  ],
  output: join(WEB_DIR, 'index.html'),
  command: () => [packageBin('vite'), 'build', '--logLevel', 'warn'],
  cwd: fromRoot('apps/web'),
};

const commands: Product = {
  name: 'commands',
  sources: [
    'packages/cli/src',
    'packages/cli/package.json',
    'packages/client/src',
    'packages/client/package.json',
    'packages/compare/src',
    'packages/compare/package.json',
    'tools/lib/bundle-cli.ts',
    ...SHARED,
  ],
  output: fromRoot('packages/cli/dist/gfconfig.js'),
  command: () => [fromRoot('tools/lib/bundle-cli.ts')],
  cwd: fromRoot(),
};

/** Copies of public scripts, for published pages. They come from the registry of npm, which may be out of reach. */
const runtimes: Product = {
  name: 'runtimes',
  sources: ['apps/server/src/kernel/runtimes/packages.ts', 'apps/server/src/kernel/runtimes/fetch.ts'],
  output: fromRoot('apps/server/runtimes'),
  command: () => [fromRoot('apps/server/src/kernel/runtimes/fetch.ts'), fromRoot('apps/server/runtimes')],
  cwd: fromRoot(),
  without: 'Interactive figures load their scripts from the internet.',
};

const stampOf = (product: Product): string => join(CACHE, 'build', `${product.name.replaceAll(' ', '-')}.stamp`);

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

const currentFingerprint = (product: Product): string =>
  fingerprint(
    ROOT,
    product.sources.flatMap((path) => filesUnder(fromRoot(path))).filter((file) => !isTest(file)),
  );

function isFresh(product: Product): boolean {
  const stamp = stampOf(product);
  if (!existsSync(product.output) || !existsSync(stamp)) return false;
  return readFileSync(stamp, 'utf8') === currentFingerprint(product);
}

async function build(product: Product): Promise<void> {
  const started = performance.now();
  // Computed before the build: a file that changes during the build makes the result stale.
  const stamp = currentFingerprint(product);
  const { code, output } = await runNode(product.command(), { cwd: product.cwd });
  const failure = `${output.trim()}\nBuilding the ${product.name} failed.`;
  if (code !== 0 && product.without !== undefined) return console.error(`${failure} ${product.without}`);
  if (code !== 0) throw new TaskError(failure);
  mkdirSync(dirname(stampOf(product)), { recursive: true });
  writeFileSync(stampOf(product), stamp);
  console.error(`Built the ${product.name} in ${seconds(performance.now() - started)}.`);
}

export const isServerFresh = (): boolean => isFresh(server);

/** Builds the server, web app and commands whose sources changed since the last build. */
export async function buildIfStale(): Promise<void> {
  await buildStale([server, web, commands, runtimes]);
}

/** Builds `gfconfig` and `gofigr` if their sources changed since the last build. */
export async function buildCommandsIfStale(): Promise<void> {
  await buildStale([commands]);
}

async function buildStale(products: Product[]): Promise<void> {
  const stale = products.filter((product) => !isFresh(product));
  if (stale.length === 0) return;
  try {
    await withLock('build', () => Promise.all(stale.filter((product) => !isFresh(product)).map(build)));
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    if (stale.every(({ without }) => without !== undefined)) return;
    const names = stale.map(({ name }) => name).join(' and the ');
    throw new TaskError(
      `The ${names} must be built first, which is not possible in ${ROOT}: ${error.message} Run "npm start" once as a user who may write there.`,
    );
  }
}
