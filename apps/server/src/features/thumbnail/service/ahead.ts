/** Time in milliseconds for which pictures of new revisions wait, so that publishes go first. */
const WAIT_MS = 1000;

/** Most figures and assets whose pictures wait. Others are drawn when they are first requested. */
const MOST_WAITING = 200;

/** Draws pictures of new revisions before anybody views them. */
export interface Ahead {
  /** Call it after each publish. Of a figure's revisions within a second, only the newest one is drawn. */
  published(revisionId: string, parentId: string): void;
  close(): void;
}

export function createAhead(prepare: (revisionId: string) => void): Ahead {
  let newest = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  function drawWaiting(): void {
    timer = undefined;
    const due = [...newest.values()];
    newest = new Map();
    for (const revisionId of due) prepare(revisionId);
  }

  return {
    published(revisionId, parentId) {
      if (newest.size < MOST_WAITING || newest.has(parentId)) newest.set(parentId, revisionId);
      timer ??= setTimeout(drawWaiting, WAIT_MS).unref();
    },
    close: () => clearTimeout(timer),
  };
}
