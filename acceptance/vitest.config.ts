import { defineConfig } from 'vitest/config';

/** The wire suite against ACCEPTANCE_URL, from any folder. */
export default defineConfig({
  test: {
    name: 'acceptance',
    root: import.meta.dirname,
    include: ['wire/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
