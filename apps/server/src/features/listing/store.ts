import type { Sort } from '@gofigr/contract';
import { type SqlBool, sql } from 'kysely';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Db, forIds } from '../../kernel/db/index.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import type { CursorPosition } from './service/cursor.ts';

type Kind = 'analysis' | 'figure' | 'asset';

/** The last change of an object or below it; "newest" in lists means this time. */
const CHANGED = sql<number>`case when coalesce(o.child_updated_on, 0) > coalesce(o.updated_on, o.created_on)
  then o.child_updated_on else coalesce(o.updated_on, o.created_on) end`;

const KEYS = {
  changed: CHANGED,
  // Not by time: a clock that was wrong for a while must not change the order.
  created: sql<number>`o.seq`,
  name: sql<string>`lower(o.name)`,
} as const satisfies Record<Sort, unknown>;

/** Matches `%`, `_` and `\` of a search literally. */
const containing = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, (it) => `\\${it}`)}%`;

export interface Asked {
  parentId: string;
  kind: Kind;
  sort: Sort;
  name: string | null;
  after: CursorPosition | null;
  limit: number;
}

const entries = (db: Db, { parentId, kind, name }: Pick<Asked, 'parentId' | 'kind' | 'name'>) =>
  db
    .selectFrom('objects as o')
    .where('o.parent_id', '=', parentId)
    .where('o.kind', '=', kind)
    .$if(name !== null, (query) => query.where(sql<SqlBool>`lower(o.name) like ${containing(name ?? '')} escape '\\'`));

/** A page of an object's children, with their sort keys. */
export function pageOf(db: Db, asked: Asked): Promise<(StoredObject & { seq: number; sort_key: number | string })[]> {
  const { sort, after, limit } = asked;
  const key = KEYS[sort];
  const down = sort !== 'name';
  const beyond = down ? sql.raw('<') : sql.raw('>');
  return entries(db, asked)
    .selectAll('o')
    .select(sql<number | string>`${key}`.as('sort_key'))
    .$if(after !== null, (query) =>
      query.where(
        sql<SqlBool>`(${key} ${beyond} ${after?.key ?? 0} or (${key} = ${after?.key ?? 0} and o.seq ${beyond} ${after?.seq ?? 0}))`,
      ),
    )
    .orderBy(key, down ? 'desc' : 'asc')
    .orderBy('o.seq', down ? 'desc' : 'asc')
    .limit(limit)
    .execute();
}

export async function countOf(db: Db, asked: Pick<Asked, 'parentId' | 'kind' | 'name'>): Promise<number> {
  const { count } = await entries(db, asked)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The number of children of each object, and the newest child. */
export async function childrenOf(db: Db, ids: readonly string[], kind: 'figure' | 'revision' | 'asset_revision') {
  const rows = await forIds(ids, (some) =>
    db
      .selectFrom('objects as o')
      .select((eb) => ['o.parent_id', eb.fn.countAll().as('count'), eb.fn.max('o.seq').as('newest')])
      .where('o.parent_id', 'in', some)
      .where('o.kind', '=', kind)
      .groupBy('o.parent_id')
      .execute(),
  );
  const newest = await forIds(
    rows.map(({ newest: seq }) => String(seq)),
    (some) => db.selectFrom('objects').select(['id', 'parent_id']).where('seq', 'in', some.map(Number)).execute(),
  );
  const idOf = new Map(newest.map(({ id, parent_id }) => [parent_id, id]));
  return new Map(
    rows.map((row) => [row.parent_id, { count: Number(row.count), newest: idOf.get(row.parent_id) ?? null }]),
  );
}

/** Hashes of the data of a figure's revisions, oldest revision first. */
export const hashesOf = (db: Db, figureId: string) =>
  db
    .selectFrom('objects as o')
    .leftJoin('data as d', 'd.owner_id', 'o.id')
    .select(['o.id', 'd.type', 'd.name', 'd.hash', 'd.metadata'])
    .where('o.parent_id', '=', figureId)
    .where('o.kind', '=', 'revision')
    .orderBy('o.seq')
    .orderBy('d.position')
    .execute();

/** Objects by name: names that begin with the text first, then the last changed. */
export const namesLike = (db: Db, principal: SignedIn, text: string, limit: number) =>
  db
    .selectFrom('objects as o')
    .innerJoin('objects as w', 'w.id', 'o.workspace_id')
    .selectAll('o')
    .select(['w.name as workspace_name', CHANGED.as('changed_on')])
    .where('o.kind', 'in', ['workspace', 'analysis', 'figure', 'asset'])
    .where('o.workspace_id', 'in', objects.rootsOf(db, principal.userId))
    .$if(principal.scope !== null, (query) => query.where('o.workspace_id', 'in', principal.scope ?? []))
    .where(sql<SqlBool>`lower(o.name) like ${containing(text)} escape '\\'`)
    .orderBy(sql`case when lower(o.name) like ${containing(text).slice(1)} escape '\\' then 0 else 1 end`)
    .orderBy(CHANGED, 'desc')
    .orderBy('o.seq', 'desc')
    .limit(limit)
    .execute();
