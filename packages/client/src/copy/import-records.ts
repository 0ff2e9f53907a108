import { GoFigrError } from '../errors.ts';
import type { GoFigr } from '../gofigr.ts';
import { copyRevision } from './copy-revision.ts';
import { ImportError, type ImportLine, ImportState } from './import-state.ts';
import { Journal } from './journal.ts';
import { makeNamed } from './make-named.ts';
import { Progress } from './progress.ts';
import type { CopyOptions, CopyRecord, CopySource } from './records.ts';

export interface ImportOptions extends CopyOptions {
  /** ID of the workspace to copy into; absent: a new one of the same name. */
  workspace?: string | undefined;
}

/** Result of an import. */
export interface ImportResult {
  /** ID of the workspace on the target. */
  workspace: string;
  /** Number of objects, with those of earlier runs. */
  objects: number;
  bytes: number;
  /** New ID of each object, by its old ID. Revisions keep their ID if it is free. */
  ids: ReadonlyMap<string, string>;
  /** Data and links that could not be kept unchanged. */
  warnings: readonly string[];
}

/**
 * Copies all objects of a source into a workspace of `client`. The journal at `journalPath` records the finished ones.
 * Called again with the same journal after any interruption, it continues and creates no object twice.
 */
export async function importRecords(
  source: CopySource,
  client: GoFigr,
  journalPath: string,
  options: ImportOptions,
): Promise<ImportResult> {
  const journal = await Journal.open<ImportLine>(journalPath);
  try {
    const state = new ImportState(journal);
    const into = options.workspace ?? null;
    await state.check({ source: source.identity, target: client.url, workspace: into });
    return await copyAll(source, client, state, options);
  } finally {
    await journal.close();
  }
}

async function copyAll(
  source: CopySource,
  client: GoFigr,
  state: ImportState,
  options: ImportOptions,
): Promise<ImportResult> {
  const progress = new Progress(options);
  const watched = progress.watching(source);
  let workspace = options.workspace ?? '';
  for await (const record of source.records(options)) {
    progress.begin(labelOf(record), record.kind === 'workspace' ? record.size : undefined);
    const wasDone = state.isDone(record.id);
    if (!wasDone && 'load' in record) await copyRevision({ source: watched, client, state }, record, options);
    else if (!wasDone && 'name' in record) {
      const isGiven = record.kind === 'workspace' && options.workspace !== undefined;
      const target = { client, state, workspace, isShared: options.workspace !== undefined };
      const id = isGiven ? workspace : await makeNamed(target, record, options);
      await state.note({ done: record.id, id, bytes: 0, warnings: [] });
    }
    if (record.kind === 'workspace') workspace = await existing(client, state, record.id, options);
    progress.done(state.bytesOf(record.id));
  }
  const { objects, bytes } = progress;
  return { workspace, objects, bytes, ids: state.ids, warnings: state.warnings };
}

const labelOf = (record: CopyRecord): string => ('name' in record ? record.name : `revision ${record.index + 1}`);

/** Checks that the workspace still exists: it may be deleted while the journal is kept. */
async function existing(client: GoFigr, state: ImportState, id: string, options: CopyOptions): Promise<string> {
  const workspace = state.idOf(id);
  try {
    await client.workspaces.get(workspace, options);
    return workspace;
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.status !== 404) throw error;
    throw new ImportError(`The workspace of this import no longer exists. Remove ${state.path} to start again.`, {
      cause: error,
    });
  }
}
