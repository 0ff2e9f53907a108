/**
 * Copies workspaces to a folder, from a folder and between servers; saves single revisions and files. For Node and
 * Deno.
 */
import { join } from 'node:path';
import type { GoFigr } from '../gofigr.ts';
import { folderSource } from './folder-source.ts';
import { type ImportOptions, type ImportResult, importRecords } from './import-records.ts';
import { serverSource } from './server-source.ts';

export { type ExportResult, exportWorkspace } from './export-folder.ts';
export { verifyExport } from './folder-source.ts';
export type { ImportOptions, ImportResult } from './import-records.ts';
export { ImportError } from './import-state.ts';
export { ExportError, type ExportedFile, type ExportedObject, type Manifest } from './manifest.ts';
export type { CopyOptions, CopyProgress } from './records.ts';
export { safeName } from './safe-names.ts';
export { type SaveOptions, saveRevision } from './save-revision.ts';
export { type Synced, type SyncOptions, syncFile } from './sync-file.ts';

/** Options of imports that keep a journal. */
export interface JournalOptions {
  /** Path of the journal. No other import may use it. */
  journal?: string | undefined;
}

/**
 * Copies an export to a server. Checks every file against the manifest first and sends nothing if one has changed.
 * Called again after an interruption, it continues and creates no object twice. Times and authors are those of the
 * import.
 */
export async function importFolder(
  client: GoFigr,
  dir: string,
  options: ImportOptions & JournalOptions = {},
): Promise<ImportResult> {
  const { journal = join(dir, `import-${new URL(client.url).host.replaceAll(/[^a-z0-9.-]/gi, '_')}.jsonl`) } = options;
  return importRecords(await folderSource(dir, options), client, journal, options);
}

/**
 * Copies a workspace from one server, or from the hosted product, to another. Bytes are not stored in between. Called
 * again with the same journal after an interruption, it continues and creates no object twice. Times and authors are
 * those of the copy.
 */
export async function importFrom(
  source: GoFigr,
  workspaceId: string,
  target: GoFigr,
  options: ImportOptions & { journal: string },
): Promise<ImportResult> {
  return importRecords(serverSource(source, workspaceId), target, options.journal, options);
}
