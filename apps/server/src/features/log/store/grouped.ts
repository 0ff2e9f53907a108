import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import { type ActivityTable, type Db, engineOf } from '../../../kernel/db/index.ts';
import { isThere, objects } from '../../../kernel/objects/index.ts';

/** Longest time between the parts of one publish, such as a file and the figure made from it, in microseconds. */
const ONE_PUBLISH = 3_600_000_000;

/** Figures looked at to find the one that a file was published with. */
const MOST_USES = 100;

export interface GroupedFilter {
  user: string | null;
  since: number | null;
  until: number | null;
  /** Sequence number of the last entry of the page before. */
  before: number | null;
  limit: number;
}

/** A workspace, or one analysis of it. */
export interface Place {
  workspaceId: string;
  analysisId: string | null;
}

export type GroupedRow = Awaited<ReturnType<typeof groupedIn>>[number];

/** Activity in a place, newest first, without the items that a later publish stands for. */
export async function groupedIn(db: Db, principal: SignedIn, place: Place, asked: GroupedFilter) {
  const range = await rangeOf(db, place, asked);
  return range ? rowsIn(db, principal, place, asked, range) : [];
}

/** Lowest and highest sequence number of items. */
interface Range {
  first: number;
  last: number;
}

/**
 * The range that has all items of the asked time, or undefined if there are none. No index has their order by time. With
 * the sequence itself, PostgreSQL would look for its end among the items of all times.
 */
async function rangeOf(db: Db, place: Place, { user, since, until }: GroupedFilter): Promise<Range | undefined> {
  if (since === null && until === null) return { first: 0, last: Number.MAX_SAFE_INTEGER };
  const { first, last } = await db
    .selectFrom('activity as a')
    .select([sql<number | null>`min(a.seq + 0)`.as('first'), sql<number | null>`max(a.seq + 0)`.as('last')])
    .$call((query) =>
      place.analysisId === null
        ? query.where('a.workspace_id', '=', place.workspaceId)
        : query.where('a.analysis_id', '=', place.analysisId),
    )
    .$if(user !== null, (query) => query.where('a.username', '=', user ?? ''))
    .$if(since !== null, (query) => query.where('a.timestamp', '>=', since ?? 0))
    .$if(until !== null, (query) => query.where('a.timestamp', '<', until ?? 0))
    .executeTakeFirstOrThrow();
  return first === null || last === null ? undefined : { first, last };
}

/** The items, and then what belongs to those of the page: the planners would else join all items. */
const rowsIn = (db: Db, principal: SignedIn, place: Place, asked: GroupedFilter, range: Range) =>
  db
    .selectFrom(pageOf(db, place, asked, range).as('a'))
    .innerJoin('objects as w', 'w.id', 'a.workspace_id')
    .leftJoin('objects as t', (join) => join.onRef('t.id', '=', 'a.target_id').on(isThere('t')))
    .leftJoin('objects as n', (join) =>
      join.onRef('n.id', '=', 'a.analysis_id').onRef('n.workspace_id', '=', 'a.workspace_id'),
    )
    // The reader may not see a revision that has moved to another workspace.
    .leftJoin('objects as s', (join) =>
      join
        .onRef('s.id', '=', 'a.target_id')
        .onRef('s.workspace_id', '=', 'a.workspace_id')
        .on('a.action', '=', 'create'),
    )
    .leftJoin('revisions as r', 'r.id', 's.id')
    .leftJoin('objects as p', 'p.id', 'r.parent_id')
    .select(['a.seq', 'a.id', 'a.username', 'a.timestamp', 'a.action', 'a.target_id', 'a.target_type', 'a.target_name'])
    .select(['a.workspace_id', 'w.name as workspace_name', 'a.analysis_id', 'n.name as analysis_name'])
    .select(['t.id as target_is_there', 'r.parent_id', 'p.name as parent_name', 'r.revision_index'])
    .select(hasNewParent().as('is_new'))
    .select(filesOf(db, principal).as('files'))
    .orderBy('a.seq', 'desc')
    .execute();

const pageOf = (db: Db, place: Place, { user, since, until, before, limit }: GroupedFilter, { first, last }: Range) =>
  db
    .selectFrom(sql<ActivityTable & { seq: number }>`activity`.as<'a'>(sql.raw(aliasOf(db, place, user))))
    .selectAll('a')
    .where('a.workspace_id', '=', place.workspaceId)
    .$if(place.analysisId !== null, (query) => query.where('a.analysis_id', '=', place.analysisId))
    .where('a.seq', '>=', first)
    .where('a.seq', '<=', Math.min(last, (before ?? Number.MAX_SAFE_INTEGER) - 1))
    .$if(user !== null, (query) => query.where('a.username', '=', user ?? ''))
    .$if(since !== null, (query) => query.where('a.timestamp', '>=', since ?? 0))
    .$if(until !== null, (query) => query.where('a.timestamp', '<', until ?? 0))
    .where(sql<SqlBool>`not ${isPartOfPublish(place)}`)
    // A move within the workspace is written at both ends. The second one counts.
    .where(sql<SqlBool>`not (a.action = 'move' and exists (select 1 from activity b
      where b.target_id = a.target_id and b.timestamp = a.timestamp and b.seq + 0 > a.seq
      and ${isInPlace(place)}))`)
    .orderBy('a.seq', 'desc')
    .limit(limit);

/** The name of the items, with the index for SQLite, which has no statistics. */
function aliasOf(db: Db, { analysisId }: Place, user: string | null): string {
  if (engineOf(db) !== 'sqlite') return 'a';
  const place = analysisId === null ? 'workspace_id' : 'analysis_id';
  return `a indexed by activity_by_${place}_${user === null ? 'seq' : 'username_seq_timestamp'}`;
}

/**
 * Condition on an item `b` beside its target: whether it is in the same place as `a`. An expression and no column, because
 * SQLite has no statistics and would go through all items of the place.
 */
const isInPlace = ({
  analysisId,
}: {
  analysisId: string | null;
}) => sql<SqlBool>`coalesce(b.workspace_id, '') = a.workspace_id
  ${analysisId === null ? sql`` : sql`and coalesce(b.analysis_id, '') = ${analysisId}`}`;

/**
 * Tells whether a publish `b` stands for the item `a`: a figure or an asset was created for its first revision, or a file
 * was published for a figure.
 */
function isPartOfPublish(place: Place): RawBuilder<SqlBool> {
  const isIn = (
    published: RawBuilder<unknown>,
  ) => sql`exists (select 1 from activity b where b.target_id in (${published})
    and b.action = 'create' and b.seq + 0 > a.seq and b.timestamp <= a.timestamp + ${sql.lit(ONE_PUBLISH)}
    and b.username = a.username and ${isInPlace(place)})`;
  return sql`(a.action = 'create' and (
    a.target_type in ('figure', 'asset') and ${isIn(
      sql`select x.id from revisions x where x.parent_id = a.target_id and x.revision_index = 0`,
    )} or a.target_type = 'asset_revision' and ${isIn(
      sql`select x.figure_revision_id from asset_links x where x.asset_revision_id = a.target_id limit ${sql.lit(MOST_USES)}`,
    )}))`;
}

/** 1 if the publish `a` stands for the creation of its figure or asset. */
const hasNewParent = () => sql<number>`case when r.revision_index = 0 and exists (select 1 from activity b
  where b.target_id = r.parent_id and b.action = 'create' and b.seq + 0 < a.seq
  and b.timestamp >= a.timestamp - ${sql.lit(ONE_PUBLISH)} and b.username = a.username
  and ${isInPlace({ analysisId: null })}) then 1 else 0 end`;

/** Number of files that a published revision was made from, as far as the reader may view them. */
const filesOf = (db: Db, principal: SignedIn) => sql<number | string>`(select count(*) from asset_links l
  join objects o on o.id = l.asset_revision_id where l.figure_revision_id = r.id and ${objects.isVisible(db, principal)})`;

/** Workspaces that the caller reaches as a member, with their newest item: the one with the newest item first. */
export const newestItems = (db: Db, principal: SignedIn, before: number | null) =>
  db
    .selectFrom('objects as o')
    .select('o.id')
    .select((eb) =>
      eb
        .selectFrom('activity as a')
        .select((x) => x.fn.max('a.seq').as('seq'))
        .whereRef('a.workspace_id', '=', 'o.id')
        .$if(before !== null, (query) => query.where('a.seq', '<', before ?? 0))
        .as('newest'),
    )
    .where('o.kind', '=', 'workspace')
    .where('o.id', 'in', objects.rootsOf(db, principal.userId))
    .$if(principal.scope !== null, (query) => query.where('o.id', 'in', principal.scope ?? []))
    .orderBy('newest', (order) => order.desc().nullsLast())
    .execute();
