import { defineConfig } from 'vitest/config';

/** A person's way through the web app of BROWSER_URL, a server without an account. */
export default defineConfig({
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    bail: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
