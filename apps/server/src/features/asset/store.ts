import type { SignedIn } from '../../kernel/auth/index.ts';
import { type AssetTable, type Db, forIds, type Trx } from '../../kernel/db/index.ts';
import { inSlices } from '../../kernel/http/index.ts';
import { isThere, objects, type StoredObject } from '../../kernel/objects/index.ts';

export type AssetRow = StoredObject & Pick<AssetTable, 'analysis_id'>;

const rows = (db: Db) =>
  db
    .selectFrom('objects as o')
    .innerJoin('assets as a', 'a.id', 'o.id')
    .leftJoin('objects as n', (join) => join.onRef('n.id', '=', 'a.analysis_id').on(isThere('n')))
    .selectAll('o')
    .select('n.id as analysis_id')
    .orderBy('o.seq');

export const assetsByIds = (db: Db, ids: readonly string[]): Promise<AssetRow[]> =>
  forIds(ids, (some) => rows(db).where('o.id', 'in', some).execute());

/** Assets of a workspace, oldest first. */
export const assetSlices = (db: Db, workspaceId: string) =>
  inSlices((after, limit) =>
    rows(db).where('o.parent_id', '=', workspaceId).where('o.seq', '>', after).select('o.seq').limit(limit).execute(),
  );

/** The analysis, if it is not deleted. */
const there = (db: Db, analysisId: string | null) =>
  db.selectFrom('objects as n').select('n.id').where('n.id', '=', analysisId).where(isThere('n'));

/** IDs of the assets with this name that the caller can reach, optionally of one analysis only. */
export async function findByName(
  db: Db,
  principal: SignedIn,
  name: string,
  analysisId: string | null,
): Promise<string[]> {
  const found = await objects
    .reachableRows(db, principal, 'asset')
    .innerJoin('assets as a', 'a.id', 'o.id')
    .where('o.name', '=', name)
    .$if(analysisId !== null, (query) => query.where('a.analysis_id', 'in', there(db, analysisId)))
    .execute();
  return found.map(({ id }) => id);
}

/** The ID of the oldest asset of this name in a workspace that is for an analysis. */
export const assetNamed = async (
  db: Db,
  workspaceId: string,
  name: string,
  analysisId: string,
): Promise<string | undefined> =>
  (
    await objects
      .namesakes(db, workspaceId, 'asset', name)
      .innerJoin('assets as a', 'a.id', 'o.id')
      .where('a.analysis_id', '=', analysisId)
      .limit(1)
      .executeTakeFirst()
  )?.id;

/** IDs of the asset revisions with bytes of this hash that the caller can reach. */
export async function findByHash(
  db: Db,
  principal: SignedIn,
  digest: string,
  analysisId: string | null,
): Promise<string[]> {
  const found = await objects
    .reachableRows(db, principal, 'asset_revision')
    .innerJoin('assets as a', 'a.id', 'o.parent_id')
    .where('o.id', 'in', db.selectFrom('data').select('owner_id').where('hash', '=', digest))
    .$if(analysisId !== null, (query) => query.where('a.analysis_id', 'in', there(db, analysisId)))
    .execute();
  return found.map(({ id }) => id);
}

/** Size and store of the bytes with this hash. */
export const datumOf = (db: Db, hash: string) =>
  db.selectFrom('data').select(['size_bytes', 'store']).where('hash', '=', hash).limit(1).executeTakeFirst();

export async function insertAsset(trx: Trx, row: AssetTable): Promise<void> {
  await trx.insertInto('assets').values(row).execute();
}

export async function analysisOf(db: Db, id: string): Promise<string | null> {
  const row = await rows(db).where('o.id', '=', id).executeTakeFirst();
  return row?.analysis_id ?? null;
}

export async function setAnalysis(trx: Trx, id: string, analysisId: string | null): Promise<void> {
  await trx.updateTable('assets').set({ analysis_id: analysisId }).where('id', '=', id).execute();
}
