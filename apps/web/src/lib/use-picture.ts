import { useState } from 'react';
import { call } from './api.ts';
import { isTemporary } from './failure.ts';
import { RETRY_MS, useReturns } from './returns.ts';

let isLooking = false;

/** Looks until the server answers: a failed picture doesn't tell whether it is missing or the server is away. */
async function lookForServer(): Promise<void> {
  if (isLooking) return;
  isLooking = true;
  const isAway = () => call('GET /info/').then(() => false, isTemporary);
  while (await isAway()) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  isLooking = false;
}

/** Tells whether a picture could not be shown, and its handler of errors. It is tried again when the server comes back. */
export function usePicture(source: string): { isBroken: boolean; onError: () => void } {
  const attempt = `${useReturns()} ${source}`;
  const [broken, setBroken] = useState<string>();
  const onError = () => {
    setBroken(attempt);
    void lookForServer();
  };
  return { isBroken: broken === attempt, onError };
}
