import { sql } from 'kysely';
import type { Db, Trx } from '../../kernel/db/index.ts';
import { isThere, objects } from '../../kernel/objects/index.ts';

export interface NewRequest {
  id: string;
  objectId: string;
  userId: string;
  message: string;
  at: number;
}

/** Inserts a request, or replaces the person's older one. Returns false if that was made after `since`. */
export async function insert(trx: Trx, request: NewRequest, since: number): Promise<boolean> {
  const { id, objectId: object_id, userId: user_id, message, at: created } = request;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('access_requests')
    .values({ id, object_id, user_id, message, created, mailed: null, answered: null })
    .onConflict((conflict) =>
      conflict
        .columns(['object_id', 'user_id'])
        .doUpdateSet({ message, created, answered: null })
        .where('access_requests.created', '<=', since),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Notes that managers get a mail about a request. Returns false if they got one about the object after `since`. */
export async function noteMail(trx: Trx, { objectId, userId, at }: NewRequest, since: number): Promise<boolean> {
  const mailed = await trx
    .selectFrom('access_requests')
    .select('id')
    .where('object_id', '=', objectId)
    .where('mailed', '>', since)
    .executeTakeFirst();
  if (mailed) return false;
  await trx
    .updateTable('access_requests')
    .set({ mailed: at })
    .where('object_id', '=', objectId)
    .where('user_id', '=', userId)
    .execute();
  return true;
}

/** Open requests that were made after `since`, with the object and the person, who can't view it yet. */
const open = (db: Db, since: number) =>
  db
    .selectFrom('access_requests as q')
    .innerJoin('objects as o', 'o.id', 'q.object_id')
    .innerJoin('users as u', 'u.id', 'q.user_id')
    .leftJoin('objects as p', 'p.id', 'o.parent_id')
    .leftJoin('revisions as r', 'r.id', 'o.id')
    .select(['q.id', 'q.object_id', 'q.user_id', 'q.message', 'q.created', 'o.kind', 'o.name', 'o.workspace_id'])
    .select(['u.username', 'u.email', 'u.first_name', 'u.last_name', 'p.name as parent_name', 'r.revision_index'])
    .where('q.answered', 'is', null)
    .where('q.created', '>', since)
    .where(isThere('o'))
    .where('u.is_active', '=', 1)
    .where((eb) => eb.not(objects.isVisibleTo(db, sql.ref('q.user_id'))));
export type OpenRequest = Awaited<ReturnType<typeof openIn>>[number];

/** Workspaces that a user reaches and that have open requests. */
export const workspacesWithRequests = async (db: Db, userId: string, since: number): Promise<string[]> =>
  (
    await open(db, since)
      .clearSelect()
      .select('o.workspace_id')
      .distinct()
      .where('o.workspace_id', 'in', objects.rootsOf(db, userId))
      .execute()
  ).map(({ workspace_id }) => workspace_id);

/** Open requests for objects of these workspaces, newest first. */
export const openIn = (db: Db, workspaceIds: readonly string[], since: number, limit: number) =>
  open(db, since)
    .where('o.workspace_id', 'in', workspaceIds)
    .orderBy('q.created', 'desc')
    .orderBy('q.id')
    .limit(limit)
    .execute();

export const findOpen = (db: Db, id: string, since: number): Promise<OpenRequest | undefined> =>
  open(db, since).where('q.id', '=', id).executeTakeFirst();

/** Ends a request. Returns false if it was answered meanwhile. */
export async function close(trx: Trx, id: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('access_requests')
    .set({ answered: at })
    .where('id', '=', id)
    .where('answered', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Requests end after 30 days, in microseconds. */
export const LIFETIME = 30 * 24 * 3_600_000_000;

export async function deleteExpired(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('access_requests')
    .where('created', '<=', now - LIFETIME)
    .execute();
}
