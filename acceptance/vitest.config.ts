import { defineConfig } from 'vitest/config';

/** Tests the wire of ACCEPTANCE_URL. It runs from any folder. */
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
