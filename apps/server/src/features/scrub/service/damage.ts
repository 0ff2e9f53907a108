import { setTimeout as sleep } from 'node:timers/promises';
import type { Look } from '../../../kernel/blobs/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { allDamaged, deleteDamaged, isNamed, keepDamaged } from '../store.ts';

/** Most blobs in memory: if a whole disk is lost, the first ones say enough. */
const MOST_KNOWN = 50_000;

/** Longest time that a shutdown waits for the list, in milliseconds. */
const CLOSE_MS = 1000;

/** Log of the scrub and of the list of damage. */
export interface Log {
  error(detail: object, message: string): void;
  warn(detail: object, message: string): void;
}

/** A check of a blob in a store; null is the server's own. */
type StoreLook = Look & { store?: string | null };

/** The list of damaged blobs. Readers and the scrub add damaged blobs, and remove those that they find intact. */
export interface Damage {
  /** Records a check of a blob. Changes to the list are logged and written soon. */
  seen(look: StoreLook): void;
  /** Removes a deleted blob of the server's own store from the list. */
  forget(hash: string): void;
  /** Reads the list, which another server may have changed. */
  refresh(): Promise<void>;
  /** Waits until everything is written, but not for a hanging disk. */
  close(): Promise<void>;
}

export interface DamageDeps {
  db: Db;
  clock: Clock;
  log: Log;
  /** Tells whether the storage as a whole is there. Without it, nothing is known about single blobs. */
  isThere(): Promise<boolean>;
}

export function createDamage({ db, clock, log, isThere }: DamageDeps): Damage {
  /** Store and hash → damage and state of the file; each is logged once. */
  const known = new Map<string, string>();
  let writing = Promise.resolve();
  let isAway = false;

  function write(hash: string, work: () => Promise<void>): void {
    // The next `refresh` forgets damage that could not be written; it is then found again.
    writing = writing
      .then(work)
      .catch((error: unknown) => log.error({ err: error, hash }, 'the list of damaged blobs could not be written'));
  }

  async function add(
    { hash, size, state, store = null }: StoreLook,
    problem: NonNullable<Look['problem']>,
  ): Promise<void> {
    const key = placeOf(hash, store);
    if (store === null && problem !== 'damaged' && !(await storageIsThere())) return void known.delete(key);
    // The blob was deleted meanwhile.
    if (!(await isNamed(db, hash, store))) return void known.delete(key);
    try {
      await keepDamaged(db, { hash, size_bytes: size, problem, state: state ?? '', found_on: clock.now(), store });
    } finally {
      log.error({ hash, size, problem, ...(store !== null && { store }) }, 'a stored blob is damaged');
    }
  }

  async function storageIsThere(): Promise<boolean> {
    const wasAway = isAway;
    isAway = !(await isThere());
    if (isAway && !wasAway) log.error({}, 'the blob folder is missing');
    return !isAway;
  }

  return {
    seen(look) {
      const { hash, size, problem, state, store = null } = look;
      const key = placeOf(hash, store);
      if (problem === null) {
        if (!known.delete(key)) return;
        log.warn({ hash, size }, 'a damaged blob is intact again');
        write(hash, () => deleteDamaged(db, hash, store));
        return;
      }
      const found = keyOf(problem, state ?? '');
      if (known.get(key) === found || (known.size >= MOST_KNOWN && !known.has(key))) return;
      known.set(key, found);
      write(hash, () => add(look, problem));
    },

    forget(hash) {
      if (known.delete(placeOf(hash, null))) write(hash, () => deleteDamaged(db, hash, null));
    },

    async refresh() {
      await writing;
      const before = writing;
      const rows = await allDamaged(db, MOST_KNOWN);
      // The rows may not have the damage that was found meanwhile.
      if (writing !== before) return;
      known.clear();
      for (const { hash, problem, state, store } of rows) known.set(placeOf(hash, store), keyOf(problem, state));
    },

    close: () => Promise.race([writing, sleep(CLOSE_MS, undefined, { ref: false })]),
  };
}

const keyOf = (problem: string, state: string): string => `${problem} ${state}`;
const placeOf = (hash: string, store: string | null): string => `${store ?? ''} ${hash}`;
