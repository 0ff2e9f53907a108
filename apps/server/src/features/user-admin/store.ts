import { type SqlBool, sql } from 'kysely';
import { type Db, engineOf, type Trx } from '../../kernel/db/index.ts';
import { isThere, type Role } from '../../kernel/objects/index.ts';
import type { UserRow } from '../user/index.ts';

/** A person with what an administrator decides by. */
export interface AccountRow
  extends Pick<
    UserRow,
    'id' | 'username' | 'username_key' | 'first_name' | 'last_name' | 'email' | 'date_joined' | 'is_active' | 'is_staff'
  > {
  /** Microseconds; 0: never. */
  last_activity: number;
  keys: number;
  workspaces: number;
  size_bytes: number;
}

export type AccountSort = 'last_activity' | 'username';

export interface AccountsAsked {
  search: string | null;
  isActive: boolean | null;
  isStaff: boolean | null;
  sort: AccountSort;
  /** The last row of the page before. */
  after: Pick<AccountRow, 'last_activity' | 'username_key'> | null;
  limit: number;
}

/**
 * The later of the last use of a credential and the last audit entry, which outlives the credential.
 */
const LAST_ACTIVITY = sql<number>`(select case when used > acted then used else acted end from (select
  coalesce((select max(c.last_used) from credentials c where c.user_id = u.id), 0) as used,
  coalesce((select a.timestamp from audit a where a.username = u.username order by a.seq desc limit 1), 0) as acted
) as times)`;

const people = (db: Db) =>
  db
    .selectFrom('users as u')
    .select(['u.id', 'u.username', 'u.username_key', 'u.first_name', 'u.last_name', 'u.email'])
    .select(['u.date_joined', 'u.is_active', 'u.is_staff'])
    .select(LAST_ACTIVITY.as('last_activity'))
    .where('u.service_of', 'is', null);

/** Matches `%`, `_` and `\` of a search literally. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (it) => `\\${it}`)}%`;

/** Tells whether a name or the mail address contains a text, in any case of plain letters. */
const matches = (text: string) => sql<SqlBool>`
  (u.username_key like ${containing(text.toLowerCase())} escape '\\'
  or lower(u.email) like ${containing(text.toLowerCase())} escape '\\'
  or lower(u.first_name || ' ' || u.last_name) like ${containing(text.toLowerCase())} escape '\\'
  or u.first_name || ' ' || u.last_name like ${containing(text)} escape '\\')`;

/** A page of people. */
export async function pageOfAccounts(db: Db, asked: AccountsAsked): Promise<AccountRow[]> {
  const { search, isActive, isStaff, sort, after, limit } = asked;
  const rows = await db
    .selectFrom(
      people(db)
        .$if(search !== null, (query) => query.where(matches(search ?? '')))
        .$if(isActive !== null, (query) => query.where('u.is_active', '=', Number(isActive)))
        .$if(isStaff !== null, (query) => query.where('u.is_staff', '=', Number(isStaff)))
        .as('p'),
    )
    .selectAll('p')
    .$if(after !== null, (query) =>
      query.where((eb) => {
        const later = eb('p.username_key', '>', after?.username_key ?? '');
        if (sort === 'username') return later;
        const time = after?.last_activity ?? 0;
        return eb.or([eb('p.last_activity', '<', time), eb.and([eb('p.last_activity', '=', time), later])]);
      }),
    )
    .$if(sort === 'last_activity', (query) => query.orderBy('p.last_activity', 'desc'))
    .orderBy('p.username_key')
    .limit(limit)
    .execute();
  return withCounts(db, rows);
}

export async function findAccount(db: Db, username: string): Promise<AccountRow | undefined> {
  const row = await people(db).where('u.username', '=', username).executeTakeFirst();
  return row && (await withCounts(db, [row]))[0];
}

async function withCounts(
  db: Db,
  rows: readonly Omit<AccountRow, 'keys' | 'workspaces' | 'size_bytes'>[],
): Promise<AccountRow[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const keys = await db
    .selectFrom('credentials')
    .select(['user_id', (eb) => eb.fn.countAll().as('count')])
    .where('user_id', 'in', ids)
    .where('kind', '=', 'api_key')
    .groupBy('user_id')
    .execute();
  const owned = await db
    .selectFrom('members as m')
    .innerJoin('objects as o', 'o.id', 'm.object_id')
    .select(['m.user_id', (eb) => eb.fn.countAll().as('count'), (eb) => eb.fn.sum('o.size_bytes').as('size')])
    .where('m.user_id', 'in', ids)
    .where('m.role', '=', 'owner')
    .where(isThere('o'))
    .groupBy('m.user_id')
    .execute();
  const keysOf = new Map(keys.map(({ user_id, count }) => [user_id, Number(count)]));
  const ownedBy = new Map(owned.map((row) => [row.user_id, row]));
  return rows.map((row) => ({
    ...row,
    keys: keysOf.get(row.id) ?? 0,
    workspaces: Number(ownedBy.get(row.id)?.count ?? 0),
    size_bytes: Number(ownedBy.get(row.id)?.size ?? 0),
  }));
}

/**
 * Locks users until the transaction ends, in an order that all callers share, and returns them. `deletes`: nobody may
 * refer to them meanwhile, such as a new workspace.
 */
export const lockUsers = (trx: Trx, ids: readonly string[], deletes: boolean) =>
  trx
    .selectFrom('users')
    .select(['id', 'username', 'username_key', 'email', 'is_active', 'is_staff'])
    .where('id', 'in', ids)
    .orderBy('id')
    .$if(engineOf(trx) === 'postgres', (query) => (deletes ? query.forUpdate() : query.forNoKeyUpdate()))
    .execute();

/** Locks all administrators who may sign in, and returns their IDs: none is added or removed meanwhile. */
export async function lockAdministrators(trx: Trx): Promise<string[]> {
  const rows = await administrators(trx)
    .orderBy('id')
    .$if(engineOf(trx) === 'postgres', (query) => query.forNoKeyUpdate())
    .execute();
  return rows.map(({ id }) => id);
}

const administrators = (db: Db) =>
  db
    .selectFrom('users')
    .select('id')
    .where('is_staff', '=', 1)
    .where('is_active', '=', 1)
    .where('service_of', 'is', null);

export async function isLastAdministrator(db: Db, userId: string): Promise<boolean> {
  const rows = await administrators(db).limit(2).execute();
  return rows.length === 1 && rows[0]?.id === userId;
}

export async function setFlags(
  trx: Trx,
  id: string,
  flags: Partial<Pick<UserRow, 'is_active' | 'is_staff'>>,
): Promise<void> {
  await trx.updateTable('users').set(flags).where('id', '=', id).execute();
}

/** Ends tokens, links and sign-ins of terminals of a user; with `sessions` also those of the web app. Keys stay. */
export async function endSignIns(trx: Trx, userId: string, { sessions }: { sessions: boolean }): Promise<void> {
  await trx
    .deleteFrom('credentials')
    .where('user_id', '=', userId)
    .where('kind', 'in', ['access', 'refresh', 'reset', 'device', ...(sessions ? (['session'] as const) : [])])
    .execute();
  await trx.deleteFrom('device_codes').where('user_id', '=', userId).execute();
  await trx.deleteFrom('metadata_proxies').where('user_id', '=', userId).execute();
}

export interface OwnedRow {
  id: string;
  kind: 'workspace' | 'organization';
  name: string;
  size_bytes: number;
  organization_id: string | null;
}

/** Workspaces that a user owns, and organizations whose only `org_admin` is the user; oldest first. */
export const ownedBy = (db: Db, userId: string): Promise<OwnedRow[]> =>
  db
    .selectFrom('members as m')
    .innerJoin('objects as o', 'o.id', 'm.object_id')
    .leftJoin('workspaces as w', 'w.id', 'o.id')
    .select(['o.id', 'o.kind', 'o.name', 'o.size_bytes', 'w.organization_id'])
    .$narrowType<{ kind: 'workspace' | 'organization' }>()
    .where('m.user_id', '=', userId)
    .where(isThere('o'))
    .where((eb) =>
      eb.or([
        eb('m.role', '=', 'owner'),
        eb.and([
          eb('m.role', '=', 'org_admin'),
          eb.not(
            eb.exists(
              eb
                .selectFrom('members as n')
                .select('n.user_id')
                .whereRef('n.object_id', '=', 'm.object_id')
                .where('n.role', '=', 'org_admin')
                .where('n.user_id', '!=', userId),
            ),
          ),
        ]),
      ]),
    )
    .orderBy('o.seq')
    .execute();

/** IDs of everything that a user is a member of, in order. */
export const membershipsOf = async (db: Db, userId: string): Promise<string[]> =>
  (
    await db
      .selectFrom('members as m')
      .innerJoin('objects as o', 'o.id', 'm.object_id')
      .select('o.id')
      .where('m.user_id', '=', userId)
      .where(isThere('o'))
      .orderBy('o.id')
      .execute()
  ).map(({ id }) => id);

/** IDs of the workspaces in the trash that a user owns. */
export const trashedOf = async (db: Db, userId: string): Promise<string[]> =>
  (
    await db
      .selectFrom('members as m')
      .innerJoin('trash as t', 't.object_id', 'm.object_id')
      .select('t.object_id')
      .where('m.user_id', '=', userId)
      .where('m.role', '=', 'owner')
      .orderBy('t.object_id')
      .execute()
  ).map(({ object_id }) => object_id);

/** Members of some objects except one user, in order of joining. Service accounts are left out. */
export const othersIn = (
  db: Db,
  objectIds: readonly string[],
  userId: string,
): Promise<{ object_id: string; user_id: string; username: string; role: Role; is_active: number }[]> =>
  objectIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('members as m')
        .innerJoin('users as u', 'u.id', 'm.user_id')
        .select(['m.object_id', 'm.user_id', 'm.role', 'u.username', 'u.is_active'])
        .where('m.object_id', 'in', objectIds)
        .where('m.user_id', '!=', userId)
        .where('u.service_of', 'is', null)
        .orderBy('m.created')
        .orderBy('u.username')
        .execute();

export async function figuresIn(db: Db, workspaceIds: readonly string[]): Promise<Map<string, number>> {
  if (workspaceIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('objects')
    .select(['workspace_id', (eb) => eb.fn.countAll().as('count')])
    .where('workspace_id', 'in', workspaceIds)
    .where('kind', '=', 'figure')
    .groupBy('workspace_id')
    .execute();
  return new Map(rows.map(({ workspace_id, count }) => [workspace_id, Number(count)]));
}

/** Deletes a user with memberships, shares, keys and sessions. The username is never given again. */
export async function deleteUser(
  trx: Trx,
  { id, username, username_key }: Pick<UserRow, 'id' | 'username' | 'username_key'>,
  at: number,
): Promise<void> {
  await trx.deleteFrom('invitations').where('initiator', '=', username).execute();
  await trx.insertInto('deleted_usernames').values({ username_key, deleted_on: at }).execute();
  await trx.deleteFrom('users').where('id', '=', id).execute();
}

/** Audit entries that may contain a mail address: those of a user, and those of invitations to the address. */
export const entriesWithMail = (trx: Trx, username: string) =>
  trx
    .selectFrom('audit')
    .select(['id', 'details'])
    .where('details', 'like', '%@%')
    .where((eb) =>
      eb.or([
        eb('username', '=', username),
        eb('subject', '=', username),
        eb('event', 'in', ['invitation_created', 'invitation_withdrawn', 'invitation_accepted', 'invitation_failed']),
      ]),
    )
    .execute();

export async function setDetails(trx: Trx, entryId: string, details: string): Promise<void> {
  await trx.updateTable('audit').set({ details }).where('id', '=', entryId).execute();
}
