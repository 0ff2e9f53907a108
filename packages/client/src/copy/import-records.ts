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

/** What was copied. */
export interface ImportResult {
  /** ID of the workspace that everything is in now. */
  workspace: string;
  /** How many objects there are, those of earlier runs included. */
  objects: number;
  bytes: number;
  /** Where each object is: the ID that it has, by the ID that it had. Revisions keep theirs where it is free. */
  ids: ReadonlyMap<string, string>;
  /** What could not be kept as it was, for people. */
  warnings: readonly string[];
}

/**
 * Makes everything of a source in a workspace of `client`. What it has done it writes to the journal at `journalPath`:
 * run again with it after an interruption, wherever that was, it goes on, and makes nothing twice.
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
  let workspace = options.workspace ?? '';
  for await (const record of source.records(options)) {
    progress.begin(labelOf(record), record.kind === 'workspace' ? record.size : undefined);
    const wasDone = state.isDone(record.id);
    if (!wasDone && 'load' in record) await copyRevision({ source, client, state }, record, options);
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

/** The workspace to copy into. A journal may outlive what it tells of. */
async function existing(client: GoFigr, state: ImportState, id: string, options: CopyOptions): Promise<string> {
  const workspace = state.idOf(id);
  try {
    await client.workspaces.get(workspace, options);
    return workspace;
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.status !== 404) throw error;
    throw new ImportError(`The workspace of this import is gone: remove ${state.path} to begin anew.`, {
      cause: error,
    });
  }
}
