import { defineConfig } from 'vitest/config';

/** Tests the journey on BROWSER_URL, a server without accounts, and the pages on PAGES_URL, a server with accounts. */
export default defineConfig({
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    bail: 1,
    // Pages wait half of their time. Each file has its own account.
    maxWorkers: 4,
    testTimeout: 300_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
