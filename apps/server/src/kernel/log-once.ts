/** Writes one thing to the log. */
export type Log = (event: string, detail: object) => void;

export interface LogOnce {
  /** Says it at once, or counts it when the same cause has been told within the last while. */
  tell(cause: string, event: string, detail: object): void;
  /** Says what has been counted so far. */
  close(): void;
}

const WHILE_MS = 60_000;
/** Causes remembered at a time; all further ones are one. */
const MOST_CAUSES = 1000;
const OTHERS = 'others';

/** One cause, one line: repetitions are counted, and told once a while in a line with their number, as `repeated`. */
export function createLogOnce(log: Log, whileMs = WHILE_MS): LogOnce {
  const told = new Map<string, { event: string; detail: object; repeated: number; timer: NodeJS.Timeout }>();

  /** Gives whether there was something to say. */
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
