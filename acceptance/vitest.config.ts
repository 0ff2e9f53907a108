import { defineConfig } from 'vitest/config';

/** Tests the wire of ACCEPTANCE_URL. It runs from any folder. */
export default defineConfig({
  test: {
    name: 'acceptance',
    root: import.meta.dirname,
    include: ['wire/**/*.test.ts'],
    setupFiles: ['src/after-each-file.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
