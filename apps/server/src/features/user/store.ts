import type { Selectable } from 'kysely';
import { type Db, prepared, type Trx, type UserTable } from '../../kernel/db/index.ts';
import { objects } from '../../kernel/objects/index.ts';

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
  await trx
    .updateTable('users')
    .set((eb) => ({ is_active: eb.ref('is_active') }))
    .where('id', '=', id)
    .execute();
}

export const listAll = (db: Db): Promise<UserRow[]> =>
  db.selectFrom('users').selectAll().orderBy('date_joined').orderBy('username').execute();

export async function insert(db: Db, user: UserRow): Promise<void> {
  await db.insertInto('users').values(user).execute();
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
    .where('kind', 'in', ['access', 'refresh', 'session', 'reset'])
    .$if(but.length > 0, (query) => query.where('id', 'not in', [...but]))
    .execute();
}

export async function isEmpty(db: Db): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined;
}

/** Whether two users have both accepted membership of one workspace or organization; `within` limits it to this one. */
export async function knowEachOther(
  db: Db,
  first: string,
  second: string,
  within: readonly string[] | null = null,
): Promise<boolean> {
  const found = await db
    .selectFrom(objects.rootsOf(db, first, 'accepted').as('a'))
    .innerJoin(objects.rootsOf(db, second, 'accepted').as('b'), 'b.id', 'a.id')
    .select('a.id')
    .$if(within !== null, (query) => query.where('a.id', 'in', within ?? []))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
