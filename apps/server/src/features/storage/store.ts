import { type SqlBool, sql } from 'kysely';
import type { Db } from '../../kernel/db/index.ts';
import { isThere, trashMark } from '../../kernel/objects/index.ts';

/** Objects counted in one query: few enough not to block the event loop. */
const STEP = 5000;

/** Figures and revisions of one publisher in one workspace. */
interface Part {
  workspace_id: string;
  kind: string;
  created_by: string;
  count: number;
  bytes: number;
}

/** Counts all figures and revisions in small queries. The same publisher and workspace may come more than once. */
export async function* countObjects(db: Db): AsyncGenerator<Part> {
  const { last } = await db
    .selectFrom('objects')
    .select((eb) => eb.fn.max('seq').as('last'))
    .executeTakeFirstOrThrow();
  for (let from = 0; from < (last ?? 0); from += STEP) {
    const parts = await db
      .selectFrom('objects')
      .select((eb) => [
        'workspace_id',
        'kind',
        'created_by',
        eb.fn.countAll<number>().as('count'),
        eb.cast<number>(eb.fn.sum('size_bytes'), 'bigint').as('bytes'),
      ])
      .where('seq', '>', from)
      .where('seq', '<=', from + STEP)
      .where('kind', 'in', ['figure', 'revision', 'asset_revision'])
      .where(isThere('objects'))
      .groupBy(['workspace_id', 'kind', 'created_by'])
      .execute();
    yield* parts;
  }
}

/** Counts what the trash holds, by the workspace that it was deleted from, in small queries. */
export async function* countTrash(db: Db): AsyncGenerator<{ workspace_id: string; count: number; bytes: number }> {
  const { last } = await db
    .selectFrom('trash')
    .select((eb) => eb.fn.max('seq').as('last'))
    .executeTakeFirstOrThrow();
  for (let from = 0; from < (last ?? 0); from += STEP) {
    yield* await db
      .selectFrom('trash as t')
      .innerJoin('objects as o', 'o.id', 't.object_id')
      .select((eb) => [
        't.workspace_id',
        eb.fn.countAll<number>().as('count'),
        eb.cast<number>(eb.fn.sum('o.size_bytes'), 'bigint').as('bytes'),
      ])
      .where('t.seq', '>', from)
      .where('t.seq', '<=', from + STEP)
      .where(isInTrash)
      .groupBy('t.workspace_id')
      .execute();
  }
}

/** Condition of a query: whether `o` was put into the trash, and is not being deleted for good. */
const isInTrash = sql<SqlBool>`o.workspace_id = ${sql.lit(trashMark(''))} || o.id`;

/** All workspaces with their owner and organization, also those in the trash. */
export const allWorkspaces = (db: Db) =>
  db
    .selectFrom('workspaces as w')
    .innerJoin('objects as o', 'o.id', 'w.id')
    .leftJoin('objects as g', 'g.id', 'w.organization_id')
    .leftJoin('members as m', (join) => join.onRef('m.object_id', '=', 'w.id').on('m.role', '=', 'owner'))
    .leftJoin('users as u', 'u.id', 'm.user_id')
    .select([
      'o.id',
      'o.name',
      'o.size_bytes',
      'o.created_on',
      'o.updated_on',
      'o.child_updated_on',
      'o.workspace_id',
      'u.username as owner',
      'g.name as organization',
    ])
    .where((eb) => eb.or([isThere('o'), isInTrash]))
    .execute();

/** All users with the number of their API keys. */
export const allUsers = (db: Db) =>
  db
    .selectFrom('users as u')
    .leftJoin('credentials as c', (join) => join.onRef('c.user_id', '=', 'u.id').on('c.kind', '=', 'api_key'))
    .select((eb) => ['u.username', 'u.service_of', eb.fn.count<number>('c.id').as('api_keys')])
    .groupBy(['u.id', 'u.username', 'u.service_of'])
    .execute();

/** The bytes of a datum, and their store. */
export const findDatum = (db: Db, id: string) =>
  db.selectFrom('data').select(['hash', 'store']).where('id', '=', id.toLowerCase()).executeTakeFirst();
