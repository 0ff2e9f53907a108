import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderCoverage, renderProtocol, requirementsOf, uncovered } from './coverage.ts';
import { sections } from './requirements.ts';

test('every implemented requirement has a test', () => {
  expect(uncovered()).toEqual([]);
});

test('a requirement without a test is found', () => {
  const requirements = { '9.1': 'has a test', '99.1': 'has none' };
  expect(uncovered([{ title: 'Two', requirements }])).toEqual(['99.1 has none']);
});

test('a test file that a requirement names exists', () => {
  const files = sections.flatMap(requirementsOf).flatMap(({ elsewhere }) => elsewhere ?? []);
  for (const file of files) expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true);
});

test('COVERAGE.md is fresh', async () => {
  expect(readFileSync(new URL('../COVERAGE.md', import.meta.url), 'utf8')).toBe(await renderCoverage());
});

test('docs/protocol.md has every requirement by its number', () => {
  const page = renderProtocol();
  expect(readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')).toBe(page);
  for (const { id } of sections.flatMap(requirementsOf)) expect(page).toContain(`- **${id}** `);
});
