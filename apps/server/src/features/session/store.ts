import type { Db } from '../../kernel/db/index.ts';

/** A sign-in by password: a web session, or a client's refresh token. */
export interface SignInRow {
  id: string;
  kind: 'session' | 'refresh';
  created: number;
  expiry: number;
  last_used: number | null;
  last_address: string | null;
  last_client: string | null;
}

const KINDS = ['session', 'refresh'] as const;

/** Active sign-ins of a user, newest first. */
export const listSignIns = (db: Db, userId: string, now: number): Promise<SignInRow[]> =>
  db
    .selectFrom('credentials')
    .select(['id', 'kind', 'created', 'expiry', 'last_used', 'last_address', 'last_client'])
    .where('user_id', '=', userId)
    .where('kind', 'in', KINDS)
    .where('expiry', '>', now)
    .orderBy('seq', 'desc')
    .$narrowType<{ kind: SignInRow['kind']; expiry: number }>()
    .execute();

/** Ends a sign-in and its access tokens; returns false if this user has no such sign-in. */
export async function endSignIn(db: Db, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('credentials')
    .where('user_id', '=', userId)
    .where('kind', 'in', KINDS)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function endOtherSignIns(db: Db, userId: string, but: string): Promise<void> {
  await db
    .deleteFrom('credentials')
    .where('user_id', '=', userId)
    .where('kind', 'in', KINDS)
    .where('id', '!=', but)
    .execute();
}
