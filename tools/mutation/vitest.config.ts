import { defineConfig } from 'vitest/config';

/** Runs the tests that MUTATION_TESTS names. Its times are those of the whole suite. */
export default defineConfig({
  test: {
    include: (process.env['MUTATION_TESTS'] ?? '').split(','),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    isolate: false,
  },
});
