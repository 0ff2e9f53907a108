import { setTimeout as sleep } from 'node:timers/promises';
import type { BlobProblem, BlobStore, Look } from './blobs.ts';
import { BadBlob } from './errors.ts';
import { createRecent } from './recent.ts';

/** States remembered as good, of about 300 bytes each. */
const MOST_STATES = 20_000;

/** Blobs remembered as bad. */
const MOST_SUSPECTS = 1000;

/** Longest time that the collector moves a file aside to check its age, in milliseconds. */
const ASIDE_MS = 100;

/** Remembers and reports the last comparison of blobs with their hashes. */
export interface Verdicts {
  /** Tells whether all bytes were good in this state of the file. */
  isGood(hash: string, state: string): boolean;
  /** Tells whether the bytes were bad when last read. */
  isSuspect(hash: string): boolean;
  good(hash: string, size: number, state: string): void;
  /** Reports nothing if the bytes were replaced meanwhile: the result is outdated then. */
  bad(hash: string, size: number, problem: BlobProblem, state: string | null): Promise<void>;
  /** Called when the bytes were kept again. */
  kept(hash: string, size: number): void;
}

export function createVerdicts(store: Pick<BlobStore, 'open'>, onLook: (look: Look) => void): Verdicts {
  /** Hash → state. */
  const goodStates = createRecent<string>(MOST_STATES);
  const suspects = createRecent<true>(MOST_SUSPECTS);

  async function stateNow(hash: string): Promise<string | null> {
    try {
      const blob = await store.open(hash);
      await blob.close();
      return blob.state;
    } catch (error) {
      if (error instanceof BadBlob) return null;
      throw error;
    }
  }

  return {
    isGood: (hash, state) => goodStates.get(hash) === state,
    isSuspect: (hash) => suspects.get(hash) === true,
    good(hash, size, state) {
      goodStates.set(hash, state);
      suspects.delete(hash);
      onLook({ hash, size, problem: null, state });
    },
    async bad(hash, size, problem, state) {
      if (problem === 'missing') await sleep(ASIDE_MS);
      if ((await stateNow(hash)) !== state) return;
      goodStates.delete(hash);
      suspects.set(hash, true);
      onLook({ hash, size, problem, state });
    },
    kept(hash, size) {
      suspects.delete(hash);
      onLook({ hash, size, problem: null, state: null });
    },
  };
}
