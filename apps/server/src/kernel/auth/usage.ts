import { recordAudit } from '../audit.ts';
import { elapsed } from '../clock.ts';
import { type Db, databaseFailure, type Trx, transact } from '../db/index.ts';
import { hashToken } from '../ids.ts';
import type { KeyRefusal } from './key-check.ts';
import { isAudited, type KnownKey, keyBy, type Use, writeUse } from './store.ts';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;

/** Most uses, addresses and failures in memory, so that nobody can fill it. */
const MOST_REMEMBERED = 10_000;

/** Most failures of unknown keys in the audit list per hour. */
const MOST_UNKNOWN = 100;

/** Longest time between attempts while the database is unavailable. */
const LONGEST_PAUSE_MS = 30_000;

/** A note that is to be written. */
interface Item {
  write(trx: Trx): Promise<void>;
  /** Forgets the note: it is written, or never will be. */
  settle(): void;
}

/**
 * Records the last use of credentials, and the audit events of keys. It notes everything in memory, and writes within a
 * second and at shutdown, never per request. Reads include notes that are not written yet. Times only move forward.
 *
 * A note that cannot be written is dropped alone, and `onError` gets the error. While the database is unavailable, all notes
 * are kept, and `onError` is called once.
 */
export interface KeyUsage {
  /** Notes a use of an API key. The first one from an address is an audit event. */
  noteKey(credentialId: string, use: Use): void;
  /** Notes a use of a session or a refresh token, once a minute. */
  noteSignIn(credentialId: string, use: Use): void;
  /** Notes a refused key, once an hour for each key and address. */
  noteFailure(key: string, use: Use, refusal: KeyRefusal): void;
  /** Returns the last use that is not written yet. */
  pending(credentialId: string): Use | undefined;
  /** Writes all notes. Throws if the database is unavailable. */
  flush(): Promise<void>;
  /** Writes all notes for the last time. */
  close(): Promise<void>;
}

export function createKeyUsage(db: Db, onError: (error: unknown) => void, interval = 900): KeyUsage {
  let pending = new Map<string, Use>();
  let writing = new Map<string, Use>();
  const addresses = new Map<string, { id: string; use: Use }>();
  const failures = new Map<string, { hash: string; use: Use; refusal: KeyRefusal }>();
  /** Time of the last note of a sign-in, an address or a failure. */
  const known = new Map<string, number>();
  let unknown = { count: 0, since: 0 };
  let timer: NodeJS.Timeout | undefined;
  /** Failed attempts since the last successful write. */
  let attempts = 0;
  let flushing = Promise.resolve();

  function remember(what: string, time: number): void {
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(what, time);
  }

  async function writeAddress(trx: Trx, id: string, use: Use): Promise<void> {
    const event = 'key_used_from_new_address';
    const key = (await isAudited(trx, event, id, use.address)) ? undefined : await keyBy(trx, 'c.id', id);
    if (key) await recordAudit(trx, { event, at: use.time, by: key.username, object: objectOf(key), origin: use });
  }

  async function writeFailure(trx: Trx, { hash, use, refusal }: { hash: string; use: Use; refusal: KeyRefusal }) {
    const key = (await keyBy(trx, 'c.hash', hash)) ?? (await keyBy(trx, 'c.previous_hash', hash));
    if (!key) {
      if (elapsed(unknown.since, use.time) > HOUR) unknown = { count: 0, since: use.time };
      if (++unknown.count > MOST_UNKNOWN) return;
    }
    await recordAudit(trx, {
      event: 'key_failed',
      at: use.time,
      by: null,
      subject: key?.username ?? null,
      origin: use,
      details: { reason: refusal },
      ...(key && { object: objectOf(key) }),
    });
  }

  /** Writes all items in one transaction. If one fails, writes each in its own, so that the others are kept. */
  async function writeItems(items: readonly Item[]): Promise<void> {
    const together = (some: readonly Item[]) =>
      transact(db, async (trx) => {
        for (const item of some) await item.write(trx);
      });
    try {
      await together(items);
      for (const item of items) item.settle();
    } catch (error) {
      if (databaseFailure(error) !== null) throw error;
      onError(error);
      for (const item of items) {
        await together([item]).catch((cause: unknown) => {
          if (databaseFailure(cause) !== null) throw cause;
        });
        item.settle();
      }
    }
  }

  async function write() {
    writing = pending;
    pending = new Map();
    try {
      await writeItems([
        ...[...writing].map(([id, use]) => ({
          write: (trx: Trx) => writeUse(trx, id, use),
          settle: () => void writing.delete(id),
        })),
        ...[...addresses].map(([what, { id, use }]) => ({
          write: (trx: Trx) => writeAddress(trx, id, use),
          settle: () => forget(addresses, what, use),
        })),
        ...[...failures].map(([what, failure]) => ({
          write: (trx: Trx) => writeFailure(trx, failure),
          settle: () => forget(failures, what, failure.use),
        })),
      ]);
    } finally {
      // Unwritten uses are kept for the next attempt, unless the credential has been used again since.
      for (const [id, use] of writing) if (!pending.has(id)) pending.set(id, use);
      writing = new Map();
    }
  }

  const flush = () => {
    flushing = flushing.then(write, write);
    return flushing;
  };

  const schedule = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        flush().then(
          () => (attempts = 0),
          (error: unknown) => {
            if (attempts++ === 0) onError(error);
            schedule();
          },
        );
      },
      Math.min(interval * 2 ** attempts, LONGEST_PAUSE_MS),
    ).unref();
  };

  function forget(from: Map<string, unknown>, what: string, use: Use): void {
    remember(what, use.time);
    from.delete(what);
  }

  function note(credentialId: string, use: Use): void {
    const before = pending.get(credentialId);
    if (before && elapsed(before.time, use.time) <= 0) return;
    pending.set(credentialId, use);
    schedule();
  }

  return {
    noteKey(id, use) {
      note(id, use);
      const what = `origin ${id} ${use.address}`;
      if (!known.has(what) && addresses.size < MOST_REMEMBERED && !addresses.has(what))
        addresses.set(what, { id, use });
    },
    noteSignIn(id, use) {
      const what = `sign-in ${id}`;
      if (elapsed(known.get(what) ?? 0, use.time) < MINUTE) return;
      remember(what, use.time);
      note(id, use);
    },
    noteFailure(key, use, refusal) {
      const hash = hashToken(key);
      const what = `failure ${hash} ${use.address}`;
      const isNoted = elapsed(known.get(what) ?? 0, use.time) < HOUR || failures.has(what);
      if (isNoted || failures.size >= MOST_REMEMBERED) return;
      failures.set(what, { hash, use, refusal });
      schedule();
    },
    pending: (credentialId) => pending.get(credentialId) ?? writing.get(credentialId),
    flush,
    async close() {
      clearTimeout(timer);
      await flush().catch(onError);
    },
  };
}

const objectOf = ({ id, name }: KnownKey) => ({ id, kind: 'api_key', name });
