import type { AuditEvent } from '@gofigr/contract';
import type { Selectable } from 'kysely';
import type { AuditTable, Db } from '../../kernel/db/index.ts';

export type AuditRow = Selectable<AuditTable>;

export interface AuditFilter {
  /** Only entries by or about this user; null for all. */
  username: string | null;
  event: AuditEvent | null;
}

const entries = (db: Db, { username, event }: AuditFilter) =>
  db
    .selectFrom('audit')
    .selectAll()
    .$if(username !== null, (query) =>
      query.where((eb) => eb.or([eb('username', '=', username), eb('subject', '=', username)])),
    )
    .$if(event !== null, (query) => query.where('event', '=', event as AuditEvent)); // not null here

/** Entries before a sequence number, newest first. */
export const pageBefore = (db: Db, filter: AuditFilter, before: number | null, limit: number): Promise<AuditRow[]> =>
  entries(db, filter)
    .$if(before !== null, (query) => query.where('seq', '<', before ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();

/** Entries after a sequence number, oldest first. */
export const pageAfter = (db: Db, filter: AuditFilter, after: number, limit: number): Promise<AuditRow[]> =>
  entries(db, filter).where('seq', '>', after).orderBy('seq').limit(limit).execute();
