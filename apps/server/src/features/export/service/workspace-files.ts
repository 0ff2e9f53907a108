import { createHash } from 'node:crypto';
import type { ExportedFile, ExportManifest } from '@gofigr/contract';
import {
  dataFiles,
  describedObject,
  describedRevision,
  EXPORT_FORMAT,
  EXPORT_MANIFEST,
  ExportLayout,
  joined,
} from '@gofigr/contract/export-layout';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Stores } from '../../../kernel/blobs/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import type { StoredObject } from '../../../kernel/objects/index.ts';
import type { ArchivedFile } from '../../../kernel/zip.ts';
import type { DataRow } from '../../revision/index.ts';
import { dataFile, isGood, jsonFile } from './files.ts';
import { type ExportRecord, readRevision, recordsOf } from './records.ts';

/** Data without good bytes, which an archive lacks. */
export interface LeftOut {
  workspace: string;
  revision: string;
  data: string;
  name: string;
  hash: string;
}

export interface WorkspaceExport {
  db: Db;
  blobs: Stores;
  reader: SignedIn;
  workspace: StoredObject;
  /** Folder of the workspace in the archive. */
  folder: string;
  /** Address of this server. */
  url: string;
  time: Date;
  /** Is called before each object; throws to break off. */
  onObject(): Promise<void>;
  onLeftOut(datum: LeftOut): void;
}

/** Yields the files of a workspace, the manifest last: unpacked, `gofigr import` reads them. */
export async function* workspaceFiles(all: WorkspaceExport): AsyncGenerator<ArchivedFile> {
  const { db, reader, workspace, folder, url, time } = all;
  const layout = new ExportLayout();
  const manifest: ExportManifest = {
    format: EXPORT_FORMAT,
    version: 1,
    exported_on: time.toISOString(),
    source: { url, workspace: workspace.id, name: workspace.name },
    objects: [],
    files: [],
  };

  /** Yields one file, and notes its size and hash when it has been read. */
  async function* written(path: string, file: Omit<ArchivedFile, 'path' | 'time'>): AsyncGenerator<ArchivedFile> {
    const noted: ExportedFile = { path, size: 0, sha256: '' };
    yield { ...file, path: joined(folder, path), bytes: noting(file.bytes, noted), time };
    manifest.files.push(noted);
  }

  const json = (path: string, value: unknown) => written(path, jsonFile(value));

  async function* revisionFiles(record: Extract<ExportRecord, { index: number }>): AsyncGenerator<ArchivedFile> {
    const read = await readRevision(db, reader, record);
    if (!read) return;
    const answered: object[] = [];
    const good: DataRow[] = [];
    for (const [index, row] of read.data.entries()) {
      if (await isGood(all.blobs, row)) {
        good.push(row);
        answered.push(read.answer.data[index] ?? {});
      } else {
        const { id: data, name, hash } = row;
        all.onLeftOut({ workspace: workspace.id, revision: record.id, data, name, hash });
      }
    }
    const path = layout.pathOf(record);
    const files = dataFiles(answered as { name: string; type: string }[]); // as the API answers data
    for (const [index, row] of good.entries())
      yield* written(joined(layout.folderOf(record), files[index] ?? ''), dataFile(all.blobs, row));
    yield* json(path, describedRevision({ ...read.answer, data: answered }, files));
    manifest.objects.push({ kind: record.kind, api_id: record.id, path });
  }

  for await (const record of recordsOf(db, workspace)) {
    await all.onObject();
    if ('index' in record) {
      yield* revisionFiles(record);
      continue;
    }
    const path = layout.pathOf(record);
    yield* json(path, describedObject(record.answer));
    manifest.objects.push({ kind: record.kind, api_id: record.id, path });
  }
  yield { ...jsonFile(manifest), path: joined(folder, EXPORT_MANIFEST), time };
}

async function* noting(bytes: ArchivedFile['bytes'], file: ExportedFile): AsyncGenerator<Uint8Array> {
  const sha256 = createHash('sha256');
  for await (const chunk of bytes) {
    sha256.update(chunk);
    file.size += chunk.length;
    yield chunk;
  }
  file.sha256 = sha256.digest('hex');
}
