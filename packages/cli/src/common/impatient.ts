import { networked } from './network.ts';

/** Time limit of a small request. After it, the server counts as not answering. */
const LIMIT_MS = 20_000;

/**
 * Fetches with a time limit, for small requests. A server that accepts a connection and never answers doesn't block the
 * command. Not for files, which may take long.
 */
export const impatient: typeof fetch = (input, init) => {
  const signals = [init?.signal, AbortSignal.timeout(LIMIT_MS)].filter((signal) => signal instanceof AbortSignal);
  return networked(input, { ...init, signal: AbortSignal.any(signals) });
};
