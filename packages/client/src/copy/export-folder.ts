import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dataFiles,
  describedObject,
  describedRevision,
  EXPORT_FORMAT,
  ExportLayout,
  exportedJson,
  EXPORT_JOURNAL as JOURNAL,
  joined,
  EXPORT_MANIFEST as MANIFEST,
} from '@gofigr/contract/export-layout';
import type { GoFigr } from '../gofigr.ts';
import { makeFolder } from '../node/make-folder.ts';
import { withRetries } from '../retry.ts';
import { writeHashed } from './hash-file.ts';
import { Journal } from './journal.ts';
import { ExportError, type ExportedFile, type ExportedObject, type Manifest } from './manifest.ts';
import { Progress } from './progress.ts';
import type { CopyDatum, CopyOptions, CopyRecord, CopySource } from './records.ts';
import { serverSource } from './server-source.ts';

/** Result of an export. */
export interface ExportResult {
  manifest: Manifest;
  /** Differences between the bytes and the server's description. All bytes are exported anyway. */
  warnings: string[];
}

type Line = { source: string } | Exported;
/** An object that is written completely. */
interface Exported extends ExportedObject {
  stamp: string | null;
  files: ExportedFile[];
  bytes: number;
}

/**
 * Writes a whole workspace to a folder: data as plain files, objects as JSON, and a manifest with the size and SHA-256
 * of each file. Called again after an interruption, it continues. Throws `ExportError` if the folder holds other files.
 */
export async function exportWorkspace(
  client: GoFigr,
  workspaceId: string,
  dir: string,
  options: CopyOptions = {},
): Promise<ExportResult> {
  const source = serverSource(client, workspaceId);
  await makeFolder(dir);
  const present = await readdir(dir);
  if (present.includes(MANIFEST)) throw new ExportError(`${dir} already holds a complete export.`);
  if (present.length > 0 && !present.includes(JOURNAL)) throw new ExportError(`${dir} is not empty.`);
  const journal = await Journal.open<Line>(join(dir, JOURNAL));
  try {
    const exporter = new Exporter(source, dir, journal, options);
    await exporter.checkSource();
    const result = await exporter.run(client.url, workspaceId);
    await journal.close();
    await rm(join(dir, JOURNAL));
    return result;
  } finally {
    await journal.close();
  }
}

class Exporter {
  readonly #source: CopySource;
  readonly #progress: Progress;
  readonly #dir: string;
  readonly #journal: Journal<Line>;
  readonly #options: CopyOptions;
  readonly #done: Map<string, Exported>;
  readonly #layout = new ExportLayout();
  readonly #warnings: string[] = [];

  constructor(source: CopySource, dir: string, journal: Journal<Line>, options: CopyOptions) {
    this.#progress = new Progress(options);
    this.#source = this.#progress.watching(source);
    this.#dir = dir;
    this.#journal = journal;
    this.#options = options;
    const exported = journal.lines.filter((line) => 'api_id' in line);
    this.#done = new Map(exported.map((line) => [line.api_id, line]));
    for (const { api_id, path } of exported) this.#layout.keep(api_id, path);
  }

  async checkSource(): Promise<void> {
    const [first] = this.#journal.lines;
    if (first === undefined) await this.#journal.add({ source: this.#source.identity });
    else if (!('source' in first) || first.source !== this.#source.identity)
      throw new ExportError(`${this.#dir} holds an unfinished export of another workspace.`);
  }

  async run(url: string, workspace: string): Promise<ExportResult> {
    const progress = this.#progress;
    const objects: Exported[] = [];
    let name = '';
    for await (const record of this.#source.records(this.#options)) {
      if (record.kind === 'workspace') name = record.name;
      progress.begin(this.#labelOf(record), record.kind === 'workspace' ? record.size : undefined);
      const known = this.#done.get(record.id);
      const isDone = known !== undefined && known.stamp === record.stamp;
      const exported = isDone ? known : await this.#write(record, known);
      if (!isDone) await this.#journal.add(exported);
      this.#done.set(record.id, exported);
      objects.push(exported);
      progress.done(exported.bytes);
    }
    await this.#removeAllBut(objects);
    const manifest: Manifest = {
      format: EXPORT_FORMAT,
      version: 1,
      exported_on: new Date().toISOString(),
      source: { url, workspace, name },
      objects: objects.map(({ kind, api_id, path }) => ({ kind, api_id, path })),
      files: objects.flatMap(({ files }) => files),
    };
    // Written to a temporary file and renamed, so that a manifest is always complete.
    await this.#writeJson(`${MANIFEST}.tmp`, manifest);
    await rename(join(this.#dir, `${MANIFEST}.tmp`), join(this.#dir, MANIFEST));
    return { manifest, warnings: this.#warnings };
  }

  #labelOf(record: CopyRecord): string {
    return 'index' in record ? `${this.#layout.parentNameOf(record)} ${record.index + 1}` : record.name;
  }

  /** Removes the files of objects that were deleted after an earlier run. Other files in their folders stay. */
  async #removeAllBut(objects: readonly Exported[]): Promise<void> {
    const present = new Set(objects.map(({ api_id }) => api_id));
    for (const { api_id, files } of this.#done.values())
      if (!present.has(api_id)) for (const { path } of files) await rm(join(this.#dir, path), { force: true });
  }

  /** Makes the folder of an object and returns its path within the export. */
  async #makeFolderOf(record: CopyRecord, known: Exported | undefined): Promise<string> {
    const path = this.#layout.folderOf(record);
    if (record.kind === 'workspace') return path;
    // Files of an interrupted run, or of another state of the revision, are outdated.
    if (!known || 'index' in record) await rm(join(this.#dir, path), { recursive: true, force: true });
    await makeFolder(join(this.#dir, path));
    return path;
  }

  async #write(record: CopyRecord, known: Exported | undefined): Promise<Exported> {
    const folder = await this.#makeFolderOf(record, known);
    const path = this.#layout.pathOf(record);
    const { kind, id: api_id, stamp } = record;
    const written: Exported = { kind, api_id, stamp, path, files: [], bytes: 0 };
    if ('fields' in record) {
      written.files.push(await this.#writeJson(path, describedObject(record.fields)));
      return written;
    }
    const revision = await record.load(this.#options);
    const files = dataFiles(revision.data);
    for (const [index, datum] of revision.data.entries()) {
      const file = joined(folder, files[index] ?? '');
      const { size, sha256 } = await this.#writeDatum(file, datum);
      written.files.push({ path: file, size, sha256 });
      written.bytes += size;
    }
    written.files.push(await this.#writeJson(path, describedRevision(revision, files)));
    return written;
  }

  async #writeJson(path: string, value: unknown): Promise<ExportedFile> {
    const bytes = new TextEncoder().encode(exportedJson(value));
    const { size, sha256 } = await writeHashed(join(this.#dir, path), once(bytes));
    return { path, size, sha256 };
  }

  /** Downloads a datum. Throws `ExportError` if its size differs from the server's; warns if its hash differs. */
  async #writeDatum(path: string, datum: CopyDatum) {
    const { signal } = this.#options;
    const isAsSaid = ({ blake3 }: { blake3: string }): boolean => !datum.hash || datum.hash.toLowerCase() === blake3;
    const download = () =>
      withRetries({ retries: this.#source.retries }, signal, () =>
        writeHashed(join(this.#dir, path), this.#source.bytes(datum, { signal }).stream()),
      );
    let written = await download();
    // The second download shows whether the server's bytes differ or the transfer was faulty.
    if (!isAsSaid(written)) written = await download();
    if (written.size !== datum.size_bytes)
      throw new ExportError(`${path} has ${written.size} bytes, but the server announced ${datum.size_bytes}.`);
    if (!isAsSaid(written))
      this.#warnings.push(`${path} has the BLAKE3 hash ${written.blake3}, but the server announced ${datum.hash}.`);
    return written;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
