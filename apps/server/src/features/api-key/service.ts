import type { AuditEvent, KeyPermission, LeakAction } from '@gofigr/contract';
import { MAX_API_KEYS } from '@gofigr/contract';
import type { Updateable } from 'kysely';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import { insertCredential } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type CredentialTable, type Database, type Trx, transact } from '../../kernel/db/index.ts';
import { ApiError, notFound } from '../../kernel/errors.ts';
import { hashToken, newApiKey } from '../../kernel/ids.ts';
import { hexLengthOf } from '../../kernel/key-scan/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { lockUser } from '../user/index.ts';
import { addServiceAccount } from './service/accounts.ts';
import { type Revocation, revokeKey } from './service/revoke.ts';
import { setLeakAction } from './store/leaks.ts';
import { countLive, findKey, type KeyRow, keysOf, serviceKeysOf, updateKey } from './store.ts';

/** Name, expiry and rights of a key. */
export interface KeyFields {
  name: string;
  /** Microseconds; null: never. */
  expiry: number | null;
  permission: KeyPermission;
  /** Workspaces that it can access; null: all of its owner. */
  workspaces: readonly string[] | null;
  addresses: readonly string[] | null;
  managesPeople: boolean;
}

/** The owner of a key. Without an origin an administrator acts with `npm run admin`. */
export interface KeyOwner {
  userId: string;
  username: string;
  origin?: ClientOrigin;
}

/** A person who changes a key, and the origin of the request. */
export interface Actor {
  username: string;
  origin: ClientOrigin;
}

export interface NewKeyOptions {
  /** Secret of an imported key; absent: a new one. */
  token?: string;
  /** Limits the fields, in the transaction that creates the key. */
  narrow?(trx: Trx, fields: KeyFields): Promise<KeyFields>;
}

export interface KeyService {
  /** Creates a key of a person, who may have 25 live ones. Returns the secret, which the server does not store. */
  create(owner: KeyOwner, fields: KeyFields, more?: NewKeyOptions): Promise<{ row: KeyRow; token: string }>;
  /** Creates a service account with its key. A workspace may have 25 live ones. */
  createForService(by: Actor, workspaceId: string, fields: KeyFields): Promise<{ row: KeyRow; token: string }>;
  /** Changes name, expiry and rights. Throws `not_found` if the key is revoked. */
  change(by: Actor, key: KeyRow, fields: Partial<KeyFields>): Promise<KeyRow>;
  /** Gives a key a new secret. The old one remains valid for `grace` microseconds. `approve` may throw. */
  rotate(
    by: Actor,
    key: KeyRow,
    grace: number,
    approve?: (trx: Trx) => Promise<void>,
  ): Promise<{ row: KeyRow; token: string }>;
  /** Disables or enables a key. */
  setDisabled(by: Actor, key: KeyRow, isDisabled: boolean): Promise<KeyRow>;
  /** Sets the server's action when one of a user's keys is published. */
  changeLeakAction(userId: string, by: Actor, action: LeakAction): Promise<void>;
  /** Revokes a key and all its secrets permanently. */
  revoke(by: Actor, key: KeyRow, reason?: Revocation['reason']): Promise<void>;
}

const listed = (list: readonly string[] | null): string | null => list && JSON.stringify(list);

const rightsOf = ({ permission, workspaces, addresses, managesPeople }: KeyFields) => ({
  permission,
  workspaces: listed(workspaces),
  addresses: listed(addresses),
  manages_people: Number(managesPeople),
});

/** The rights and life of a stored key. */
export const keyFieldsOf = (row: KeyRow): KeyFields => ({
  name: row.name,
  expiry: row.expiry,
  permission: row.permission,
  workspaces: parsed(row.workspaces),
  addresses: parsed(row.addresses),
  managesPeople: row.manages_people === 1,
});

const parsed = (text: string | null): string[] | null => (text === null ? null : (JSON.parse(text) as string[])); // written by `listed`

const columnsOf = (fields: Partial<KeyFields>): Updateable<CredentialTable> => ({
  ...(fields.name !== undefined && { name: fields.name }),
  ...(fields.expiry !== undefined && { expiry: fields.expiry, noticed: null }),
  ...(fields.permission !== undefined && { permission: fields.permission }),
  ...(fields.workspaces !== undefined && { workspaces: listed(fields.workspaces) }),
  ...(fields.addresses !== undefined && { addresses: listed(fields.addresses) }),
  ...(fields.managesPeople !== undefined && { manages_people: Number(fields.managesPeople) }),
});

export function createKeyService({ database: { db }, clock }: { database: Database; clock: Clock }): KeyService {
  async function insert(
    trx: Trx,
    owner: KeyOwner,
    fields: KeyFields,
    { token, by = null }: { token: string; by?: Actor | null },
  ): Promise<{ row: KeyRow; token: string }> {
    const { name, expiry } = fields;
    const created = clock.now();
    const id = await insertCredential(trx, {
      kind: 'api_key',
      token,
      userId: owner.userId,
      created,
      expiry,
      name,
      rights: { ...rightsOf(fields), created_by: by?.username ?? null },
      hexLength: hexLengthOf(token),
    });
    const origin = by?.origin ?? owner.origin;
    await recordAudit(trx, {
      event: 'key_created',
      at: created,
      by: by?.username ?? (origin ? owner.username : null),
      subject: owner.username,
      object: { id, kind: 'api_key', name },
      details: { permission: fields.permission },
      ...(origin && { origin }),
    });
    return { row: await get(trx, id), token };
  }

  async function get(trx: Trx, id: string): Promise<KeyRow> {
    const row = await findKey(trx, id);
    if (!row) throw notFound('No API key of yours');
    return row;
  }

  /** Changes a key and writes the audit entry. Throws `not_found` if the key was revoked meanwhile. */
  async function write(
    trx: Trx,
    { username, origin }: Actor,
    key: KeyRow,
    event: AuditEvent,
    columns: Updateable<CredentialTable>,
    details: Record<string, string | number | boolean | null> = {},
  ): Promise<void> {
    if (!(await updateKey(trx, key.id, columns))) throw notFound('No API key of yours');
    const object = { id: key.id, kind: 'api_key', name: columns.name ?? key.name };
    await recordAudit(trx, {
      event,
      at: clock.now(),
      by: username,
      subject: key.username,
      object,
      origin,
      details,
    });
  }

  return {
    create: (owner, fields, { token = newApiKey(), narrow } = {}) =>
      transact(db, async (trx) => {
        await lockUser(trx, owner.userId);
        checkLimit(await keysOf(trx, owner.userId), clock.now(), 'You have');
        return insert(trx, owner, narrow ? await narrow(trx, fields) : fields, { token });
      }),

    createForService: (by, workspaceId, fields) =>
      transact(db, async (trx) => {
        await objects.lock(trx, workspaceId);
        checkLimit(await serviceKeysOf(trx, workspaceId), clock.now(), 'This workspace has');
        const owner = await addServiceAccount(trx, { workspaceId, name: fields.name, at: clock.now() });
        return insert(trx, owner, { ...fields, workspaces: [workspaceId] }, { token: newApiKey(), by });
      }),

    change: (by, key, fields) =>
      transact(db, async (trx) => {
        const details = Object.fromEntries(Object.keys(fields).map((name) => [name, true]));
        await write(trx, by, key, 'key_changed', columnsOf(fields), details);
        return get(trx, key.id);
      }),

    rotate: (by, key, grace, approve) =>
      transact(db, async (trx) => {
        await approve?.(trx);
        const token = newApiKey();
        // Locks the row, so that the second of two simultaneous rotations replaces the secret of the first.
        await write(trx, by, key, 'key_rotated', { id: key.id }, { grace_hours: grace / HOUR });
        const { hash } = await get(trx, key.id);
        const previous = grace > 0 ? { previous_hash: hash, previous_expiry: clock.now() + grace } : NO_PREVIOUS;
        await updateKey(trx, key.id, { hash: hashToken(token), ...previous });
        return { row: await get(trx, key.id), token };
      }),

    setDisabled: (by, key, isDisabled) =>
      transact(db, async (trx) => {
        const current = await get(trx, key.id);
        if ((current.disabled !== null) !== isDisabled) {
          const disabled = isDisabled ? clock.now() : null;
          await write(trx, by, key, isDisabled ? 'key_disabled' : 'key_enabled', { disabled });
        }
        return get(trx, key.id);
      }),

    changeLeakAction: (userId, { username, origin }, action) =>
      transact(db, async (trx) => {
        await setLeakAction(trx, userId, action);
        const at = clock.now();
        await recordAudit(trx, { event: 'leak_action_changed', at, by: username, origin, details: { action } });
      }),

    async revoke({ username, origin }, key, reason) {
      const at = clock.now();
      const revocation = { at, by: username, origin, ...(reason && { reason }) };
      if (!(await transact(db, (trx) => revokeKey(trx, key, revocation)))) throw notFound('No API key of yours');
    },
  };
}

const HOUR = 3_600_000_000;
const NO_PREVIOUS = { previous_hash: null, previous_expiry: null };

function checkLimit(keys: readonly KeyRow[], now: number, who: string): void {
  if (countLive(keys, now) >= MAX_API_KEYS)
    throw new ApiError(
      'key_limit_reached',
      `${who} ${MAX_API_KEYS} API keys, the most there can be. Revoke one that is no longer used first.`,
    );
}
