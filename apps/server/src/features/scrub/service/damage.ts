import { setTimeout as sleep } from 'node:timers/promises';
import type { Look } from '../../../kernel/blobs/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { allDamaged, deleteDamaged, isNamed, keepDamaged } from '../store.ts';

/** Blobs kept in mind; of a disk that is lost as a whole, the first say enough. */
const MOST_KNOWN = 50_000;

/** The longest that the end of the server waits for the list, in milliseconds. */
const CLOSE_MS = 1000;

/** Where the scrub and the list of damage say what happened. */
export interface Log {
  error(detail: object, message: string): void;
  warn(detail: object, message: string): void;
}

/** The list of damaged blobs: what readers and the scrub find goes in, what they find whole again goes out. */
export interface Damage {
  /** Takes in a comparison. What changes the list is logged and written soon. */
  seen(look: Look): void;
  /** Takes off the list what was deleted. */
  forget(hash: string): void;
  /** Reads the list, which another server may have changed. */
  refresh(): Promise<void>;
  /** Waits until all is written, but not for a disk that hangs. */
  close(): Promise<void>;
}

export interface DamageDeps {
  db: Db;
  clock: Clock;
  log: Log;
  /** Whether the storage as a whole is there: without it, nothing can be said about one blob. */
  isThere(): Promise<boolean>;
}

export function createDamage({ db, clock, log, isThere }: DamageDeps): Damage {
  /** Hash to what is wrong with which state of the file: logged once. */
  const known = new Map<string, string>();
  let writing = Promise.resolve();
  let isAway = false;

  function write(hash: string, work: () => Promise<void>): void {
    // What could not be written is forgotten at the next `refresh`, and then found again.
    writing = writing
      .then(work)
      .catch((error: unknown) => log.error({ err: error, hash }, 'the list of damaged blobs could not be written'));
  }

  async function add({ hash, size, state }: Look, problem: NonNullable<Look['problem']>): Promise<void> {
    if (problem !== 'damaged' && !(await storageIsThere())) return void known.delete(hash);
    // Deleted meanwhile: its bytes are rightly gone.
    if (!(await isNamed(db, hash))) return void known.delete(hash);
    try {
      await keepDamaged(db, { hash, size_bytes: size, problem, state: state ?? '', found_on: clock.now() });
    } finally {
      log.error({ hash, size, problem }, 'a stored blob is damaged');
    }
  }

  async function storageIsThere(): Promise<boolean> {
    const wasAway = isAway;
    isAway = !(await isThere());
    if (isAway && !wasAway) log.error({}, 'the blob folder is not there');
    return !isAway;
  }

  return {
    seen(look) {
      const { hash, size, problem, state } = look;
      if (problem === null) {
        if (!known.delete(hash)) return;
        log.warn({ hash, size }, 'a damaged blob is whole again');
        write(hash, () => deleteDamaged(db, hash));
        return;
      }
      const found = keyOf(problem, state ?? '');
      if (known.get(hash) === found || (known.size >= MOST_KNOWN && !known.has(hash))) return;
      known.set(hash, found);
      write(hash, () => add(look, problem));
    },

    forget(hash) {
      if (known.delete(hash)) write(hash, () => deleteDamaged(db, hash));
    },

    async refresh() {
      await writing;
      const before = writing;
      const rows = await allDamaged(db, MOST_KNOWN);
      // What was found meanwhile may not be in the rows yet.
      if (writing !== before) return;
      known.clear();
      for (const { hash, problem, state } of rows) known.set(hash, keyOf(problem, state));
    },

    close: () => Promise.race([writing, sleep(CLOSE_MS, undefined, { ref: false })]),
  };
}

const keyOf = (problem: string, state: string): string => `${problem} ${state}`;
