import { defineConfig } from 'vitest/config';

/** Notebooks in the pages of JupyterLab, from NOTEBOOK_PYTHON, with figures that go to BROWSER_URL. */
export default defineConfig({
  test: {
    name: 'notebooks',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
