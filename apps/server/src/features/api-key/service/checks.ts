import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { ApiError, invalid, notAllowed } from '../../../kernel/errors.ts';
import { readExpiry } from '../../../kernel/expiry.ts';
import { objects } from '../../../kernel/objects/index.ts';

const DAY = 86_400_000_000;

export interface KeyChecks {
  /** Returns the time of an expiry date; null: the latest that the server allows, or never. Throws `invalid_request`. */
  checkExpiry(text: string | null): number | null;
  /** Returns the IDs of workspaces that the user can access. Throws `not_allowed` for others. */
  checkWorkspaces(principal: SignedIn, ids: readonly string[]): Promise<string[]>;
}

/** Checks the fields of a key. `maxDays`: its longest life; 0: no limit. */
export function createKeyChecks({ db, clock, maxDays }: { db: Db; clock: Clock; maxDays: number }): KeyChecks {
  return {
    checkExpiry(text) {
      const latest = maxDays > 0 ? clock.now() + maxDays * DAY : null;
      // wire: published clients send no expiry, so a server with a limit uses the latest date
      if (text === null) return latest;
      const expiry = readExpiry(text, clock.now());
      if (latest !== null && expiry > latest) throw invalid('expiry', `must be within ${maxDays} days on this server`);
      return expiry;
    },

    async checkWorkspaces(principal, ids) {
      const found = new Set<string>();
      try {
        for (const id of ids) found.add((await objects.authorise(db, principal, 'view', 'workspace', id)).id);
      } catch (error) {
        // wire: a workspace that the user cannot access is 403, for every reason
        throw error instanceof ApiError ? notAllowed() : error;
      }
      return [...found];
    },
  };
}
