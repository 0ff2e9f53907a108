/** How long a failed drawing is remembered, and how many. */
const FAILURE_MS = 10 * 60_000;
const MOST_FAILURES = 10_000;

/** What can't be drawn is not tried again for a while: each try may hold the child process for seconds. */
export function createFailures() {
  const until = new Map<string, number>();
  return {
    has: (hash: string): boolean => Date.now() < (until.get(hash) ?? 0),
    add(hash: string): void {
      if (until.size >= MOST_FAILURES) until.clear();
      until.set(hash, Date.now() + FAILURE_MS);
    },
  };
}
