import { type AuditEvent, DEVICE_TOKEN_MINUTES } from '@gofigr/contract';
import type { Insertable } from 'kysely';
import type { ClientOrigin } from '../audit.ts';
import { type Clock, GUARD } from '../clock.ts';
import { type CredentialTable, type Db, prepared, type Trx } from '../db/index.ts';
import { hashToken, newId, newToken } from '../ids.ts';
import { networkOf } from '../network.ts';
import type { SignedIn } from './principal.ts';

const MINUTE = 60_000_000;
const DAY = 24 * 60 * MINUTE;

/** Lifetime of each kind of token, in microseconds; API keys live until their own expiry. */
export const LIFETIME = {
  access: 60 * MINUTE,
  refresh: 30 * DAY,
  session: 30 * DAY,
  device: DEVICE_TOKEN_MINUTES * MINUTE,
} as const;

/** A use of a credential: its time and its origin. */
export interface Use extends ClientOrigin {
  time: number;
  /** Length of the API key that was used, if it is hexadecimal. */
  hexLength?: number | null;
}

export interface NewCredential {
  kind: CredentialTable['kind'];
  token: string;
  userId: string | null;
  created: number;
  expiry: number | null;
  name?: string;
  parentId?: string | null;
  /** Origin of the request, which counts as its first use. */
  origin?: ClientOrigin;
  /** Rights of an API key. */
  rights?: Pick<
    Insertable<CredentialTable>,
    'permission' | 'manages_people' | 'workspaces' | 'addresses' | 'created_by'
  >;
  /** Length of an imported hexadecimal API key. */
  hexLength?: number | null;
}

/** Stores only the hash of a token. */
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
      created: credential.created,
      expiry: credential.expiry,
      last_used: credential.origin ? credential.created : null,
      last_address: credential.origin?.address ?? null,
      last_client: credential.origin?.client ?? null,
      hex_length: credential.hexLength ?? null,
      ...credential.rights,
    })
    .execute();
  return id;
}

/** Issues a new token of a kind that expires. */
export async function issue(
  db: Db,
  clock: Clock,
  kind: keyof typeof LIFETIME,
  userId: string,
  { prefix = `gf${kind}`, ...more }: Pick<NewCredential, 'parentId' | 'origin'> & { prefix?: string } = {},
): Promise<{ token: string; id: string; expiry: number }> {
  const token = newToken(prefix);
  const created = clock.now();
  const expiry = created + LIFETIME[kind];
  const id = await insertCredential(db, { kind, token, userId, created, expiry, ...more });
  return { token, id, expiry };
}

/** Returns the user of a token, or null if it is unknown, expired or of another kind, or its user is not active. */
export async function findCredential(
  db: Db,
  clock: Clock,
  token: string,
  kind: Exclude<SignedIn['via'], 'api_key'> | 'refresh' | 'reset' | 'email',
): Promise<(Omit<SignedIn, 'via'> & { kind: 'user' }) | null> {
  const row = await db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.user_id')
    .select(['c.id', 'c.parent_id', 'u.id as user_id', 'u.username', 'u.is_staff'])
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
    scope: null,
    key: null,
  };
}

/** Tells whether a token is of a session that would be valid if its user were not disabled. */
export async function isOfDisabled(db: Db, clock: Clock, token: string): Promise<boolean> {
  const row = await db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.user_id')
    .select('c.id')
    .where('c.hash', '=', hashToken(token))
    .where('c.kind', '=', 'session')
    .where('c.expiry', '>', clock.now())
    .where('u.is_active', '=', 0)
    .executeTakeFirst();
  return row !== undefined;
}

/** Finds an API key by its secret or the one before its rotation, even if it is no longer valid. */
export async function findKey(db: Db, token: string) {
  const hash = hashToken(token);
  const found = (await keyByHash(db, { hash })).rows[0] ?? (await keyByPreviousHash(db, { hash })).rows[0];
  return found && { ...found, isPrevious: found.hash !== hash };
}

const keys = (db: Db) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.user_id')
    .select([
      'c.id',
      'c.name',
      'c.kind',
      'c.hash',
      'c.expiry',
      'c.disabled',
      'c.previous_expiry',
      'c.permission',
      'c.manages_people',
      'c.workspaces',
      'c.addresses',
      'u.id as user_id',
      'u.username',
      'u.is_active',
      'u.is_staff',
    ])
    .where('c.kind', 'in', ['api_key', 'revoked_key']);

const keyByHash = prepared((db, { hash }: { hash: string }) => keys(db).where('c.hash', '=', hash));
const keyByPreviousHash = prepared((db, { hash }: { hash: string }) => keys(db).where('c.previous_hash', '=', hash));

export type FoundKey = NonNullable<Awaited<ReturnType<typeof findKey>>>;

/** Deletes a credential and the tokens that were issued from it. */
export async function revoke(db: Db, credentialId: string): Promise<void> {
  await db.deleteFrom('credentials').where('id', '=', credentialId).execute();
}

/** Uses up a credential. Returns false if another request has just done so. */
export async function takeCredential(trx: Trx, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('credentials').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Deletes expired sessions and tokens. API keys remain, even revoked and resting ones. */
export async function sweepExpired(db: Db, clock: Clock): Promise<void> {
  await db
    .deleteFrom('credentials')
    .where('kind', 'not in', ['api_key', 'revoked_key', 'resting_key'])
    .where('expiry', '<', clock.now())
    .execute();
}

export async function writeUse(trx: Trx, id: string, use: Use): Promise<void> {
  await trx
    .updateTable('credentials')
    .set({
      last_used: use.time,
      last_address: use.address,
      last_client: use.client,
      last_machine: use.machine ?? null,
      // Keys from older imports have no stored length, which only a use shows.
      ...(use.hexLength && { hex_length: use.hexLength }),
    })
    .where('id', '=', id)
    // A last use far ahead is from before the clock was set back.
    .where((eb) =>
      eb.or([eb('last_used', 'is', null), eb('last_used', '<', use.time), eb('last_used', '>', use.time + GUARD)]),
    )
    .execute();
}

/** Finds an API key with its owner, even if it is revoked or expired. */
export const keyBy = (db: Db, column: 'c.id' | 'c.hash' | 'c.previous_hash', value: string) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.user_id')
    .select(['c.id', 'c.name', 'c.kind', 'u.username', 'u.is_active'])
    .where(column, '=', value)
    .where('c.kind', 'in', ['api_key', 'revoked_key'])
    .executeTakeFirst();

export type KnownKey = NonNullable<Awaited<ReturnType<typeof keyBy>>>;

/** Tells whether the audit list has an event of an object from an address. */
export async function isAudited(db: Db, event: AuditEvent, objectId: string, address: string): Promise<boolean> {
  const row = await db
    .selectFrom('audit')
    .select('id')
    .where('object_id', '=', objectId)
    .where('event', '=', event)
    .where('address', '=', address)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Time that a network is remembered after a sign-in from it, in microseconds. */
const REMEMBERED = 30 * 24 * 60 * 60 * 1_000_000;

/** Notes that a user signed in from an address. */
export async function rememberNetwork(db: Db, clock: Clock, userId: string, address: string): Promise<void> {
  const last_used = clock.now();
  await db
    .insertInto('sign_in_places')
    .values({ user_id: userId, network: networkOf(address), last_used })
    .onConflict((conflict) => conflict.columns(['user_id', 'network']).doUpdateSet({ last_used }))
    .execute();
}

/** Tells whether a user of this name recently signed in from a network. */
export async function isKnownNetwork(db: Db, clock: Clock, username: string, network: string): Promise<boolean> {
  const row = await db
    .selectFrom('sign_in_places as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select('p.user_id')
    .where('u.username', '=', username)
    .where('p.network', '=', network)
    .where('p.last_used', '>', clock.now() - REMEMBERED)
    .executeTakeFirst();
  return row !== undefined;
}

export async function forgetNetworks(db: Db, clock: Clock): Promise<void> {
  await db
    .deleteFrom('sign_in_places')
    .where('last_used', '<=', clock.now() - REMEMBERED)
    .execute();
}
