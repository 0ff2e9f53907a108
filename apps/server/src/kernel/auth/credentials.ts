import type { Place } from '../audit.ts';
import type { Clock } from '../clock.ts';
import type { CredentialTable, Db, Trx } from '../db/index.ts';
import { hashToken, newId, newToken } from '../ids.ts';
import type { SignedIn } from './principal.ts';

const MINUTE = 60_000_000;
const DAY = 24 * 60 * MINUTE;

/** How long each kind of token lives, in microseconds; API keys live until their own expiry. */
export const LIFETIME = { access: 60 * MINUTE, refresh: 30 * DAY, session: 30 * DAY } as const;

export interface NewCredential {
  kind: CredentialTable['kind'];
  token: string;
  userId: string | null;
  created: number;
  expiry: number | null;
  name?: string;
  workspaceId?: string | null;
  parentId?: string | null;
  /** Where it was asked for from, which counts as its first use. */
  place?: Place;
}

/** Stores the hash of a token; the token itself is known to the caller alone. */
export async function insertCredential(db: Db, credential: NewCredential): Promise<string> {
  const id = newId();
  await db
    .insertInto('credentials')
    .values({
      id,
      kind: credential.kind,
      hash: hashToken(credential.token),
      user_id: credential.userId,
      parent_id: credential.parentId ?? null,
      name: credential.name ?? '',
      workspace_id: credential.workspaceId ?? null,
      created: credential.created,
      expiry: credential.expiry,
      last_used: credential.place ? credential.created : null,
      last_address: credential.place?.address ?? null,
      last_client: credential.place?.client ?? null,
    })
    .execute();
  return id;
}

/** A fresh token of a kind that expires by itself. */
export async function issue(
  db: Db,
  clock: Clock,
  kind: keyof typeof LIFETIME,
  userId: string,
  { prefix = `gf${kind}`, ...more }: Pick<NewCredential, 'parentId' | 'place'> & { prefix?: string } = {},
): Promise<{ token: string; id: string; expiry: number }> {
  const token = newToken(prefix);
  const created = clock.now();
  const expiry = created + LIFETIME[kind];
  const id = await insertCredential(db, { kind, token, userId, created, expiry, ...more });
  return { token, id, expiry };
}

/** Looks a token up by its hash: the user behind it, or null when it is unknown, of another kind, expired, or its user is not active. */
export async function findCredential(
  db: Db,
  clock: Clock,
  token: string,
  kind: SignedIn['via'] | 'refresh' | 'reset',
): Promise<(Omit<SignedIn, 'via'> & { kind: 'user' }) | null> {
  const row = await db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.user_id')
    .select(['c.id', 'c.parent_id', 'c.workspace_id', 'u.id as user_id', 'u.username', 'u.is_staff'])
    .where('c.hash', '=', hashToken(token))
    .where('c.kind', '=', kind)
    .where('u.is_active', '=', 1)
    .where((eb) => eb.or([eb('c.expiry', 'is', null), eb('c.expiry', '>', clock.now())]))
    .executeTakeFirst();
  if (!row) return null;
  return {
    kind: 'user',
    userId: row.user_id,
    username: row.username,
    isStaff: row.is_staff === 1,
    credentialId: row.id,
    signInId: row.parent_id ?? row.id,
    scope: row.workspace_id,
  };
}

/** Ends one credential and what was issued from it. */
export async function revoke(db: Db, credentialId: string): Promise<void> {
  await db.deleteFrom('credentials').where('id', '=', credentialId).execute();
}

/** Uses a credential up; false when another has just done so. */
export async function takeCredential(trx: Trx, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('credentials').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Removes sessions and tokens that have expired; API keys stay until revoked, and then as revoked. */
export async function sweepExpired(db: Db, clock: Clock): Promise<void> {
  await db
    .deleteFrom('credentials')
    .where('kind', 'not in', ['api_key', 'revoked_key'])
    .where('expiry', '<', clock.now())
    .execute();
}
