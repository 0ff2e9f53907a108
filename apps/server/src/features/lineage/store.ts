import { sql } from 'kysely';
import type { Principal } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { isThere, objects } from '../../kernel/objects/index.ts';

/** The newest revisions of a figure or asset. */
export const newestOf = async (db: Db, parentId: string, limit: number): Promise<string[]> =>
  (
    await db
      .selectFrom('objects')
      .select('id')
      .where('parent_id', '=', parentId)
      .where('kind', 'in', ['revision', 'asset_revision'])
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute()
  ).map(({ id }) => id);

/** Revisions with their parents. */
export const nodesOf = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('objects as o')
    .innerJoin('revisions as r', 'r.id', 'o.id')
    .innerJoin('objects as p', 'p.id', 'o.parent_id')
    .leftJoin('assets as a', 'a.id', 'p.id')
    .leftJoin('objects as n', (join) => join.onRef('n.id', '=', 'a.analysis_id').on(isThere('n')))
    .select(['o.seq', 'o.id', 'o.kind', 'o.workspace_id', 'o.size_bytes', 'o.created_by', 'o.created_on'])
    .select(['r.revision_index', 'r.short_id', 'r.derived_from'])
    .select(['p.id as parent', 'p.name', 'p.parent_id as grandparent', 'n.id as analysis_id'])
    .where('o.id', 'in', ids)
    .orderBy('o.seq')
    .execute();
export type NodeRow = Awaited<ReturnType<typeof nodesOf>>[number];

/** Links between these revisions. */
export const linksAmong = (db: Db, ids: { figureRevisions: readonly string[]; assetRevisions: readonly string[] }) =>
  db
    .selectFrom('asset_links')
    .select(['asset_revision_id as from', 'figure_revision_id as to', 'use_type'])
    .where('figure_revision_id', 'in', ids.figureRevisions)
    // An expression, so that SQLite doesn't look up each pair of the two lists.
    .where(sql<string>`asset_revision_id || ''`, 'in', ids.assetRevisions)
    .orderBy('figure_revision_id')
    .orderBy('position')
    .execute();

/** Hashes of the data of these asset revisions, in order. */
export const hashesOf = (db: Db, assetRevisionIds: readonly string[]) =>
  db
    .selectFrom('data')
    .select(['owner_id', 'hash', 'size_bytes'])
    .where('owner_id', 'in', assetRevisionIds)
    .orderBy('position')
    .execute();

/** Data of the asset revisions among these revisions, with their workspaces. */
export async function heldBy(db: Db, ids: readonly string[]) {
  const rows = await db
    .selectFrom('data as d')
    .innerJoin('objects as o', 'o.id', 'd.owner_id')
    .select(['o.id', 'o.workspace_id', 'd.hash'])
    .where('d.owner_id', 'in', ids)
    .where('d.size_bytes', '>', 0)
    .where('o.kind', '=', 'asset_revision')
    .execute();
  return rows.map((row) => ({ ...row, workspaceHash: `${row.workspace_id} ${row.hash}` }));
}

/** Other asset revisions with some of these bytes in these workspaces, if the caller may view them. */
export const holdersOf = (
  db: Db,
  principal: Principal,
  of: { hashes: readonly string[]; workspaceIds: readonly string[]; not: readonly string[]; limit: number },
) =>
  db
    .selectFrom('data as d')
    .innerJoin('objects as o', 'o.id', 'd.owner_id')
    .select(['o.id', 'o.workspace_id', 'd.hash'])
    .distinct()
    .where('d.hash', 'in', of.hashes)
    .where('o.kind', '=', 'asset_revision')
    .where('o.workspace_id', 'in', of.workspaceIds)
    .where('o.id', 'not in', of.not)
    .where(objects.isVisible(db, principal))
    .limit(of.limit)
    .execute();
