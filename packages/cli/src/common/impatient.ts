/** How long a small request may take before the server counts as not answering. */
const LIMIT_MS = 20_000;

/**
 * `fetch` for commands that send and get little: a server that accepts a connection and then says nothing must not hold
 * them up. Not for files, which take as long as they take.
 */
export const impatient: typeof fetch = (input, init) => {
  const signals = [init?.signal, AbortSignal.timeout(LIMIT_MS)].filter((signal) => signal instanceof AbortSignal);
  return fetch(input, { ...init, signal: AbortSignal.any(signals) });
};
