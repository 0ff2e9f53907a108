import type { Reason } from '../../../kernel/pictures/index.ts';

/**
 * Pause before a failed drawing is tried again. It grows with each failure, since the first may come from a busy
 * machine. If a limit ended the drawing, the longest pause applies immediately.
 */
const FIRST_FAILURE_MS = 15_000;
const LONGEST_FAILURE_MS = 10 * 60_000;
const MOST_FAILURES = 10_000;

interface Failure {
  until: number;
  pause: number;
  reason: Reason;
}

/** Remembers failed drawings for a while: each attempt may occupy a child process for seconds. */
export function createFailures() {
  const failures = new Map<string, Failure>();
  return {
    /** The reason of a failure that is too recent for another attempt. */
    of(key: string): Reason | undefined {
      const failure = failures.get(key);
      return failure && performance.now() < failure.until ? failure.reason : undefined;
    },
    add(key: string, reason: Reason): void {
      const before = failures.get(key);
      const longer = before ? Math.min(4 * before.pause, LONGEST_FAILURE_MS) : FIRST_FAILURE_MS;
      const pause = reason === 'too_costly' ? LONGEST_FAILURE_MS : longer;
      failures.delete(key);
      failures.set(key, { until: performance.now() + pause, pause, reason });
      const [oldest] = failures.keys();
      if (failures.size > MOST_FAILURES && oldest !== undefined) failures.delete(oldest);
    },
  };
}
