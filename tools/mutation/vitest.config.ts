import { defineConfig, mergeConfig } from 'vitest/config';
import shared from '../../vitest.config.ts';

const { projects: _, ...test } = shared.test ?? {};

/** Runs the tests that MUTATION_TESTS names. */
export default mergeConfig(
  { test },
  defineConfig({ test: { include: (process.env['MUTATION_TESTS'] ?? '').split(',') } }),
);
