/** Notices when the server answers again, so that what failed meanwhile can be fetched again. */
import { useSyncExternalStore } from 'react';

/** Milliseconds between two attempts after a failure that may pass. */
export const RETRY_MS = 5000;

let isAway = false;
let returns = 0;
const listeners = new Set<() => void>();

/** Notes that the server did not answer. */
export function noteSilence(): void {
  isAway = true;
}

/** Notes that the server answered. */
export function noteAnswer(): void {
  if (!isAway) return;
  isAway = false;
  returns += 1;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Number of times that the server came back. */
export const useReturns = (): number => useSyncExternalStore(subscribe, () => returns);
