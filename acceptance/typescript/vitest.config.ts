import { defineConfig } from 'vitest/config';

/** Tests the TypeScript client against TYPESCRIPT_SERVERS, two servers with one account each. */
export default defineConfig({
  test: {
    name: 'typescript',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    // A test measures the memory of the process.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
