import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { GoFigr } from '../gofigr.ts';
import { makeFolder } from '../node/make-folder.ts';
import { withRetries } from '../retry.ts';
import type { Data } from '../wire.ts';
import { fileNameOf } from './file-names.ts';
import { writeHashed } from './hash-file.ts';
import { ExportError } from './manifest.ts';
import { Folder } from './safe-names.ts';

/** How often a download that broke is begun anew. */
const RETRIES = 4;

export interface SaveOptions extends CallOptions {
  /** Replaces files that are there; absent: that is an error, before anything is written. */
  overwrite?: boolean | undefined;
  /** Bytes done, of how many. */
  onProgress?: ((done: number, total: number, name: string) => void) | undefined;
}

/** Saves what a revision of a figure or an asset holds as files in a folder; gives their paths, in its order. */
export async function saveRevision(
  client: GoFigr,
  { data }: { data: readonly Data[] },
  dir: string,
  options: SaveOptions = {},
): Promise<string[]> {
  const names = new Folder();
  const files = data.map((datum) => ({ datum, path: join(dir, names.take(fileNameOf(datum))) }));
  if (options.overwrite !== true) for (const { path } of files) await refuseExisting(path);
  await makeFolder(dir);
  const total = data.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  let done = 0;
  for (const { datum, path } of files) {
    options.onProgress?.(done, total, datum.name);
    await save(client, datum, path, options);
    done += datum.size_bytes;
  }
  return files.map(({ path }) => path);
}

async function refuseExisting(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new ExportError(`${path} is there already.`);
}

/** Written beside and renamed: a file that has its name is whole. */
async function save(client: GoFigr, datum: Data, path: string, { signal }: CallOptions): Promise<void> {
  const temporary = `${path}.part`;
  try {
    const written = await withRetries({ retries: RETRIES }, signal, () =>
      writeHashed(temporary, client.data.stream(datum.api_id, { signal })),
    );
    if (written.size !== datum.size_bytes || (datum.hash && written.blake3 !== datum.hash.toLowerCase()))
      throw new GoFigrError(`${datum.name}: other bytes came than the server says it has.`, { code: 'not_gofigr' });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
