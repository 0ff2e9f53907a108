import type { Db } from '../db/index.ts';
import { newId } from '../ids.ts';

/** Adds a user for tests. Returns the ID. */
export async function addUser(db: Db, username: string, isActive = 1): Promise<string> {
  const id = newId();
  await db
    .insertInto('users')
    .values({
      id,
      username,
      username_key: username,
      email: `${username}@example.org`,
      first_name: '',
      last_name: '',
      password_hash: '',
      avatar: null,
      user_profile: '{}',
      is_active: isActive,
      is_staff: 0,
      date_joined: 1,
    })
    .execute();
  return id;
}
