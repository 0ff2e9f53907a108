import type { SignedIn } from '../../../kernel/auth/index.ts';
import { type Clock, parseTime } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { ApiError, invalid, notAllowed } from '../../../kernel/errors.ts';
import { objects } from '../../../kernel/objects/index.ts';

const DAY = 86_400_000_000;

export interface KeyChecks {
  /** The time of an expiry date; null: as late as the server allows, or never. Throws `invalid_request`. */
  checkExpiry(text: string | null): number | null;
  /** The IDs of workspaces that a user reaches. Throws `not_allowed` for others. */
  checkWorkspaces(principal: SignedIn, ids: readonly string[]): Promise<string[]>;
}

/** Checks of the fields of a new key. `maxDays`: its longest life; 0: keys may live for ever. */
export function createKeyChecks({ db, clock, maxDays }: { db: Db; clock: Clock; maxDays: number }): KeyChecks {
  return {
    checkExpiry(text) {
      const latest = maxDays > 0 ? clock.now() + maxDays * DAY : null;
      // wire: published clients send no expiry, so on a server that allows none the key lives as long as it may
      if (text === null) return latest;
      const expiry = parseTime(text);
      if (expiry === null) throw invalid('expiry', 'must be a time, such as 2030-01-31T12:00:00+00:00');
      if (expiry <= clock.now()) throw invalid('expiry', 'must be in the future');
      if (latest !== null && expiry > latest) throw invalid('expiry', `must be within ${maxDays} days on this server`);
      return expiry;
    },

    async checkWorkspaces(principal, ids) {
      const found = new Set<string>();
      try {
        for (const id of ids) found.add((await objects.authorise(db, principal, 'view', 'workspace', id)).id);
      } catch (error) {
        // wire: whatever the reason, a workspace that the user can't reach is 403
        throw error instanceof ApiError ? notAllowed() : error;
      }
      return [...found];
    },
  };
}
