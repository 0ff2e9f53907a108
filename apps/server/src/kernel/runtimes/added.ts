import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that an administrator gave for a public address. */
export interface AddedRuntime {
  address: string;
  /** Path below `/runtimes/`. It names the hash of the bytes, so browsers may keep them. */
  path: string;
  /** File on the disk. */
  file: string;
}

/** Most bytes of a file: a script of more would be a mistake. */
export const MOST_BYTES = 25 * 2 ** 20;

/** The address is not one of a public file. */
export class BadAddress extends Error {}

const NAME = /^added\/[0-9a-f]{64}$/;
export const isAdded = (path: string): boolean => NAME.test(path);

/** The added files. Another process may add one at any time, so they are read each time. */
export async function addedRuntimes(folder: string): Promise<AddedRuntime[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const found = names.filter((name) => name.endsWith('.json')).map((name) => readAdded(folder, name));
  return (await Promise.all(found)).filter((one) => one !== undefined);
}

async function readAdded(folder: string, name: string): Promise<AddedRuntime | undefined> {
  try {
    const noted: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
    if (typeof noted !== 'object' || noted === null || !('address' in noted && 'sha256' in noted)) return undefined;
    const { address, sha256 } = noted;
    if (typeof address !== 'string' || typeof sha256 !== 'string' || !isAdded(`added/${sha256}`)) return undefined;
    return { address, path: `added/${sha256}`, file: join(folder, sha256) };
  } catch {
    // Removed or damaged: the page then asks the public address.
    return undefined;
  }
}

/**
 * Adds a file, or replaces that of the same address. `address` is https, without a query. Throws `BadAddress` otherwise.
 */
export async function addRuntime(folder: string, address: string, bytes: Uint8Array): Promise<AddedRuntime> {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '' || url.username !== '')
    throw new BadAddress('The address must start with https:// and have no query.');
  const hash = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
  const sha256 = hash(bytes);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, sha256), bytes, { mode: 0o600 });
  const note = { address: url.href, sha256 };
  await writeFile(join(folder, `${hash(url.href)}.json`), JSON.stringify(note), { mode: 0o600 });
  return { address: url.href, path: `added/${sha256}`, file: join(folder, sha256) };
}
