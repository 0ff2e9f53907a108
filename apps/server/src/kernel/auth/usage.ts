import { type Db, transact } from '../db/index.ts';

export interface Use {
  time: number;
  address: string;
  client: string;
}

/** Longest client description kept, in characters. */
const CLIENT_LENGTH = 300;

/**
 * When and from where keys were last used. A use is noted in memory and written within a second and at shutdown, never
 * per request; reads see what is not written yet. Times only move forward.
 */
export interface KeyUsage {
  note(credentialId: string, use: Use): void;
  /** What is not written yet. */
  pending(credentialId: string): Use | undefined;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function createKeyUsage(db: Db, onError: (error: unknown) => void, interval = 900): KeyUsage {
  let pending = new Map<string, Use>();
  let writing = new Map<string, Use>();
  let timer: NodeJS.Timeout | undefined;
  let flushing = Promise.resolve();

  async function write() {
    writing = pending;
    pending = new Map();
    if (writing.size === 0) return;
    try {
      await transact(db, async (trx) => {
        for (const [id, use] of writing)
          await trx
            .updateTable('credentials')
            .set({ last_used: use.time, last_address: use.address, last_client: use.client })
            .where('id', '=', id)
            .where((eb) => eb.or([eb('last_used', 'is', null), eb('last_used', '<', use.time)]))
            .execute();
      });
    } catch (error) {
      // Kept for the next try, unless the key has been used again since.
      for (const [id, use] of writing) if (!pending.has(id)) pending.set(id, use);
      throw error;
    } finally {
      writing = new Map();
    }
  }

  const flush = () => {
    flushing = flushing.then(write, write);
    return flushing;
  };

  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      flush().catch((error: unknown) => {
        onError(error);
        schedule();
      });
    }, interval).unref();
  };

  return {
    note(credentialId, { time, address, client }) {
      const known = pending.get(credentialId);
      if (known && known.time >= time) return;
      pending.set(credentialId, { time, address, client: client.slice(0, CLIENT_LENGTH) });
      schedule();
    },
    pending: (credentialId) => pending.get(credentialId) ?? writing.get(credentialId),
    flush,
    async close() {
      clearTimeout(timer);
      await flush();
    },
  };
}
