import type { AssetRevision, GoFigr, Revision } from '@gofigr/client';
import { safeName, saveRevision } from '@gofigr/client/copy';
import { connectionFor } from '../common/connection.ts';
import { interruptible } from '../common/interruption.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { isId, targetOf } from '../common/target.ts';
import { bytesText, Progress } from '../terminal/progress.ts';

export interface DownloadOptions extends SharedOptions {
  output?: string;
  force?: true;
}

/** Runs `gofigr download`. */
export async function download(target: string, options: DownloadOptions): Promise<void> {
  const files = await interruptible((signal) => save(target, options, signal));
  printResult(options, { files }, files.length > 0 ? files.join('\n') : 'The revision has no data.');
}

async function save(target: string, { output, force, ...options }: DownloadOptions, signal: AbortSignal) {
  const { gf } = await connectionFor(options, { signal });
  const revision = await revisionOf(gf, target);
  const progress = new Progress(process.stderr);
  try {
    return await saveRevision(gf, revision, output ?? (await folderFor(gf, revision)), {
      signal,
      overwrite: force,
      onProgress: (done, total, name) =>
        progress.show(`${bytesText(done)} of ${bytesText(total)}  ${name}`, done, total),
    });
  } finally {
    progress.end();
  }
}

/** Returns the revision of a figure, or of an asset if the address is that of one. */
async function revisionOf(gf: GoFigr, text: string): Promise<Revision | AssetRevision> {
  const { kind, id } = targetOf(text);
  if (kind === 'asset_revision') return gf.assetRevisions.get(id);
  return isId(id) ? gf.revisions.get(id) : gf.revisions.byShortId(id);
}

async function folderFor(gf: GoFigr, revision: Revision | AssetRevision): Promise<string> {
  const parent = 'figure' in revision ? await gf.figures.get(revision.figure) : await gf.assets.get(revision.asset);
  return safeName(`${parent.name} ${revision.revision_index + 1}`);
}
