/** Whole workspaces: to a folder, from a folder, and from one server to another. For Node and Deno. */
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

/** Where an import writes what it has done. */
export interface JournalOptions {
  /** Path of a file of its own. */
  journal?: string | undefined;
}

/**
 * Makes what an export holds on a server. Every file is checked against the manifest first; nothing is sent when one has
 * changed. Run again after an interruption it goes on, and makes nothing twice. Times and authors are those of the import.
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
 * Copies a workspace from one server to another, the hosted product included. Bytes go through without being kept. Run
 * again with the same journal after an interruption it goes on, and makes nothing twice. Times and authors are those of
 * the copy.
 */
export async function importFrom(
  source: GoFigr,
  workspaceId: string,
  target: GoFigr,
  options: ImportOptions & { journal: string },
): Promise<ImportResult> {
  return importRecords(serverSource(source, workspaceId), target, options.journal, options);
}
