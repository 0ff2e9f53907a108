/** Calls a function when nothing has happened for a while. */
export interface Quiet {
  /** Call it whenever something happens. */
  noticed(): void;
  close(): void;
}

/** Calls `work` when nothing was noticed for `waitMs`, or `mostMs` after the first notice if it never becomes quiet. */
export function createQuiet({ waitMs, mostMs, work }: { waitMs: number; mostMs: number; work(): void }): Quiet {
  let timer: NodeJS.Timeout | undefined;
  let longest: NodeJS.Timeout | undefined;

  function stop(): void {
    clearTimeout(timer);
    clearTimeout(longest);
    timer = longest = undefined;
  }

  function begin(): void {
    stop();
    work();
  }

  return {
    noticed() {
      timer = timer?.refresh() ?? setTimeout(begin, waitMs).unref();
      longest ??= setTimeout(begin, mostMs).unref();
    },
    close: stop,
  };
}
