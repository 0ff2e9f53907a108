import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderCoverage, uncovered } from './coverage.ts';
import { sections } from './sentences.ts';

test('every sentence of a finished part is held by a test', () => {
  expect(uncovered()).toEqual([]);
});

test('a sentence that no test holds would be noticed', () => {
  const held = { '9.1': { text: 'is held', part: 1 }, '99.1': { text: 'is not', part: 1 } };
  expect(uncovered([{ title: 'Two', sentences: held }])).toEqual(['99.1 is not']);
});

test('a test named as the holder of a sentence exists', () => {
  const places = sections.flatMap(({ sentences }) => Object.values(sentences).flatMap((one) => one.elsewhere ?? []));
  for (const place of places) expect(existsSync(new URL(`../../${place}`, import.meta.url)), place).toBe(true);
});

test('COVERAGE.md is fresh', async () => {
  expect(readFileSync(new URL('../COVERAGE.md', import.meta.url), 'utf8')).toBe(await renderCoverage());
});
