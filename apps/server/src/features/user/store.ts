import { type Selectable, type SqlBool, sql } from 'kysely';
import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Db, engineOf, prepared, type Trx, type UserTable } from '../../kernel/db/index.ts';
import { persons } from '../../kernel/objects/index.ts';
import { usernameTaken } from './errors.ts';

export type UserRow = Selectable<UserTable>;

/** A person by username; service accounts are not found. */
export const findByName = (db: Db, username: string): Promise<UserRow | undefined> =>
  byName(db, username).where('service_of', 'is', null).executeTakeFirst();

/** A person or a service account by username. */
export const findAnyByName = (db: Db, username: string): Promise<UserRow | undefined> =>
  byName(db, username).executeTakeFirst();

/** A person or a service account by username, in any case. */
export const findAnyByKey = (db: Db, username: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('username_key', '=', username.toLowerCase()).executeTakeFirst();

const byName = (db: Db, username: string) => db.selectFrom('users').selectAll().where('username', '=', username);

export const findById = async (db: Db, id: string): Promise<UserRow | undefined> => (await byId(db, { id })).rows[0];

const byId = prepared((db, { id }: { id: string }) => db.selectFrom('users').selectAll().where('id', '=', id));

/** Makes transactions of one user wait for each other. */
export async function lockUser(trx: Trx, id: string): Promise<void> {
  // On SQLite, all transactions do.
  if (engineOf(trx) === 'postgres')
    await trx.selectFrom('users').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

export const listAll = (db: Db): Promise<UserRow[]> =>
  db.selectFrom('users').selectAll().orderBy('date_joined').orderBy('username').execute();

/**
 * Tells whether a user has a mail address, in any case. Compared here: the databases disagree about letters outside of ASCII,
 * and only administrators ask.
 */
export async function hasEmail(db: Db, email: string): Promise<boolean> {
  const key = email.normalize('NFC').toLowerCase();
  const rows = await db.selectFrom('users').select('email').execute();
  return rows.some((row) => row.email.trim().normalize('NFC').toLowerCase() === key);
}

/** Inserts a user. Fails with the database's conflict if the username is taken, and throws if it was a deleted user's. */
export async function insert(trx: Trx, user: UserRow): Promise<void> {
  await trx.insertInto('users').values(user).execute();
  // After the insert, which waits on PostgreSQL until a concurrent deletion of the same name has ended.
  const deleted = await trx
    .selectFrom('deleted_usernames')
    .select('username_key')
    .where('username_key', '=', user.username_key)
    .executeTakeFirst();
  if (deleted) throw usernameTaken();
}

export type ProfileFields = Partial<Pick<UserRow, 'first_name' | 'last_name' | 'avatar' | 'user_profile'>>;

export async function updateProfile(db: Db, id: string, fields: ProfileFields): Promise<void> {
  if (Object.keys(fields).length > 0) await db.updateTable('users').set(fields).where('id', '=', id).execute();
}

/** Active users with a username or mail address. */
export const findByAccount = (db: Db, account: string, limit: number): Promise<UserRow[]> =>
  db
    .selectFrom('users')
    .selectAll()
    .where('is_active', '=', 1)
    .where('service_of', 'is', null)
    .where((eb) => eb.or([eb('username', '=', account), eb(eb.fn('lower', ['email']), '=', account.toLowerCase())]))
    .orderBy('date_joined')
    .limit(limit)
    .execute();

/** The person of a username, otherwise of a mail address that only one account has. */
export async function findSigningIn(db: Db, account: string): Promise<UserRow | undefined> {
  const named = await findByName(db, account);
  if (named || !account.includes('@')) return named;
  const [only, ...others] = await findByAccount(db, account, 2);
  return others.length === 0 ? only : undefined;
}

/** Sets a password and ends the user's sessions, tokens and reset links, except those in `but`. API keys stay valid. */
export async function setPassword(
  trx: Trx,
  id: string,
  passwordHash: string,
  but: readonly string[] = [],
): Promise<void> {
  await trx.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute();
  await trx
    .deleteFrom('credentials')
    .where('user_id', '=', id)
    .where('kind', 'in', ['access', 'refresh', 'session', 'reset', 'email'])
    .$if(but.length > 0, (query) => query.where('id', 'not in', [...but]))
    .execute();
}

/** Changes a mail address. Links that were mailed before end: the old address must not give access any more. */
export async function setEmail(trx: Trx, id: string, email: string): Promise<void> {
  await trx.updateTable('users').set({ email }).where('id', '=', id).execute();
  await trx.deleteFrom('credentials').where('user_id', '=', id).where('kind', 'in', ['reset', 'email']).execute();
}

export async function isEmpty(db: Db): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined;
}

/** Tells whether two users have both accepted membership of one workspace or organization; `within` limits it to these. */
export async function knowEachOther(
  db: Db,
  first: string,
  second: string,
  within: readonly string[] | null = null,
): Promise<boolean> {
  const found = await db
    .selectFrom(persons.companionsOf(db, first, 'accepted', within).as('c'))
    .select('c.id')
    .where('c.id', '=', second)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export type PersonRow = Pick<UserRow, 'username' | 'first_name' | 'last_name'> & { has_avatar: number };

export interface PeopleQuery {
  /** Part of a name, a username or a mail address. */
  find: string | null;
  usernames: readonly string[] | null;
  limit: number;
}

/** Persons whom the caller knows, the caller among them, by name. A search leaves out those without an open account. */
export const peopleKnown = (
  db: Db,
  { userId, scope }: SignedIn,
  { find, usernames, limit }: PeopleQuery,
): Promise<PersonRow[]> => {
  const pattern = `%${(find ?? '').toLowerCase().replace(/[\\%_]/g, (it) => `\\${it}`)}%`;
  return db
    .selectFrom('users as u')
    .select(['u.username', 'u.first_name', 'u.last_name'])
    .select(sql<number>`case when u.avatar is null then 0 else 1 end`.as('has_avatar'))
    .where((eb) =>
      eb.or([eb('u.id', '=', userId), eb('u.id', 'in', persons.companionsOf(db, userId, 'accepted', scope))]),
    )
    .$if(usernames !== null, (query) => query.where('u.username', 'in', [...(usernames ?? [])]))
    .$if(find !== null, (query) =>
      query
        .where('u.is_active', '=', 1)
        .where('u.service_of', 'is', null)
        .where(
          sql<SqlBool>`(lower(u.first_name || ' ' || u.last_name) like ${pattern} escape '\\'
            or u.username_key like ${pattern} escape '\\' or lower(u.email) like ${pattern} escape '\\')`,
        ),
    )
    .orderBy(
      sql`case when u.first_name || u.last_name = '' then u.username_key else lower(u.first_name || ' ' || u.last_name) end`,
    )
    .orderBy('u.username')
    .limit(limit)
    .execute();
};
