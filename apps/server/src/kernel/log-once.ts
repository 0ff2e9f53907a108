/** Writes one event to the log. */
export type Log = (event: string, detail: object) => void;

export interface LogOnce {
  /** Logs an event immediately, or counts it if its cause was logged recently. */
  report(cause: string, event: string, detail: object): void;
  /** Logs the counts so far. */
  close(): void;
}

const WHILE_MS = 60_000;
/** Most causes remembered at once; all others share one entry. */
const MOST_CAUSES = 1000;
const OTHERS = 'others';

/** Logs each cause in one line. Repetitions are counted and logged regularly, with their number as `repeated`. */
export function createLogOnce(log: Log, whileMs = WHILE_MS): LogOnce {
  const logged = new Map<string, { event: string; detail: object; repeated: number; timer: NodeJS.Timeout }>();

  /** Logs the repetitions; returns false if there were none. */
  function sum(cause: string): boolean {
    const known = logged.get(cause);
    if (!known || known.repeated === 0) return false;
    log(known.event, { ...known.detail, repeated: known.repeated });
    known.repeated = 0;
    return true;
  }

  return {
    report(cause, event, detail) {
      const key = logged.has(cause) || logged.size < MOST_CAUSES ? cause : OTHERS;
      const known = logged.get(key);
      if (known) {
        Object.assign(known, { event, detail });
        known.repeated += 1;
        return;
      }
      const timer = setInterval(() => {
        if (sum(key)) return;
        clearInterval(timer);
        logged.delete(key);
      }, whileMs).unref();
      logged.set(key, { event, detail, repeated: 0, timer });
      log(event, detail);
    },
    close() {
      for (const [cause, { timer }] of logged) {
        sum(cause);
        clearInterval(timer);
      }
      logged.clear();
    },
  };
}
