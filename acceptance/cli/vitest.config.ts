import { defineConfig } from 'vitest/config';

/** Tests the built commands against CLI_URL and CLI_OTHER_URL, two servers with given accounts. */
export default defineConfig({
  test: {
    name: 'cli',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
