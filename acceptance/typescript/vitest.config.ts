import { defineConfig } from 'vitest/config';

/** The TypeScript client against TYPESCRIPT_SERVERS, two servers with an account each. */
export default defineConfig({
  test: {
    name: 'typescript',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    // One file measures the memory of the process.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
