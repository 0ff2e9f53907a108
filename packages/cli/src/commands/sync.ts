import { basename, resolve } from 'node:path';
import { type Synced, syncFile } from '@gofigr/client/copy';
import { fileSource } from '@gofigr/client/node';
import { connectionFor } from '../common/connection.ts';
import { interruptible } from '../common/interruption.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { workspaceFor } from '../common/workspaces.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { Progress } from '../terminal/progress.ts';

export interface SyncOptions extends SharedOptions {
  workspace?: string;
  /** Name of the asset of the only file. */
  name?: string;
}

/** Runs `gofigr sync`. */
export async function sync(given: readonly string[], options: SyncOptions): Promise<void> {
  const files = [...new Map(given.map((path) => [resolve(path), path])).values()];
  // Finds mistyped names before any file is sent.
  for (const path of files) await fileSource(path);
  refuseOneName(files, options);
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

/** Throws if two files would become revisions of one asset. */
function refuseOneName(files: readonly string[], { name }: SyncOptions): void {
  if (name?.trim() === '') throw new Failure(EXIT.usage, 'The name of --name is empty.');
  if (name !== undefined && files.length > 1)
    throw new Failure(EXIT.usage, '--name names the asset of one file.', 'Sync the files one by one.');
  for (const [same, [first, second]] of Map.groupBy(files, (path) => basename(path).normalize('NFC')))
    if (first !== undefined && second !== undefined)
      throw new Failure(
        EXIT.usage,
        `${printable(first)} and ${printable(second)} would both become the asset "${printable(same)}".`,
        `Give one another name:  gofigr sync ${printable(second)} --name NAME`,
      );
}

async function syncAll(
  files: readonly string[],
  options: SyncOptions,
  signal: AbortSignal,
): Promise<{ synced: Synced[]; appUrl: string }> {
  const { gf, settings } = await connectionFor(options, { signal });
  const workspace = await workspaceFor(gf, settings, options.workspace);
  const progress = new Progress(process.stderr);
  const synced: Synced[] = [];
  try {
    for (const [index, path] of files.entries()) {
      progress.show(path, index, files.length);
      synced.push(await syncFile(gf, path, { workspace, name: options.name, signal }));
    }
  } finally {
    progress.end();
  }
  return { synced, appUrl: gf.appUrl };
}
