import { MAX_API_KEYS } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import { insertCredential } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { newApiKey } from '../../kernel/ids.ts';
import { lockUser } from '../user/index.ts';
import { countLive, findKey, type KeyRow } from './store.ts';

export interface NewKey {
  name: string;
  expiry: number | null;
  workspaceId: string | null;
  /** A key made elsewhere, to be accepted here too; absent: a new one. */
  token?: string;
}

/** The owner of a key; without a place an administrator acts by command. */
export interface KeyOwner {
  userId: string;
  username: string;
  origin?: ClientOrigin;
}

/** Creates a key for a user; at most 25 live ones. Gives the key itself, which is nowhere kept. */
export type CreateKey = (owner: KeyOwner, key: NewKey) => Promise<{ row: KeyRow; token: string }>;

export function createKeyWith({ database, clock }: { database: Database; clock: Clock }): CreateKey {
  return async ({ userId, username, origin }, { name, expiry, workspaceId, token = newApiKey() }) =>
    transact(database.db, async (trx) => {
      await lockUser(trx, userId);
      const created = clock.now();
      if ((await countLive(trx, userId, created)) >= MAX_API_KEYS)
        throw new ApiError(
          'key_limit_reached',
          `You have ${MAX_API_KEYS} API keys, the most a user can have. Revoke one that you no longer use first.`,
        );
      const id = await insertCredential(trx, { kind: 'api_key', token, userId, name, created, expiry, workspaceId });
      const row = await findKey(trx, { userId, only: null }, id);
      if (!row) throw new Error('the key just inserted is not there');
      const audit = { event: 'key_created', at: created, by: origin ? username : null, subject: username } as const;
      await recordAudit(trx, { ...audit, object: { id, kind: 'api_key', name }, ...(origin && { origin }) });
      return { row, token };
    });
}
