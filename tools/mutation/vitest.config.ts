import { defineConfig } from 'vitest/config';

/** Runs the tests that MUTATION_TESTS names. Stryker ends those that a mutant stops, so its limits are the shorter ones. */
export default defineConfig({
  test: {
    include: (process.env['MUTATION_TESTS'] ?? '').split(','),
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 10_000 } },
    isolate: false,
  },
});
