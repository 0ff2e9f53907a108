import { stat } from 'node:fs/promises';
import { type Synced, syncFile } from '@gofigr/client/copy';
import { connectionFor } from '../common/connection.ts';
import { interruptible } from '../common/interruption.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { workspaceNamed } from '../common/workspaces.ts';
import { printable } from '../terminal/printable.ts';
import { Progress } from '../terminal/progress.ts';

export interface SyncOptions extends SharedOptions {
  workspace?: string;
}

/** Runs `gofigr sync`. */
export async function sync(files: readonly string[], options: SyncOptions): Promise<void> {
  // Finds mistyped names before any file is sent.
  for (const path of files) await stat(path);
  const { synced, appUrl } = await interruptible((signal) => syncAll(files, options, signal));
  const results = synced.map(({ asset, revision, isNew }) => ({
    asset: asset.api_id,
    name: asset.name,
    asset_revision: revision.api_id,
    revision: revision.revision_index + 1,
    is_new: isNew,
    url: `${appUrl}/asset_revision/${revision.api_id}`,
  }));
  const lines = results.map(({ name, revision, is_new: isNew, url }) => {
    const state = isNew ? `revision ${revision} is new` : `unchanged since revision ${revision}`;
    return `${printable(name)}: ${state}\n  ${url}`;
  });
  printResult(options, results, lines.join('\n'));
}

async function syncAll(
  files: readonly string[],
  options: SyncOptions,
  signal: AbortSignal,
): Promise<{ synced: Synced[]; appUrl: string }> {
  const { gf } = await connectionFor(options, { signal });
  const workspace = options.workspace === undefined ? undefined : (await workspaceNamed(gf, options.workspace)).api_id;
  const progress = new Progress(process.stderr);
  const synced: Synced[] = [];
  try {
    for (const [index, path] of files.entries()) {
      progress.show(path, index, files.length);
      synced.push(await syncFile(gf, path, { workspace, signal }));
    }
  } finally {
    progress.end();
  }
  return { synced, appUrl: gf.appUrl };
}
