import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/index.ts';
import { addedRuntimes, isAdded } from './added.ts';
import { type AddressTable, resolveAddress } from './addresses.ts';
import { createIntegrity } from './integrity.ts';
import { folderOf, RUNTIME_PACKAGES, type RuntimePackage } from './packages.ts';
import { typeOf } from './types.ts';

/** Path under which this server serves runtimes. */
export const RUNTIMES_PATH = '/runtimes/';

export interface RuntimeFile {
  bytes: Uint8Array;
  isCompressed: boolean;
  type: string;
}

/** Scripts that published pages load from public addresses, as this server has them. */
export interface Runtimes {
  /** Known addresses, with paths below `base`. */
  table(base?: string): Promise<AddressTable>;
  /** A file by its path below `/runtimes/`; null if there is none. */
  open(path: string): Promise<RuntimeFile | null>;
  /** A file by its public address; null if this server doesn't have it. */
  openPublic(address: string): Promise<RuntimeFile | null>;
  /** Tells whether the file with this path, or with this server's address, has a hash as in the attribute `integrity`. */
  hasIntegrity(path: string, integrity: string): boolean;
  /** The public address of a file of a known package that this server left out. */
  elsewhere(path: string): string | null;
}

/** Folder of the scripts that an administrator added for published pages. */
export const runtimeFolderOf = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'runtimes');

export interface RuntimesOptions {
  /** Folder of the files that an administrator added. */
  added: string;
  /** Folder of the packages. */
  bundled?: string;
}

export function createRuntimes({ added, bundled = findBundled() }: RuntimesOptions): Runtimes {
  let names: Promise<ReadonlySet<string>> | undefined;
  const listed = () => (names ??= namesIn(bundled));
  const matches = createIntegrity((path) =>
    isAdded(path)
      ? { file: join(added, basename(path)), isCompressed: false }
      : { file: join(bundled, `${path}.gz`), isCompressed: true },
  );

  async function table(base = RUNTIMES_PATH): Promise<AddressTable> {
    const known = await listed();
    const files: [string, string][] = [];
    const folders: [string, string][] = [];
    for (const one of RUNTIME_PACKAGES) {
      if (![...known].some((name) => name.startsWith(`${folderOf(one)}/`))) continue;
      for (const [address, file] of addressesOf(one)) if (known.has(file)) files.push([address, base + file]);
      for (const address of one.folders ?? []) folders.push([address, `${base}${folderOf(one)}/`]);
    }
    // An administrator's file comes before one of the package.
    for (const { address, path } of await addedRuntimes(added)) files.push([address, base + path]);
    return { files: Object.fromEntries(files), folders };
  }

  async function open(path: string): Promise<RuntimeFile | null> {
    if (isAdded(path)) {
      const found = (await addedRuntimes(added)).find((one) => one.path === path);
      if (!found) return null;
      return { bytes: await readFile(found.file), isCompressed: false, type: typeOf(found.address) };
    }
    if (!(await listed()).has(path)) return null;
    return { bytes: await readFile(join(bundled, `${path}.gz`)), isCompressed: true, type: typeOf(path) };
  }

  return {
    table,
    open,
    async openPublic(address) {
      const path = resolveAddress(await table(''), address)?.split('?')[0];
      return path === undefined ? null : open(path);
    },
    hasIntegrity(here, integrity) {
      const path = here.slice(here.lastIndexOf(RUNTIMES_PATH) + RUNTIMES_PATH.length).split('?')[0] ?? '';
      return matches(path, integrity);
    },
    elsewhere(path) {
      const found = RUNTIME_PACKAGES.find((one) => path.startsWith(`${folderOf(one)}/`));
      const [folder] = found?.folders ?? [];
      if (!found || folder === undefined || !/^[\w./@-]+$/.test(path) || path.includes('..')) return null;
      return folder + path.slice(folderOf(found).length + 1);
    },
  };
}

/** Public addresses of a package's files, and their paths. */
function addressesOf(one: RuntimePackage): [address: string, path: string][] {
  const { name, version, main, ranges = [], addresses = [], others = {} } = one;
  const more = Object.entries(others).map(([address, file]): [string, string] => [address, `${folderOf(one)}/${file}`]);
  if (main === undefined) return more;
  const networks = ['https://cdn.jsdelivr.net/npm', 'https://unpkg.com'];
  const versions = [version, ...ranges].flatMap((word) =>
    networks.flatMap((network) => [`${network}/${name}@${word}`, `${network}/${name}@${word}/${main}`]),
  );
  const ofMain = [...versions, ...addresses].map((address): [string, string] => [address, `${folderOf(one)}/${main}`]);
  return [...ofMain, ...more];
}

/** Paths of the files in a folder, without the ending of compressed ones. Empty if the packages weren't fetched. */
async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  return new Set(names.filter((name) => name.endsWith('.gz')).map((name) => name.slice(0, -3).replaceAll('\\', '/')));
}

/** The packages are beside the server's sources and its bundle. */
function findBundled(): string {
  const besideBundle = fileURLToPath(new URL('../runtimes', import.meta.url));
  const isSource = existsSync(new URL('./packages.ts', import.meta.url));
  return isSource ? fileURLToPath(new URL('../../../runtimes', import.meta.url)) : besideBundle;
}
