import { setTimeout as sleep } from 'node:timers/promises';
import type { BlobProblem, BlobStore, Look } from './blobs.ts';
import { BadBlob } from './errors.ts';
import { createRecent } from './recent.ts';

/** States of blobs remembered as good: about 300 bytes each. */
const MOST_STATES = 20_000;

/** Blobs remembered as bad. */
const MOST_SUSPECTS = 1000;

/** The collector takes a file away for a moment to look at its age, and may put it back. */
const ASIDE_MS = 100;

/** Remembers and tells how blobs were when they were last compared with their hashes. */
export interface Verdicts {
  /** Whether all bytes were good in this state of the file. */
  isGood(hash: string, state: string): boolean;
  /** Whether the bytes were bad when they were last seen. */
  isSuspect(hash: string): boolean;
  good(hash: string, size: number, state: string): void;
  /** Says nothing when the bytes were replaced meanwhile: what was found is no longer so. */
  bad(hash: string, size: number, problem: BlobProblem, state: string | null): Promise<void>;
  /** The bytes were kept anew. */
  kept(hash: string, size: number): void;
}

export function createVerdicts(store: Pick<BlobStore, 'open'>, onLook: (look: Look) => void): Verdicts {
  /** Hash to state. */
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
