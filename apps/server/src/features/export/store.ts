import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';

/** IDs of the workspaces that a user owns. */
export async function ownedBy(db: Db, userId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('members')
    .select('object_id')
    .where('user_id', '=', userId)
    .where('role', '=', 'owner')
    .execute();
  return new Set(rows.map(({ object_id }) => object_id));
}

/** Tells whether a sign-in has not ended, and its account is active. */
export async function isSignedIn(db: Db, { signInId }: SignedIn): Promise<boolean> {
  const row = await db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.user_id')
    .select('c.id')
    .where('c.id', '=', signInId)
    .where('u.is_active', '=', 1)
    .executeTakeFirst();
  return row !== undefined;
}
