import type { SignedIn } from '../../kernel/auth/index.ts';
import { type AssetTable, type Db, forIds, type Trx } from '../../kernel/db/index.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';

export type AssetRow = StoredObject & Pick<AssetTable, 'analysis_id'>;

const rows = (db: Db) =>
  db
    .selectFrom('objects as o')
    .innerJoin('assets as a', 'a.id', 'o.id')
    .selectAll('o')
    .select('a.analysis_id')
    .orderBy('o.seq');

export const assetsByIds = (db: Db, ids: readonly string[]): Promise<AssetRow[]> =>
  forIds(ids, (some) => rows(db).where('o.id', 'in', some).execute());

/** Assets of some workspaces, oldest first. */
export const assetsIn = (db: Db, workspaceIds: readonly string[]): Promise<AssetRow[]> =>
  forIds(workspaceIds, (some) => rows(db).where('o.parent_id', 'in', some).execute());

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
    .$if(analysisId !== null, (query) => query.where('a.analysis_id', '=', analysisId))
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
    .$if(analysisId !== null, (query) => query.where('a.analysis_id', '=', analysisId))
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
  const row = await db.selectFrom('assets').select('analysis_id').where('id', '=', id).executeTakeFirst();
  return row?.analysis_id ?? null;
}

export async function setAnalysis(trx: Trx, id: string, analysisId: string | null): Promise<void> {
  await trx.updateTable('assets').set({ analysis_id: analysisId }).where('id', '=', id).execute();
}
