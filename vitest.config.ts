import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs tests of pages first. Between others, each would end their worker and discard its loaded modules. */
class PagesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- not that of an array
    const { pages = [], others = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) =>
      moduleId.endsWith('.tsx') ? 'pages' : 'others',
    );
    return [...pages, ...others];
  }
}

/** `unit` needs nothing; the other projects need running servers (see tools/legs). */
export default defineConfig({
  test: {
    pool: 'threads',
    // Generous: a busy two-core machine is no reason for a test to fail.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    isolate: false,
    sequence: { sequencer: PagesFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: ['apps/web/end-pages.ts'],
          // One more than cores: tests wait for disks and time limits a third of their time.
          maxWorkers: availableParallelism() + 1,
          include: [
            'packages/**/*.test.{ts,tsx}',
            'apps/**/*.test.{ts,tsx}',
            'tools/**/*.test.ts',
            'acceptance/{durability,src}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**'],
        },
      },
      'acceptance/vitest.config.ts',
      'acceptance/browser/vitest.config.ts',
      'acceptance/cli/vitest.config.ts',
      'acceptance/typescript/vitest.config.ts',
      'acceptance/notebooks/vitest.config.ts',
    ],
  },
});
