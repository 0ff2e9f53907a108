/** Writes one event to the log. */
export type Log = (event: string, detail: object) => void;

export interface LogOnce {
  /** Logs an event immediately, or counts it if its cause was logged recently. */
  tell(cause: string, event: string, detail: object): void;
  /** Logs the counts so far. */
  close(): void;
}

const WHILE_MS = 60_000;
/** Most causes remembered at once; all others share one entry. */
const MOST_CAUSES = 1000;
const OTHERS = 'others';

/** Logs each cause in one line. Repetitions are counted and logged regularly, with their number as `repeated`. */
export function createLogOnce(log: Log, whileMs = WHILE_MS): LogOnce {
  const told = new Map<string, { event: string; detail: object; repeated: number; timer: NodeJS.Timeout }>();

  /** Logs the repetitions; returns false if there were none. */
  function sum(cause: string): boolean {
    const known = told.get(cause);
    if (!known || known.repeated === 0) return false;
    log(known.event, { ...known.detail, repeated: known.repeated });
    known.repeated = 0;
    return true;
  }

  return {
    tell(cause, event, detail) {
      const key = told.has(cause) || told.size < MOST_CAUSES ? cause : OTHERS;
      const known = told.get(key);
      if (known) {
        Object.assign(known, { event, detail });
        known.repeated += 1;
        return;
      }
      const timer = setInterval(() => {
        if (sum(key)) return;
        clearInterval(timer);
        told.delete(key);
      }, whileMs).unref();
      told.set(key, { event, detail, repeated: 0, timer });
      log(event, detail);
    },
    close() {
      for (const [cause, { timer }] of told) {
        sum(cause);
        clearInterval(timer);
      }
      told.clear();
    },
  };
}
