import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileNames, type NamedDatum, type Title } from '@gofigr/contract/file-names';
import { HEAD_BYTES } from '@gofigr/contract/formats';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { GoFigr } from '../gofigr.ts';
import { makeFolder } from '../node/make-folder.ts';
import { withRetries } from '../retry.ts';
import type { Data } from '../wire.ts';
import { writeHashed } from './hash-file.ts';
import { ExportError } from './manifest.ts';

/** Retries of a download that broke. */
const RETRIES = 4;

export interface SaveOptions extends CallOptions {
  /** Name of the figure or asset and the number of the revision, from 1: images are named after them. */
  title?: Title | undefined;
  /** Replaces existing files; absent: existing files are an error before any file is written. */
  overwrite?: boolean | undefined;
  /** Is called with the bytes done and the total. */
  onProgress?: ((done: number, total: number, name: string) => void) | undefined;
}

/**
 * Saves the data of a figure's or asset's revision as files in a folder. Returns their paths, in the order of the data.
 */
export async function saveRevision(
  client: GoFigr,
  { data }: { data: readonly Data[] },
  dir: string,
  options: SaveOptions = {},
): Promise<string[]> {
  const named: NamedDatum[] = [];
  for (const datum of data) named.push({ ...datum, head: await headOf(client, datum, options) });
  const names = fileNames(named, options.title);
  const files = data.map((datum, index) => ({ datum, path: join(dir, names[index] ?? '') }));
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

/** Reads the first bytes of a datum, which tell its format. */
const headOf = (client: GoFigr, { api_id }: Data, { signal }: CallOptions): Promise<Uint8Array> =>
  withRetries({ retries: RETRIES }, signal, async () => {
    const head = new Uint8Array(HEAD_BYTES);
    let size = 0;
    for await (const chunk of client.data.stream(api_id, { signal })) {
      head.set(chunk.subarray(0, HEAD_BYTES - size), size);
      size = Math.min(HEAD_BYTES, size + chunk.length);
      if (size === HEAD_BYTES) break;
    }
    return head.subarray(0, size);
  });

async function refuseExisting(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) throw new ExportError(`${path} already exists.`);
}

/** Downloads to a temporary file and renames it, so that a file with the final name is complete. */
async function save(client: GoFigr, datum: Data, path: string, { signal }: CallOptions): Promise<void> {
  const temporary = `${path}.part`;
  try {
    const written = await withRetries({ retries: RETRIES }, signal, () =>
      writeHashed(temporary, client.data.stream(datum.api_id, { signal })),
    );
    if (written.size !== datum.size_bytes || (datum.hash && written.blake3 !== datum.hash.toLowerCase()))
      throw new GoFigrError(`${datum.name}: the downloaded bytes don't match the server's size or hash.`, {
        code: 'not_gofigr',
      });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
