import { defineConfig } from 'vitest/config';

/** A person's way through the web app of BROWSER_URL, a server without an account; pages of PAGES_URL, one with accounts. */
export default defineConfig({
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    bail: 1,
    // Pages wait much of their time. Each file has an account of its own.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
