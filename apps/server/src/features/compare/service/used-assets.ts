import type { AssetUse } from '@gofigr/compare';
import type { Principal } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { linksOf, revisionsByIds } from '../../revision/index.ts';

/** Assets that figure revisions use, as far as the reader may view them. */
export async function usedAssets(
  db: Db,
  principal: Principal,
  revisions: readonly string[],
): Promise<(revision: string) => AssetUse[]> {
  const links = await linksOf(db, principal, 'figure_revision', [...new Set(revisions)]);
  const ids = [...new Set([...links.values()].flat().map(({ asset_revision }) => asset_revision))];
  const used = new Map((await revisionsByIds(db, ids)).map((row) => [row.id, row]));
  return (revision) =>
    (links.get(revision) ?? []).flatMap(({ asset_revision }) => {
      const row = used.get(asset_revision);
      if (!row?.parent_id) return [];
      return [{ asset: row.parent_id, name: row.parent_name, revision: row.id, index: row.revision_index }];
    });
}
