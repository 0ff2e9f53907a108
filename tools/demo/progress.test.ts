import { expect, test } from 'vitest';
import { progressLine } from './progress.ts';

test('the line shows the number of published figures and the estimated time left', () => {
  const line = progressLine({ done: 25, total: 100, figure: 'Iris / Petals' }, 10_000);
  expect(line).toBe(`[${'█'.repeat(6)}${'░'.repeat(18)}] 25 of 100 · 30 s left · Iris / Petals`);
});

test('the line never wraps', () => {
  expect(progressLine({ done: 1, total: 2, figure: 'x'.repeat(300) }, 1000, 80)).toHaveLength(79);
});
