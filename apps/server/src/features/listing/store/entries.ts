import type { ShownKind, Sort } from '@gofigr/contract';
import { type SqlBool, sql } from 'kysely';
import { type Db, engineOf, type ListedFigureTable } from '../../../kernel/db/index.ts';
import { objects, type StoredObject } from '../../../kernel/objects/index.ts';
import type { CursorPosition } from '../service/cursor.ts';

export type Kind = 'analysis' | 'figure' | 'asset';

/** Characters of a name and of tags in `listed_figures`. */
const NAME_LENGTH = 200;
const TAGS_LENGTH = 300;

/** Matches `%`, `_` and `\` of a search literally. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (it) => `\\${it}`);

/** Condition that the name of `l` is like a pattern, up to where it is cut. */
const isLike = (pattern: string) => sql<SqlBool>`l.name like ${pattern} escape '\\'`;

/**
 * Condition on the whole name of `l`, which reads the object only if the name is cut. A value, because PostgreSQL would
 * collect all objects for which a condition holds first. By `seq`, which is in the indexes that have the name.
 */
const isNamedLike = (pattern: string) =>
  sql<SqlBool>`(${isLike(pattern)} or (length(l.name) = ${sql.lit(NAME_LENGTH)} and
    (select lower(c.name) from objects c where c.seq = l.seq) like ${pattern} escape '\\'))`;

/** Pattern of names in lower case that begin with a text. */
export const beginning = (text: string): string => `${literal(text.toLowerCase())}%`;

export const beginsWith = (text: string) =>
  // A name is at most cut after a text that is shorter.
  text.toLowerCase().length < NAME_LENGTH ? isLike(beginning(text)) : isNamedLike(beginning(text));
export const containsText = (text: string) => isNamedLike(`%${beginning(text)}`);

/** Condition on the tags of `l`, which looks them up only if they are cut. */
const hasTag = (key: string) =>
  sql<SqlBool>`(l.tags like ${`%\n${literal(key)}\n%`} escape '\\' or (length(l.tags) = ${sql.lit(TAGS_LENGTH)}
    and (select 1 from figure_tags g where g.figure_id = l.id and g.tag_key = ${key}) = 1))`;

/** Condition that a tag of `l` begins with a key, which looks them up only if they are cut. */
export const hasTagLike = (key: string) =>
  sql<SqlBool>`(l.tags like ${`%\n${literal(key)}%`} escape '\\' or (length(l.tags) = ${sql.lit(TAGS_LENGTH)}
    and exists (select 1 from figure_tags g where g.figure_id = l.id
      and g.tag_key like ${`${literal(key)}%`} escape '\\')))`;

/** Indexes of `listed_figures` (0026-listed-figures.ts). */
type Index = 'filter' | 'change' | 'creation' | 'name' | 'size' | 'workspace';

/** The sort keys, each with its index. */
const ORDERS = {
  changed: { key: sql<number>`l.changed_on`, index: 'change' },
  // Not by time: a clock that was wrong for a while must not change the order.
  created: { key: sql<number>`l.seq`, index: 'creation' },
  name: { key: sql<string>`l.name`, index: 'name' },
  size: { key: sql<number>`l.size_bytes`, index: 'size' },
} as const satisfies Record<Sort, unknown>;

/**
 * The rows of lists as `l`. SQLite has no statistics, so it takes the index that the query was made for. Analyses and
 * assets, of which there are fewer, come from their objects.
 */
export const listed = (db: Db, kind: Kind, index: Index | null) => {
  if (kind === 'figure') {
    const alias = index !== null && engineOf(db) === 'sqlite' ? `l indexed by listed_figures_by_${index}` : 'l';
    return db.selectFrom(sql<ListedFigureTable>`listed_figures`.as<'l'>(sql.raw(alias)));
  }
  return db.selectFrom(
    sql<ListedFigureTable>`(select o.id, o.seq, o.parent_id, o.workspace_id, o.created_by, o.shown_kind, o.has_table,
      ${objects.CHANGED} as changed_on, o.size_bytes, substr(lower(o.name), 1, ${sql.lit(NAME_LENGTH)}) as name, '' as tags
      from objects o where o.kind = ${kind})`.as('l'),
  );
};

/** Conditions on the children of an object; null and empty ones let everything through. */
export interface Filters {
  name: string | null;
  /** Username of the creator. */
  by: string | null;
  /** Keys of tags. */
  tags: readonly string[];
  /** The key among them that few figures have; null if there is none. */
  rareTag: string | null;
  kind: ShownKind | null;
  since: number | null;
  until: number | null;
  hasTable: boolean;
  /** ID of the user who starred them. */
  starredBy: string | null;
}

export const NO_FILTERS: Filters = {
  name: null,
  by: null,
  tags: [],
  rareTag: null,
  kind: null,
  since: null,
  until: null,
  hasTable: false,
  starredBy: null,
};

/** Most figures of a rare tag, on the whole server: looking them up takes less time than looking through an analysis. */
const RARE = 1000;

/** The key that the fewest figures have, if they are few. */
export async function rareTagOf(db: Db, keys: readonly string[], most = RARE): Promise<string | null> {
  if (keys.length === 0) return null;
  const counts = keys.map(
    (key) => sql`select cast(${key} as text) as tag_key, count(*) as figures
      from (select 1 from figure_tags where tag_key = ${key} limit ${sql.lit(most + 1)}) as first`,
  );
  const { rows } = await sql<{ tag_key: string; figures: number }>`${sql.join(counts, sql` union all `)}
    order by figures limit 1`.execute(db);
  const [rarest] = rows;
  return rarest && rarest.figures <= most ? rarest.tag_key : null;
}

/** The children of a kind that filters let through. */
export interface Entries {
  parentId: string;
  kind: Kind;
  filters: Filters;
}

export interface Asked extends Entries {
  sort: Sort;
  after: CursorPosition | null;
  limit: number;
}

const entries = (db: Db, { parentId, kind, filters }: Entries, index: Index) => {
  const { name, by, tags, rareTag, kind: shown, since, until, hasTable, starredBy } = filters;
  // Figures with a star or a rare tag are few. SQLite begins with them if no index has the parent.
  const areFew = starredBy !== null || rareTag !== null;
  let query = listed(db, kind, areFew ? null : index).where(
    areFew ? sql`coalesce(l.parent_id, '')` : 'l.parent_id',
    '=',
    parentId,
  );
  if (by !== null) query = query.where('l.created_by', '=', by);
  if (shown !== null) query = query.where('l.shown_kind', '=', shown);
  if (hasTable) query = query.where('l.has_table', '=', 1);
  if (since !== null) query = query.where('l.changed_on', '>=', since);
  if (until !== null) query = query.where('l.changed_on', '<', until);
  if (starredBy !== null)
    query = query.where('l.id', 'in', (eb) =>
      eb.selectFrom('stars').select('object_id').where('user_id', '=', starredBy),
    );
  if (rareTag !== null)
    query = query.where('l.id', 'in', (eb) =>
      eb.selectFrom('figure_tags').select('figure_id').where('tag_key', '=', rareTag),
    );
  if (name !== null) query = query.where(containsText(name));
  for (const key of tags) if (key !== rareTag) query = query.where(hasTag(key));
  return query;
};

/** A page of an object's children, with their sort keys. */
export function pageOf(db: Db, asked: Asked): Promise<(StoredObject & { seq: number; sort_key: number | string })[]> {
  const { sort, after, limit } = asked;
  const { key, index } = ORDERS[sort];
  const order = sort === 'name' ? 'asc' : 'desc';
  const beyond = sort === 'name' ? sql.raw('>') : sql.raw('<');
  // Without the ID, so that an index has all that an order by name reads.
  const found = entries(db, asked, index)
    .select(['l.seq', sql<number | string>`${key}`.as('sort_key')])
    // Rows of values, which both engines look up in an index.
    .$if(after !== null, (query) =>
      query.where(sql<SqlBool>`(${key}, l.seq) ${beyond} (${after?.key ?? 0}, ${after?.seq ?? 0})`),
    )
    .orderBy(key, order)
    .orderBy('l.seq', order)
    .limit(limit);
  return db
    .selectFrom(found.as('n'))
    .innerJoin('objects as o', 'o.seq', 'n.seq')
    .selectAll('o')
    .select('n.sort_key')
    .orderBy('n.sort_key', order)
    .orderBy('o.seq', order)
    .execute();
}

/**
 * IDs and names of the children that filters let through, the last created first, among the next `most` before a number.
 * `last` is the number of the last one that was looked at; null if there are no more.
 */
export async function namesOf(db: Db, asked: Entries, before: number, most: number) {
  const last = await listed(db, asked.kind, 'creation')
    .select('l.seq')
    .where('l.parent_id', '=', asked.parentId)
    .where('l.seq', '<', before)
    .orderBy('l.seq', 'desc')
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst();
  const found = entries(db, asked, 'creation')
    .select('l.id')
    .where('l.seq', '<', before)
    .where('l.seq', '>=', last?.seq ?? 0);
  const rows = await db
    .selectFrom(found.as('n'))
    .innerJoin('objects as o', 'o.id', 'n.id')
    .select(['o.id', 'o.name'])
    .orderBy('o.seq', 'desc')
    .execute();
  return { rows, last: last?.seq ?? null };
}

export async function countOf(db: Db, asked: Entries): Promise<number> {
  const isWhole = Object.values(asked.filters).every((value) => !value || (Array.isArray(value) && value.length === 0));
  const { count } = await entries(db, asked, isWhole ? 'creation' : 'filter')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Figures that agree in what the filters offer, and their number. */
export interface Group {
  created_by: string;
  shown_kind: ShownKind | null;
  has_table: number | null;
  count: number;
}

/** Numbers of figures, in one pass through the index, whose order this is. */
export async function groupsOf(db: Db, asked: Entries): Promise<Group[]> {
  const columns = ['l.created_by', 'l.shown_kind', 'l.has_table'] as const;
  const rows = await entries(db, asked, 'filter')
    .select(columns)
    .select((eb) => eb.fn.countAll().as('count'))
    .groupBy(columns)
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Most values with a number beside a filter. */
export const MOST_VALUES = 100;

/** Figures whose tags are counted: joining all of a large analysis would take long. */
export const COUNTED_FOR_TAGS = 5000;

/** Numbers of figures by tag, among the newest ones of so many. */
export async function tagCounts(db: Db, asked: Entries, total: number): Promise<{ tag: string; count: number }[]> {
  // PostgreSQL would follow its locale.
  const collation = engineOf(db) === 'postgres' ? sql`collate "C"` : sql``;
  const index = total > COUNTED_FOR_TAGS ? 'creation' : 'filter';
  const newest = entries(db, asked, index).select('l.id').orderBy('l.seq', 'desc').limit(COUNTED_FOR_TAGS);
  const rows = await db
    .selectFrom(newest.as('n'))
    .innerJoin('figure_tags as t', 't.figure_id', 'n.id')
    .select((eb) => [sql<string>`min(t.tag ${collation})`.as('tag'), eb.fn.countAll().as('count')])
    .groupBy('t.tag_key')
    .orderBy('count', 'desc')
    .orderBy(sql`t.tag_key ${collation}`)
    .limit(MOST_VALUES)
    .execute();
  return rows.map(({ tag, count }) => ({ tag, count: Number(count) }));
}
