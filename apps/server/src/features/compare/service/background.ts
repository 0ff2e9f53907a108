import type { Db } from '../../../kernel/db/index.ts';
import { createQuiet } from '../../../kernel/quiet.ts';
import type { Comparisons } from '../service.ts';
import { missingAmong, neighboursOf, revisionsBelow } from '../store.ts';

/** Time without a publish after which new revisions are compared, so that publishes and pictures go first. */
const WAIT_MS = 3_000;
/** Longest time that new revisions wait while publishes come. */
const MOST_MS = 60_000;
/** Pause after each comparison, so that many publishes keep the machine for themselves. */
const PAUSE_MS = 500;
/** Most new revisions that wait. Others are compared as old ones. */
const MOST_WAITING = 500;

export interface BackgroundComparisons {
  /** Call it after each publish and each change of data. */
  published(revisionId: string): void;
  /** Compares all revisions without a stored result, newest first. */
  fill(): Promise<void>;
  close(): void;
}

interface Deps {
  db: Db;
  comparisons: Pick<Comparisons, 'store'>;
  report(error: unknown): void;
  pauseMs?: number;
}

/** Stores the comparison of each revision with the one before it, while nobody waits. */
export function createBackground({ db, comparisons, report, pauseMs = PAUSE_MS }: Deps): BackgroundComparisons {
  const waiting = new Set<string>();
  let comparing: Promise<void> | undefined;
  let filling: Promise<void> | undefined;
  let closed = false;

  const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs).unref());

  async function compareNew(): Promise<void> {
    for (const id of waiting) {
      waiting.delete(id);
      if (closed) return;
      const { after } = await neighboursOf(db, id);
      const both = after === undefined ? [id] : [id, after];
      // Those that fail now are compared as old ones.
      for (const one of await missingAmong(db, both)) await comparisons.store(one).catch(report);
      await pause();
    }
  }

  async function compareOld(): Promise<void> {
    let below: number | null = null;
    do {
      if (closed) return;
      const { ids, next } = await revisionsBelow(db, below);
      for (const id of ids.length > 0 ? await missingAmong(db, ids) : []) {
        if (closed) return;
        await comparisons.store(id).catch(report);
        await pause();
      }
      below = next;
    } while (below !== null);
  }

  // A run that goes on also compares those that have come since.
  function begin(): void {
    comparing ??= compareNew()
      .catch(report)
      .finally(() => {
        comparing = undefined;
      });
  }

  const quiet = createQuiet({ waitMs: WAIT_MS, mostMs: MOST_MS, work: begin });

  return {
    published(revisionId) {
      if (closed || waiting.size >= MOST_WAITING) return;
      waiting.add(revisionId);
      quiet.noticed();
    },
    fill() {
      filling ??= compareOld().finally(() => {
        filling = undefined;
      });
      return filling;
    },
    close() {
      closed = true;
      quiet.close();
    },
  };
}
