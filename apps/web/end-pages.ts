import { afterEach } from 'vitest';

/** Removes what a test of a page rendered. Its timers would otherwise fire when the next file has no window. */
if ('document' in globalThis) {
  const { cleanup } = await import('@testing-library/react');
  afterEach(cleanup);
}
