import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { EXPORT_FORMAT, EXPORT_MANIFEST as MANIFEST } from '@gofigr/contract/export-layout';
import { parseExact } from '../exact-json.ts';
import { fileSource } from '../node/files.ts';
import { hashFile } from './hash-file.ts';
import { ExportError, type Manifest } from './manifest.ts';
import type { CopyDatum, CopyOptions, CopyRecord, CopyRevision, CopySource } from './records.ts';

type Fields = Record<string, unknown>;

/** Reads an export's manifest. Throws `ExportError` if the folder holds no complete export. */
async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new ExportError(`${dir} holds no complete export: there is no ${MANIFEST}.`);
    throw error;
  });
  let manifest: Partial<Manifest> | null;
  try {
    manifest = JSON.parse(text) as Partial<Manifest> | null; // checked below
  } catch (cause) {
    throw new ExportError(`${join(dir, MANIFEST)} is no valid JSON.`, { cause });
  }
  if (manifest?.format !== EXPORT_FORMAT || !Array.isArray(manifest.objects) || !Array.isArray(manifest.files))
    throw new ExportError(`${join(dir, MANIFEST)} is no manifest of a GoFigr export.`);
  if (manifest.version !== 1)
    throw new ExportError(`${dir} was exported by a newer version (${String(manifest.version)}); update this one.`);
  return manifest as Manifest; // checked above
}

/**
 * Returns the path on disk of a file that an export names. Throws `ExportError` if it is outside the folder: by `..`,
 * by an absolute path or through a link. Exports come from other people and must not read other files of this machine.
 */
async function pathInside(dir: string, path: unknown): Promise<string> {
  const names = typeof path === 'string' ? path.split('/') : [''];
  const isPlain = names.every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\:\0]/.test(name));
  if (!isPlain) throw new ExportError(`${MANIFEST} names ${JSON.stringify(path)}, which is no file of the export.`);
  const [root, file] = await Promise.all([realpath(dir), realpath(join(dir, ...names))]).catch((cause: unknown) => {
    throw new ExportError(`${join(dir, ...names)} is missing.`, { cause });
  });
  if (!file.startsWith(root + sep)) throw new ExportError(`${join(dir, ...names)} is outside the folder.`);
  return file;
}

/** Checks that every file exists and is unchanged. Throws `ExportError` for the first that isn't. */
export async function verifyExport(dir: string, options: CopyOptions = {}): Promise<Manifest> {
  const manifest = await readManifest(dir);
  const totalBytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
  let bytes = 0;
  for (const [objects, { path, size, sha256 }] of manifest.files.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ objects, bytes, totalBytes, current: path });
    const found = await hashFile(await pathInside(dir, path));
    if (found.size !== size || found.sha256 !== sha256)
      throw new ExportError(`${join(dir, path)} has changed since the export.`);
    bytes += size;
  }
  return manifest;
}

/** Opens an export as a source for a copy. */
export async function folderSource(dir: string, options: CopyOptions): Promise<CopySource> {
  const manifest = await verifyExport(dir, options);
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const paths = new WeakMap<CopyDatum, { path: string; size: number }>();

  async function read(path: string): Promise<Fields> {
    if (!listed.has(path)) throw new ExportError(`${MANIFEST} doesn't list ${path}.`);
    return parseExact(await readFile(await pathInside(dir, path), 'utf8')) as Fields; // written by a copy
  }

  async function load(path: string): Promise<CopyRevision> {
    const revision = await read(path);
    const data = (revision['data'] ?? []) as (CopyDatum & { file: string })[]; // written by a copy
    for (const datum of data) {
      const file = listed.get(`${dirname(path)}/${datum.file}`);
      if (!file) throw new ExportError(`${MANIFEST} doesn't list ${dirname(path)}/${datum.file}.`);
      paths.set(datum, { path: await pathInside(dir, file.path), size: file.size });
    }
    return { ...revision, metadata: revision['metadata'], data };
  }

  async function* records(): AsyncGenerator<CopyRecord, void, undefined> {
    for (const { kind, api_id: id, path } of manifest.objects) {
      const fields = await read(path);
      const text = (key: string): string => String(fields[key]);
      const description = (fields['description'] ?? null) as string | null; // written by a copy
      const named = { id, stamp: null, name: text('name'), description, fields };
      const loaded = { id, stamp: null, index: Number(fields['revision_index']), load: () => load(path) };
      if (kind === 'workspace') yield { kind, ...named, size: Number(fields['size_bytes']) };
      else if (kind === 'analysis') yield { kind, ...named };
      else if (kind === 'figure') yield { kind, ...named, analysis: text('analysis') };
      else if (kind === 'asset')
        yield { kind, ...named, analysis: (fields['analysis'] ?? null) as string | null }; // written by a copy
      else if (kind === 'revision') yield { kind, ...loaded, figure: text('figure') };
      else yield { kind, ...loaded, asset: text('asset') };
    }
  }

  function bytes(datum: CopyDatum) {
    const file = paths.get(datum);
    if (!file) throw new ExportError(`The file of ${datum.name} is not known.`);
    return { size: file.size, stream: () => fileStream(file.path) };
  }

  return {
    identity: `${manifest.source.url} ${manifest.source.workspace} ${manifest.exported_on}`,
    retries: 0,
    records,
    bytes,
  };
}

async function* fileStream(path: string): AsyncGenerator<Uint8Array> {
  yield* (await fileSource(path)).stream();
}
