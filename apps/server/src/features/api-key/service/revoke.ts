import { type ClientOrigin, recordAudit } from '../../../kernel/audit.ts';
import type { Trx } from '../../../kernel/db/index.ts';
import { type KeyRow, keysOf, updateKey } from '../store.ts';

export interface Revocation {
  at: number;
  /** Username of the person; null: the server, or a caller who is not signed in. */
  by?: string | null;
  origin?: ClientOrigin;
  /** Reason, if it is not the decision of the owner. */
  reason?: 'leaked' | 'unused' | 'password reset' | 'administrator';
}

/** Revokes a key and all its secrets permanently. Returns false if it was revoked meanwhile. */
export async function revokeKey(
  trx: Trx,
  key: KeyRow,
  { at, by = null, origin, reason }: Revocation,
): Promise<boolean> {
  if (!(await updateKey(trx, key.id, { kind: 'revoked_key' }))) return false;
  await recordAudit(trx, {
    event: 'key_revoked',
    at,
    by,
    subject: key.username,
    object: { id: key.id, kind: 'api_key', name: key.name },
    ...(origin && { origin }),
    ...(reason && { details: { reason } }),
  });
  return true;
}

/** Revokes all keys of a person at a password reset. */
export async function revokeKeysOf(
  trx: Trx,
  user: { id: string; username: string },
  { at, origin }: { at: number; origin: ClientOrigin },
): Promise<void> {
  for (const key of await keysOf(trx, user.id))
    await revokeKey(trx, key, { at, by: user.username, origin, reason: 'password reset' });
}
