import type { AssetRevision, GoFigr, Revision } from '@gofigr/client';
import { safeName, saveRevision } from '@gofigr/client/copy';
import { connectionAt } from '../common/connection.ts';
import { type FoundObject, foundObject } from '../common/found-object.ts';
import { interruptible } from '../common/interruption.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { targetOf } from '../common/target.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
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

async function save(text: string, { output, force, ...options }: DownloadOptions, signal: AbortSignal) {
  const target = targetOf(text);
  const { gf } = await connectionAt(target, options, { signal });
  const revision = revisionOf(gf, await foundObject(gf, target));
  const title = { name: (await parentOf(gf, revision)).name, revision: revision.revision_index + 1 };
  const progress = new Progress(process.stderr);
  try {
    return await saveRevision(gf, revision, output ?? safeName(`${title.name} ${title.revision}`), {
      signal,
      title,
      overwrite: force,
      onProgress: (done, total, name) =>
        progress.show(`${bytesText(done)} of ${bytesText(total)}  ${name}`, done, total),
    });
  } finally {
    progress.end();
  }
}

/** Returns a revision of a figure or an asset. Throws for other objects and names the newest revision. */
function revisionOf(gf: GoFigr, found: FoundObject): Revision | AssetRevision {
  if (found.kind === 'revision' || found.kind === 'asset_revision') return found.object;
  const { api_id, name } = found.object;
  throw new Failure(
    EXIT.usage,
    `This is the ${found.kind} "${printable(name)}", not a revision.`,
    adviceFor(gf, found, api_id),
  );
}

function adviceFor(gf: GoFigr, found: FoundObject, id: string): string {
  if (found.kind === 'workspace') return `Copy the whole workspace with:  gofigr export ${id} FOLDER`;
  if (found.kind !== 'figure' && found.kind !== 'asset') return `Choose a revision:  ${gf.appUrl}/analysis/${id}`;
  const newest = found.object.revisions.toSorted((a, b) => a.revision_index - b.revision_index).at(-1);
  const page = found.kind === 'figure' ? 'revision' : 'asset_revision';
  return newest
    ? `Download its newest one:  gofigr download ${gf.appUrl}/${page}/${newest.api_id}`
    : 'It has no revision yet.';
}

const parentOf = (gf: GoFigr, revision: Revision | AssetRevision): Promise<{ name: string }> =>
  'figure' in revision ? gf.figures.get(revision.figure) : gf.assets.get(revision.asset);
