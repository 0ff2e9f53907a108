import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import {
  deleteBetween,
  forgetOriginsBetween,
  forgetPlacesBefore,
  forgetUsesBefore,
  rangeBefore,
} from '../store/retention.ts';

/** Most rows changed in one statement, and the pause after it: others get to write in between. */
const STEP = 200;
const PAUSE_MS = 20;

const DAY_MICROS = 24 * 60 * 60 * 1_000_000;

export interface RetentionDeps {
  db: Db;
  clock: Clock;
  /** Days that entries of the audit list stay; 0: for ever. */
  auditDays: number;
  /** Days that addresses, clients and machines stay; 0: for ever. */
  addressDays: number;
  /** Ends the work between two steps. */
  isStopped?: () => boolean;
  /** For tests. */
  step?: number;
}

/** Deletes old audit entries, and empties old addresses, clients and machines, in small steps. */
export function createRetention(deps: RetentionDeps): () => Promise<void> {
  const { db, clock, auditDays, addressDays, isStopped = () => false, step = STEP } = deps;

  const timeBefore = (days: number) => clock.now() - days * DAY_MICROS;

  /** Changes old entries, a few at a time. */
  async function changeOld(time: number, change: typeof deleteBetween): Promise<void> {
    const range = await rangeBefore(db, time);
    for (let from = range.first; from <= range.last && !isStopped(); from += step) {
      await change(db, time, from, from + step);
      await sleep(PAUSE_MS);
    }
  }

  return async () => {
    if (auditDays > 0) await changeOld(timeBefore(auditDays), deleteBetween);
    if (addressDays === 0) return;
    const time = timeBefore(addressDays);
    await changeOld(time, forgetOriginsBetween);
    await forgetPlacesBefore(db, time);
    while (!isStopped() && (await forgetUsesBefore(db, time, step)) === step) await sleep(PAUSE_MS);
  };
}
