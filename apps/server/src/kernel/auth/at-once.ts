import { tooManyAttempts } from '../errors.ts';

/** Usual time after which a refused user may try again, in milliseconds. */
const WAIT_MS = 60_000;

/** Limits how much of something one user runs at once. */
export interface AtOnce {
  /** Counts one more, and returns the function that ends it. Throws `too_many_attempts` at the limit. */
  begin(userId: string): () => void;
}

export function createAtOnce(most: number, detail: string, waitMs = WAIT_MS): AtOnce {
  const running = new Map<string, number>();
  return {
    begin(userId) {
      const count = running.get(userId) ?? 0;
      if (count >= most) throw tooManyAttempts(waitMs, detail);
      running.set(userId, count + 1);
      let isRunning = true;
      return () => {
        if (!isRunning) return;
        isRunning = false;
        const left = (running.get(userId) ?? 1) - 1;
        if (left === 0) running.delete(userId);
        else running.set(userId, left);
      };
    },
  };
}
