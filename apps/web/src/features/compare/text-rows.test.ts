import { diffText } from '@gofigr/compare';
import { expect, test } from 'vitest';
import type { Token } from '../../ui/code/pieces.ts';
import { groupsOf, pagesOf, partsOf, type Row, textIn, withItsLines } from './text-rows.ts';

const lines = (count: number, change: Record<number, string> = {}) =>
  Array.from({ length: count }, (_, line) => `${change[line + 1] ?? `x = ${line + 1}`}\n`).join('');

const allOf = ({ count, rowsOn }: ReturnType<typeof pagesOf>): Row[] =>
  Array.from({ length: count }, (_, page) => rowsOn(page)).flat();

test.each([false, true])('pages of any size have the same rows, each once (split: %s)', (split) => {
  const after = lines(90, { 3: 'y', 40: 'z\nnew' }).replace('x = 60\nx = 61\n', '');
  const { blocks } = diffText(lines(90), after);
  const whole = pagesOf(blocks, split, 1_000);
  expect(whole.count).toBe(1);
  expect(whole.last).toBe(90);
  for (const size of [1, 2, 7]) {
    const pages = pagesOf(blocks, split, size);
    expect(allOf(pages)).toEqual(whole.rowsOn(0));
    expect(pages.rowsOn(0)).toBe(pages.rowsOn(0));
    expect(pages.rowsOn(0)).toHaveLength(size);
  }
  expect(pagesOf([], split, 7)).toMatchObject({ count: 0, last: 0 });
});

test('only the pages that are drawn are made', () => {
  let read = 0;
  const added = Array.from({ length: 100_000 }, (_, line) => ({
    get text() {
      read++;
      return `${line}\n`;
    },
  }));
  const pages = pagesOf([{ kind: 'changed', a: 0, b: 0, removed: [], added }], false, 50);
  expect(pages.rowsOn(1_999).at(-1)).toMatchObject({ right: { number: 100_000 } });
  expect(read).toBeLessThanOrEqual(100);
});

test.each([false, true])('a text put together from a difference has each line at its number (split: %s)', (split) => {
  const [before, after] = [lines(60, { 30: 'y = 1', 31: 'gone' }), lines(60, { 30: 'y = 2' }).replace('x = 50\n', '')];
  const { blocks } = diffText(before, after);
  const texts = { left: textIn(blocks, 'a').split('\n'), right: textIn(blocks, 'b').split('\n') };
  expect(texts.left).toHaveLength(before.split('\n').length);
  for (const row of allOf(pagesOf(blocks, split, 7))) {
    if (row.kind === 'folded') continue;
    for (const side of ['left', 'right'] as const) {
      const line = row[side];
      if (line) expect(`${texts[side][line.number - 1]}\n`).toBe(line.text);
    }
  }
});

test('colours and changed words are both kept', () => {
  const tokens: Token[] = [
    [4, 'red', 'pink'],
    [5, 'blue', 'cyan'],
  ];
  const parts = partsOf({ number: 1, text: 'abcdefghi\n', spans: [[2, 6]] }, tokens);
  expect(parts).toEqual([
    { text: 'ab', light: 'red', dark: 'pink' },
    { text: 'cd', light: 'red', dark: 'pink', match: 0 },
    { text: 'ef', light: 'blue', dark: 'cyan', match: 0 },
    { text: 'ghi', light: 'blue', dark: 'cyan' },
  ]);
  expect(groupsOf(parts).map((group) => group.parts.length)).toEqual([1, 2, 1]);
});

test('colours of another text are not used, and no character is lost', () => {
  const parts = partsOf({ number: 1, text: 'longer than its colours', spans: [[0, 6]] }, [[3, 'red', 'pink']]);
  expect(parts.map((part) => ('text' in part ? part.text : ''))).toEqual(['longer', ' than its colours']);
});

test('of a line of a megabyte, the changed parts are shown', () => {
  const text = `${'a'.repeat(500_000)}CHANGED${'b'.repeat(500_000)}`;
  const parts = partsOf({ number: 1, text, spans: [[500_000, 500_007]] }, undefined);
  const shown = parts.map((part) => ('text' in part ? part.text.length : -part.hidden));
  expect(parts.some((part) => 'text' in part && part.match === 0 && part.text === 'CHANGED')).toBe(true);
  expect(shown.reduce((sum, length) => sum + Math.abs(length), 0)).toBe(text.length);
  expect(shown.filter((length) => length > 0).reduce((sum, length) => sum + length, 0)).toBeLessThan(1_000);
  expect(partsOf({ number: 1, text }, undefined)).toHaveLength(2);
});

test('a carriage return within a line ends none', () => {
  expect(withItsLines('a\rb\r\nc\n')).toBe('a b\r\nc\n');
});
