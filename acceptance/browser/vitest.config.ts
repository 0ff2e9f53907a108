import { defineConfig } from 'vitest/config';

/** A person's way through the web app of BROWSER_URL, a server without an account; pages of PAGES_URL, one with accounts. */
export default defineConfig({
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    bail: 1,
    // Of one another's load they would know nothing, and measure it.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
