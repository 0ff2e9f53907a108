import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import { type Db, forIds } from '../../../kernel/db/index.ts';
import { objects } from '../../../kernel/objects/index.ts';
import { tagKey, tagsOf } from '../../tag/index.ts';
import { beginning, beginsWith, containsText, hasTagLike, listed } from './entries.ts';

/** An object and the time of its last change. */
interface Found {
  id: string;
  changed_on: number;
  seq: number;
}

/** The last changed first. */
const byChange = (a: Found, b: Found): number => b.changed_on - a.changed_on || b.seq - a.seq;

/**
 * The last changed figures of all workspaces that the caller reaches as a member. Looks into the workspaces in order of
 * their newest figure, until the rest has only older ones: no index has the order of figures of several workspaces.
 */
async function newestFigures(
  db: Db,
  principal: SignedIn,
  limit: number,
  condition?: RawBuilder<SqlBool>,
): Promise<Found[]> {
  const workspaces = await objects
    .reachableRows(db, principal, 'workspace')
    .clearSelect()
    .clearOrderBy()
    .select((eb) => [
      'o.id',
      eb
        .selectFrom('listed_figures as n')
        .select((x) => x.fn.max('n.changed_on').as('changed_on'))
        .whereRef('n.workspace_id', '=', 'o.id')
        .as('newest'),
    ])
    .execute();
  let found: Found[] = [];
  for (const { id, newest } of workspaces.toSorted((a, b) => (b.newest ?? 0) - (a.newest ?? 0))) {
    const last = found.length < limit ? undefined : found.at(-1);
    if (newest === null || (last && newest < last.changed_on)) break;
    const more = await listed(db, 'figure', 'workspace')
      .select(['l.id', 'l.changed_on', 'l.seq'])
      .where('l.workspace_id', '=', id)
      .$if(condition !== undefined, (query) => query.where(condition ?? sql<SqlBool>`true`))
      .orderBy('l.changed_on', 'desc')
      .orderBy('l.seq', 'desc')
      .limit(limit)
      .execute();
    found = [...found, ...more].toSorted(byChange).slice(0, limit);
  }
  return found;
}

/** The last changed objects of a kind that the caller reaches as a member, with their parents' and workspaces' names. */
export async function recentEverywhere(
  db: Db,
  principal: SignedIn,
  kind: 'analysis' | 'figure' | 'asset',
  limit: number,
) {
  const newest = kind === 'figure' ? await newestFigures(db, principal, limit) : null;
  if (newest?.length === 0) return [];
  const ids = newest?.map(({ id }) => id) ?? [];
  return objects
    .reachableRows(db, principal, kind)
    .clearOrderBy()
    .innerJoin('objects as p', 'p.id', 'o.parent_id')
    .innerJoin('objects as w', 'w.id', 'o.workspace_id')
    .$if(newest !== null, (query) => query.where('o.id', 'in', ids))
    .select(['p.name as parent_name', 'w.name as workspace_name'])
    .orderBy(objects.CHANGED, 'desc')
    .orderBy('o.seq', 'desc')
    .limit(limit)
    .execute();
}

/** Figures by name. All of them are looked at only if few contain the text, or if few of many begin with it. */
async function figuresLike(db: Db, principal: SignedIn, text: string, limit: number): Promise<Found[]> {
  const containing = await newestFigures(db, principal, limit, containsText(text));
  if (containing.length < limit) return containing;
  return [...(await newestFigures(db, principal, limit, beginsWith(text))), ...containing];
}

/** Objects by name: names that begin with the text first, then the last changed. */
export async function namesLike(db: Db, principal: SignedIn, text: string, limit: number) {
  const begins = sql`case when lower(o.name) like ${beginning(text)} escape '\\' then 0 else 1 end`;
  const others = await db
    .selectFrom('objects as o')
    .select('o.id')
    .where('o.workspace_id', 'in', objects.rootsOf(db, principal.userId))
    .$if(principal.scope !== null, (query) => query.where('o.workspace_id', 'in', principal.scope ?? []))
    .where('o.kind', 'in', ['workspace', 'analysis', 'asset'])
    .where(sql<SqlBool>`lower(o.name) like ${`%${beginning(text)}`} escape '\\'`)
    .orderBy(begins)
    .orderBy(objects.CHANGED, 'desc')
    .orderBy('o.seq', 'desc')
    .limit(limit)
    .execute();
  const found = new Set([...(await figuresLike(db, principal, text, limit)), ...others].map(({ id }) => id));
  return forIds([...found], (some) =>
    db
      .selectFrom('objects as o')
      .innerJoin('objects as w', 'w.id', 'o.workspace_id')
      .selectAll('o')
      .select(['w.name as workspace_name', objects.CHANGED.as('changed_on')])
      .where('o.id', 'in', some)
      .orderBy(begins)
      .orderBy(objects.CHANGED, 'desc')
      .orderBy('o.seq', 'desc')
      .limit(limit)
      .execute(),
  );
}

/** Figures whose tags are proposed. */
const PROPOSED_FROM = 1000;

/** Tags that begin with a text, of the last changed figures that the caller reaches as a member. The most frequent first. */
export async function tagsLike(db: Db, principal: SignedIn, text: string, limit: number): Promise<string[]> {
  const start = tagKey(text.trimStart());
  const figures = await newestFigures(db, principal, PROPOSED_FROM, hasTagLike(start));
  const tags = await tagsOf(
    db,
    figures.map(({ id }) => id),
  );
  const byKey = Map.groupBy(
    [...tags.values()].flat().filter((tag) => tagKey(tag).startsWith(start)),
    tagKey,
  );
  return [...byKey]
    .toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([, some]) => some.reduce((first, tag) => (tag < first ? tag : first)));
}
