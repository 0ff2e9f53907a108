import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Skip } from '../limits.ts';
import { diffText, type TextBlock, type TextDiff } from './diff-text.ts';
import { linesOf } from './lines.ts';
import { diffWords } from './words.ts';

function apply({ blocks }: TextDiff, a: string): string {
  const lines = linesOf(a);
  const of = (block: TextBlock): string[] => {
    if (block.kind === 'changed') return block.added.map(({ text }) => text);
    return block.kind === 'equal' ? block.lines : lines.slice(block.a, block.a + block.count);
  };
  return blocks.flatMap(of).join('');
}

const changedBlocks = (diff: TextDiff) => diff.blocks.filter((block) => block.kind === 'changed');

const marked = (text: string, spans: readonly [number, number][]) => spans.map(([from, end]) => text.slice(from, end));

describe('the difference of two texts', () => {
  test('is empty for a text and itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', ' ') }), (text) => {
        const diff = diffText(text, text);
        expect(diff).toMatchObject({ equal: true, added: 0, removed: 0 });
        expect(changedBlocks(diff)).toEqual([]);
        expect(diff.endings).toBeUndefined();
      }),
    );
  });

  test('applied to the first text gives the second one', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n', '\n', ' '), maxLength: 200 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 4 }), (a, b, context) => {
        const diff = diffText(a, b, { context });
        expect(apply(diff, a)).toBe(b);
        expect(diff.equal).toBe(a === b);
        expect(changedBlocks(diff).length > 0).toBe(a !== b);
      }),
      { numRuns: 1000 },
    );
  });

  test('marks the changed words of a line, also beside an added line', () => {
    const diff = diffText('import os\nthreshold = 0.5\nplot(x)\n', 'import os\nimport sys\nthreshold = 0.7\nplot(x)\n');
    const [block] = changedBlocks(diff);
    expect(block).toEqual({
      kind: 'changed',
      a: 1,
      b: 1,
      removed: [{ text: 'threshold = 0.5\n', changed: [[12, 15]] }],
      added: [{ text: 'import sys\n' }, { text: 'threshold = 0.7\n', changed: [[12, 15]] }],
    });
  });

  test('folds equal lines except three next to a change', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}\n`);
    const diff = diffText(lines.join(''), lines.with(20, 'other\n').join(''));
    expect(diff.blocks.map((block) => [block.kind, block.a])).toEqual([
      ['folded', 0],
      ['equal', 17],
      ['changed', 20],
      ['equal', 21],
      ['folded', 24],
    ]);
    expect(diffText(lines.join(''), lines.join('')).blocks).toEqual([{ kind: 'folded', a: 0, b: 0, count: 40 }]);
  });

  test('names line endings that differ, and is not equal', () => {
    const diff = diffText('a\r\nb\r\n', 'a\nb\n');
    expect(diff).toMatchObject({ equal: false, added: 0, removed: 0, endings: { a: 'crlf', b: 'lf' } });
    expect(diffText('a\nb', 'a\nb\n')).toMatchObject({ equal: false, added: 1, removed: 1 });
    expect(diffText('a\r\nb\nc\n', 'a\nb\r\nc\n')).toMatchObject({ equal: false, added: 2, removed: 2 });
  });

  test('is refused, not called equal, beyond the limits', () => {
    const many = 'x\n'.repeat(100_001);
    expect(() => diffText(many, many)).toThrow(new Skip('it has 100,001 lines, more than 100,000'));
  });
});

test('words are marked by their place, in long lines between the equal ends', () => {
  const [a, b] = ['plot(x, color="red", alpha=0.25)', 'plot(x, color="blue", alpha=0.5)'];
  const words = diffWords(a, b);
  expect(marked(a, words.a)).toEqual(['red', '0.25']);
  expect(marked(b, words.b)).toEqual(['blue', '0.5']);
  const long = 'word '.repeat(2_000);
  const ends = diffWords(`${long}one${long}`, `${long}two!${long}`);
  expect(marked(`${long}one${long}`, ends.a)).toEqual(['one']);
  expect(marked(`${long}two!${long}`, ends.b)).toEqual(['two!']);
  expect(diffWords(long, `${long}more`)).toEqual({ a: [], b: [[10_000, 10_004]] });
});
