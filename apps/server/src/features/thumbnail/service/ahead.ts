import { createQuiet } from '../../../kernel/quiet.ts';

/** Time in milliseconds without a publish after which pictures are drawn, so that publishes go first. */
const WAIT_MS = 1000;

/** Longest time in milliseconds that pictures wait while publishes come. */
const MOST_MS = 30_000;

/** Most figures and assets whose pictures wait. Others are drawn when they are first requested. */
const MOST_WAITING = 200;

/** Draws pictures of new revisions before anybody views them. */
export interface Ahead {
  /** Call it after each publish. Of a figure's revisions that wait, only the newest one is drawn. */
  published(revisionId: string, parentId: string): void;
  close(): void;
}

export function createAhead(prepare: (revisionId: string) => void): Ahead {
  let newest = new Map<string, string>();

  function drawWaiting(): void {
    const due = [...newest.values()];
    newest = new Map();
    for (const revisionId of due) prepare(revisionId);
  }

  const quiet = createQuiet({ waitMs: WAIT_MS, mostMs: MOST_MS, work: drawWaiting });
  return {
    published(revisionId, parentId) {
      if (newest.size < MOST_WAITING || newest.has(parentId)) newest.set(parentId, revisionId);
      quiet.noticed();
    },
    close: quiet.close,
  };
}
