import type { Selectable } from 'kysely';
import { type Db, transact, type UserTable } from '../../kernel/db/index.ts';

export type UserRow = Selectable<UserTable>;

export const findByName = (db: Db, username: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst();

export const findById = (db: Db, id: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();

export const listAll = (db: Db): Promise<UserRow[]> =>
  db.selectFrom('users').selectAll().orderBy('date_joined').orderBy('username').execute();

export async function insert(db: Db, user: UserRow): Promise<void> {
  await db.insertInto('users').values(user).execute();
}

export type ProfileFields = Partial<Pick<UserRow, 'first_name' | 'last_name' | 'avatar' | 'user_profile'>>;

export async function updateProfile(db: Db, id: string, fields: ProfileFields): Promise<void> {
  if (Object.keys(fields).length > 0) await db.updateTable('users').set(fields).where('id', '=', id).execute();
}

/** A new password ends every session and token of the user; API keys live on. */
export async function setPassword(db: Db, id: string, passwordHash: string): Promise<void> {
  await transact(db, async (trx) => {
    await trx.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute();
    await trx
      .deleteFrom('credentials')
      .where('user_id', '=', id)
      .where('kind', 'in', ['access', 'refresh', 'session'])
      .execute();
  });
}

export async function isEmpty(db: Db): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined;
}

/** Whether two users are members of one workspace. */
export async function shareWorkspace(db: Db, first: string, second: string): Promise<boolean> {
  const found = await db
    .selectFrom('members as a')
    .innerJoin('members as b', 'b.object_id', 'a.object_id')
    .select('a.object_id')
    .where('a.user_id', '=', first)
    .where('b.user_id', '=', second)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
