import { sql } from 'kysely';
import { type Db, type Engine, forIds } from '../../../kernel/db/index.ts';
import { REMOVED } from '../../../kernel/objects/index.ts';

/** A datum that refers to a blob. */
export interface BlobUse {
  data: string;
  name: string;
  /** The object that contains it, and that object's figure. */
  owner: string;
  figure: string | null;
}

/** Most faults of one kind that are reported. */
const MOST_LISTED = 1000;

/** The hashes among these that data refer to. */
export const usedOf = async (db: Db, hashes: readonly string[]): Promise<Set<string>> => {
  const rows = await forIds(hashes, (some) =>
    db.selectFrom('data').select('hash').distinct().where('hash', 'in', some).execute(),
  );
  return new Set(rows.map(({ hash }) => hash));
};

/** The hashes among these of uploads, or of their parts, that wait for a revision. */
export const waitingOf = async (db: Db, hashes: readonly string[]): Promise<Set<string>> => {
  const rows = await forIds(hashes, (some) =>
    db
      .selectFrom('uploads')
      .select('hash')
      .where('hash', 'in', some)
      .union(db.selectFrom('upload_parts').select('hash').where('hash', 'in', some))
      .execute(),
  );
  return new Set(rows.map(({ hash }) => hash));
};

/** Total bytes of all blobs that rows refer to. */
export async function bytesOf(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select cast(coalesce(sum(size), 0) as bigint) as bytes
    from (select max(size_bytes) as size from data group by hash) as blobs`.execute(db);
  return rows[0]?.bytes ?? 0;
}

/** Problems in the rows themselves. Each statement reads one snapshot, so that writers don't cause false reports. */
export async function checkRows(db: Db, engine: Engine): Promise<string[]> {
  return [...(engine === 'sqlite' ? await checkFile(db) : []), ...(await differentSizes(db)), ...(await wrongSums(db))];
}

async function checkFile(db: Db): Promise<string[]> {
  const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  const foreign = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db);
  return [
    ...integrity.rows.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...foreign.rows.map(({ table, parent }) => `A row of ${table} refers to a row of ${parent} that is not there.`),
  ].map((text) => `The SQLite file is damaged: ${text}`);
}

/** Rows that give the same bytes different sizes. */
async function differentSizes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select hash from data group by hash having min(size_bytes) <> max(size_bytes)
    order by hash limit ${MOST_LISTED}`.execute(db);
  return rows.map(({ hash }) => `Data rows give different sizes for the blob ${hash}.`);
}

/** Objects whose size is not the sum of their own data and their children. */
async function wrongSums(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string; kind: string; size: number; sum: number }>`
    select o.id, o.kind, o.size_bytes as size, cast(coalesce(c.size, 0) + coalesce(d.size, 0) as bigint) as sum
    from objects o
    left join (select parent_id, sum(size_bytes) as size from objects group by parent_id) c on c.parent_id = o.id
    left join (select owner_id, sum(size_bytes) as size from data group by owner_id) d on d.owner_id = o.id
    where o.workspace_id <> ${REMOVED} and o.size_bytes <> coalesce(c.size, 0) + coalesce(d.size, 0)
    order by o.seq limit ${MOST_LISTED}`.execute(db);
  return rows.map(({ id, kind, size, sum }) => `The ${kind} ${id} has size_bytes ${size}, but holds ${sum}.`);
}

/** The data that refer to some blobs. */
export const usesOf = (db: Db, hashes: readonly string[]): Promise<(BlobUse & { hash: string })[]> =>
  forIds(hashes, (some) =>
    db
      .selectFrom('data as d')
      .innerJoin('objects as o', 'o.id', 'd.owner_id')
      .leftJoin('objects as f', 'f.id', 'o.parent_id')
      .select(['d.hash', 'd.id as data', 'd.name', 'd.owner_id as owner', 'f.name as figure'])
      .where('d.hash', 'in', some)
      .orderBy('d.hash')
      .orderBy('d.id')
      .execute(),
  );
