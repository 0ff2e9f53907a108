import type { AuditEvent } from '@gofigr/contract';
import type { Selectable } from 'kysely';
import type { AuditTable, Db } from '../../kernel/db/index.ts';

export type AuditRow = Selectable<AuditTable>;

/** Null: any. */
export interface AuditFilter {
  /** Only entries by or about this user, who sees the origin of no other user; null for all. */
  reader: { username: string; isStaff: boolean } | null;
  events: readonly AuditEvent[] | null;
  /** By or about this user. */
  user: string | null;
  object: string | null;
  since: number | null;
  until: number | null;
  address: string | null;
}

/** Part of the list: entries before or after a sequence number. */
interface Part {
  from: readonly ['<' | '>', number] | null;
  order: 'asc' | 'desc';
  limit: number;
}

type Range = Part & { first: number; last: number };
type Column = 'username' | 'subject';

/** Sequence numbers between which the times of a filter lie; undefined: no entry is from then. */
async function rangeOf(db: Db, { since, until }: AuditFilter): Promise<{ first: number; last: number } | undefined> {
  if (since === null && until === null) return { first: 0, last: Number.MAX_SAFE_INTEGER };
  const { first, last } = await db
    .selectFrom('audit')
    .select((eb) => [eb.fn.min<number | null>('seq').as('first'), eb.fn.max<number | null>('seq').as('last')])
    .$if(since !== null, (query) => query.where('timestamp', '>=', since))
    .$if(until !== null, (query) => query.where('timestamp', '<', until))
    .executeTakeFirstOrThrow();
  return first === null || last === null ? undefined : { first, last };
}

/** Sequence numbers of entries that a filter leaves, in order. Its user is the one in `column`. */
function numbers(db: Db, filter: AuditFilter, { from, first, last, order, limit }: Range, column?: Column) {
  const { reader, events, user, object, since, until, address } = filter;
  let query = db.selectFrom('audit').select('seq').orderBy('seq', order).limit(limit);
  if (column) query = query.where(column, '=', user ?? reader?.username ?? '');
  if (from) query = query.where('seq', ...from);
  if (user !== null && reader !== null)
    query = query.where((eb) => eb.or([eb('username', '=', reader.username), eb('subject', '=', reader.username)]));
  if (events !== null) query = query.where((eb) => (events.length === 0 ? eb.lit(false) : eb('event', 'in', events)));
  if (object !== null) query = query.where('object_id', '=', object);
  if (since !== null || until !== null) query = query.where('seq', '>=', first).where('seq', '<=', last);
  if (since !== null) query = query.where('timestamp', '>=', since);
  if (until !== null) query = query.where('timestamp', '<', until);
  if (address !== null) query = query.where('address', '=', address);
  // A match would tell the address that the entry hides.
  if (address !== null && reader?.isStaff === false)
    query = query.where((eb) => eb.or([eb('username', '=', reader.username), eb('username', 'is', null)]));
  return query;
}

/** Reads a part of the list. Each of the two columns with users has its own index, so each is read by itself. */
async function read(db: Db, filter: AuditFilter, part: Part): Promise<AuditRow[]> {
  const isOfUser = filter.user !== null || filter.reader !== null;
  const columns: readonly (Column | undefined)[] = isOfUser ? ['username', 'subject'] : [undefined];
  const range = await rangeOf(db, filter);
  if (!range) return [];
  const found = new Set<number>();
  for (const column of columns)
    for (const { seq } of await numbers(db, filter, { ...part, ...range }, column).execute()) found.add(seq);
  const sign = part.order === 'asc' ? 1 : -1;
  const wanted = [...found].toSorted((a, b) => sign * (a - b)).slice(0, part.limit);
  if (wanted.length === 0) return [];
  return db.selectFrom('audit').selectAll().where('seq', 'in', wanted).orderBy('seq', part.order).execute();
}

/** Entries before a sequence number, newest first. */
export const pageBefore = (db: Db, filter: AuditFilter, before: number | null, limit: number): Promise<AuditRow[]> =>
  read(db, filter, { from: before === null ? null : ['<', before], order: 'desc', limit });

/** Entries after a sequence number, oldest first. */
export const pageAfter = (db: Db, filter: AuditFilter, after: number, limit: number): Promise<AuditRow[]> =>
  read(db, filter, { from: ['>', after], order: 'asc', limit });

/** Entries about an object, newest first. */
export const aboutObject = (db: Db, objectId: string, limit: number): Promise<AuditRow[]> =>
  db.selectFrom('audit').selectAll().where('object_id', '=', objectId).orderBy('seq', 'desc').limit(limit).execute();
