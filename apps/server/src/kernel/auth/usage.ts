import { recordAudit } from '../audit.ts';
import { elapsed } from '../clock.ts';
import { type Db, databaseFailure, type Trx, transact } from '../db/index.ts';
import { hashToken } from '../ids.ts';
import { isAudited, type KnownKey, keyBy, type Use, writeUse } from './store.ts';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;

/** Uses, places and failures remembered at most, so that nobody fills the memory. */
const MOST_REMEMBERED = 10_000;

/** Failures of keys that nobody knows, told to the audit list in an hour. */
const MOST_UNKNOWN = 100;

/** Longest time between tries while the database can't be used. */
const LONGEST_PAUSE_MS = 30_000;

/** Something noted that is to be written. */
interface Item {
  write(trx: Trx): Promise<void>;
  /** It is written, or never will be: forget it. */
  settle(): void;
}

/**
 * When and from where credentials were last used, and what the audit list is told of keys. Everything is noted in memory
 * and written within a second and at shutdown, never per request; reads see what is not written yet. Times only move
 * forward. What can't be written is dropped, alone, and `onError` is told; while the database can't be used, everything is
 * kept, and `onError` is told once.
 */
export interface KeyUsage {
  /** A use of an API key; the first from an address goes to the audit list. */
  noteKey(credentialId: string, use: Use): void;
  /** A use of a session or a refresh token: noted once a minute. */
  noteSignIn(credentialId: string, use: Use): void;
  /** A key that was refused; told once an hour for each key and address. */
  noteFailure(key: string, use: Use): void;
  /** The use that is not written yet. */
  pending(credentialId: string): Use | undefined;
  /** Writes it; throws when the database can't be used. */
  flush(): Promise<void>;
  /** Writes it for the last time. */
  close(): Promise<void>;
}

export function createKeyUsage(db: Db, onError: (error: unknown) => void, interval = 900): KeyUsage {
  let pending = new Map<string, Use>();
  let writing = new Map<string, Use>();
  const places = new Map<string, { id: string; use: Use }>();
  const failures = new Map<string, { hash: string; use: Use }>();
  /** When something was last noted of a sign-in, a place or a failure. */
  const known = new Map<string, number>();
  let unknown = { count: 0, since: 0 };
  let timer: NodeJS.Timeout | undefined;
  /** Tries since the database could last be used. */
  let tries = 0;
  let flushing = Promise.resolve();

  function remember(what: string, time: number): void {
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(what, time);
  }

  async function writePlace(trx: Trx, id: string, use: Use): Promise<void> {
    const event = 'key_used_from_new_address';
    const key = (await isAudited(trx, event, id, use.address)) ? undefined : await keyBy(trx, 'c.id', id);
    if (key) await recordAudit(trx, { event, at: use.time, by: key.username, object: objectOf(key), origin: use });
  }

  async function writeFailure(trx: Trx, hash: string, use: Use): Promise<void> {
    const key = await keyBy(trx, 'c.hash', hash);
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
      details: { reason: key ? reasonOf(key) : 'unknown' },
      ...(key && { object: objectOf(key) }),
    });
  }

  /** One transaction for all; when something in it can't be written, one for each, so that the rest is. */
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
        ...[...places].map(([what, { id, use }]) => ({
          write: (trx: Trx) => writePlace(trx, id, use),
          settle: () => forget(places, what, use),
        })),
        ...[...failures].map(([what, { hash, use }]) => ({
          write: (trx: Trx) => writeFailure(trx, hash, use),
          settle: () => forget(failures, what, use),
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
          () => (tries = 0),
          (error: unknown) => {
            if (tries++ === 0) onError(error);
            schedule();
          },
        );
      },
      Math.min(interval * 2 ** tries, LONGEST_PAUSE_MS),
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
      if (!known.has(what) && places.size < MOST_REMEMBERED && !places.has(what)) places.set(what, { id, use });
    },
    noteSignIn(id, use) {
      const what = `sign-in ${id}`;
      if (elapsed(known.get(what) ?? 0, use.time) < MINUTE) return;
      remember(what, use.time);
      note(id, use);
    },
    noteFailure(key, use) {
      const hash = hashToken(key);
      const what = `failure ${hash} ${use.address}`;
      const isTold = elapsed(known.get(what) ?? 0, use.time) < HOUR || failures.has(what);
      if (isTold || failures.size >= MOST_REMEMBERED) return;
      failures.set(what, { hash, use });
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

const reasonOf = ({ kind, is_active }: KnownKey): string =>
  kind === 'revoked_key' ? 'revoked' : is_active === 1 ? 'expired' : 'account closed';
