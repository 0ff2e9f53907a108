import type { AssetLink } from '@gofigr/contract';
import type { Principal } from '../../../kernel/auth/index.ts';
import type { Db, Trx } from '../../../kernel/db/index.ts';
import { objects } from '../../../kernel/objects/index.ts';
import { deleteLinks, type End, insertLink, linksAt } from '../store.ts';

const OTHER: Record<End, End> = { figure_revision: 'asset_revision', asset_revision: 'figure_revision' };

/** Links of some revisions at one end, in order, if the reader may view the other end. */
export async function linksOf(
  db: Db,
  principal: Principal,
  end: End,
  ids: readonly string[],
): Promise<Map<string, AssetLink[]>> {
  const rows = await linksAt(db, end, ids);
  const others = [...new Set(rows.map((row) => row[OTHER[end]]))];
  const seen =
    others.length > 0
      ? await objects.visible(db, principal, end === 'asset_revision' ? 'revision' : 'asset_revision', others)
      : new Set<string>();
  return Map.groupBy(
    rows.filter((row) => seen.has(row[OTHER[end]])),
    (row) => row[end],
  );
}

export interface SentLink {
  asset_revision: string;
  use_type?: 'direct' | 'indirect' | null;
}

/**
 * Replaces the assets that a figure's revision was made from. Callers can't link to asset revisions that they can't
 * view. Existing links to those stay, since the caller never saw them. Of two entries for one asset revision, the first
 * counts.
 */
export async function setLinks(
  trx: Trx,
  principal: Principal,
  figureRevisionId: string,
  links: readonly SentLink[],
): Promise<void> {
  const wanted = new Map<string, 'direct' | 'indirect'>();
  for (const { asset_revision, use_type } of links) {
    const id = asset_revision.toLowerCase();
    if (!wanted.has(id)) wanted.set(id, use_type ?? 'direct');
  }
  const now = await linksAt(trx, 'figure_revision', [figureRevisionId]);
  const ids = [...wanted.keys()];
  const seen = await objects.visible(trx, principal, 'asset_revision', [
    ...ids,
    ...now.map((row) => row.asset_revision),
  ]);
  // Checks refused links one by one, for the right error: not found, another kind, or not allowed.
  for (const id of ids.filter((one) => !seen.has(one)))
    await objects.authorise(trx, principal, 'view', 'asset_revision', id);
  if (seen.size > 0) await deleteLinks(trx, figureRevisionId, [...seen]);
  for (const [position, [id, use_type]] of [...wanted].entries())
    await insertLink(trx, { figure_revision_id: figureRevisionId, asset_revision_id: id, use_type, position });
}
