import { defineConfig } from 'vitest/config';

/** The TypeScript client against TYPESCRIPT_SERVERS, two servers with an account each. */
export default defineConfig({
  test: {
    name: 'typescript',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
