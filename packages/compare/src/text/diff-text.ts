import { Budget, LIMITS, limit } from '../limits.ts';
import { diffSequences, type Run } from '../sequence/sequences.ts';
import { type Endings, endingsOf, linesOf, withLf } from './lines.ts';
import { pairLines } from './pair-lines.ts';
import { diffWords, type Span } from './words.ts';

/** A removed or added line. `changed`: its changed words, if the other text has a similar line. */
export type Line = { text: string; changed?: Span[] };

/** Part of a comparison. `a` and `b` are indices of lines, from 0. Folded lines are equal and not listed. */
export type TextBlock =
  | { kind: 'equal'; a: number; b: number; lines: string[] }
  | { kind: 'folded'; a: number; b: number; count: number }
  | { kind: 'changed'; a: number; b: number; removed: Line[]; added: Line[] };

export type TextDiff = {
  /** Tells whether the texts are the same, with line endings. */
  equal: boolean;
  added: number;
  removed: number;
  /** Given if the texts end their lines in different ways. Then endings are ignored in `blocks`. */
  endings?: { a: Endings; b: Endings };
  blocks: TextBlock[];
};

export type TextOptions = {
  /** Equal lines to list before and after a change. Default: 3. `Infinity` folds nothing. */
  context?: number;
  budget?: Budget;
};

/** Compares two texts line by line, and changed lines word by word. Throws `Skip` beyond the limits. */
export function diffText(a: string, b: string, { context = 3, budget = new Budget() }: TextOptions = {}): TextDiff {
  for (const text of [a, b]) limit(text.length, LIMITS.characters, 'characters');
  let [lines, others] = [linesOf(a), linesOf(b)];
  for (const { length } of [lines, others]) limit(length, LIMITS.lines, 'lines');
  const endings = { a: endingsOf(lines), b: endingsOf(others) };
  const differ = endings.a !== endings.b && endings.a !== 'none' && endings.b !== 'none';
  if (differ) [lines, others] = [withLf(lines), withLf(others)];
  const check = () => budget.check();
  const runs = diffSequences(lines, others, check);
  const changed = runs.filter(({ equal }) => !equal);
  return {
    equal: a === b,
    added: changed.reduce((sum, run) => sum + run.bEnd - run.b, 0),
    removed: changed.reduce((sum, run) => sum + run.aEnd - run.a, 0),
    ...(differ ? { endings } : {}),
    blocks: runs.flatMap((run, index) => {
      check();
      if (!run.equal) return [changedBlock(run, lines, others)];
      return fold(run, lines, index === 0 ? 0 : context, index === runs.length - 1 ? 0 : context);
    }),
  };
}

function changedBlock(run: Run, lines: readonly string[], others: readonly string[]): TextBlock {
  const removed = lines.slice(run.a, run.aEnd).map((text): Line => ({ text }));
  const added = others.slice(run.b, run.bEnd).map((text): Line => ({ text }));
  const texts = (all: readonly Line[]) => all.map(({ text }) => text);
  for (const [index, other] of pairLines(texts(removed), texts(added))) {
    const [line, otherLine] = [removed[index], added[other]];
    if (!line || !otherLine) continue;
    const spans = diffWords(line.text, otherLine.text);
    line.changed = spans.a;
    otherLine.changed = spans.b;
  }
  return { kind: 'changed', a: run.a, b: run.b, removed, added };
}

/** Lists the equal lines next to changes, and folds the others. */
function fold(run: Run, lines: readonly string[], before: number, after: number): TextBlock[] {
  const count = run.aEnd - run.a;
  // One hidden line would take the place of its fold.
  if (count <= before + after + 1 && before + after > 0) return [listed(run, lines, 0, count)];
  const hidden: TextBlock = { kind: 'folded', a: run.a + before, b: run.b + before, count: count - before - after };
  return [
    ...(before > 0 ? [listed(run, lines, 0, before)] : []),
    hidden,
    ...(after > 0 ? [listed(run, lines, count - after, count)] : []),
  ];
}

const listed = (run: Run, lines: readonly string[], from: number, end: number): TextBlock => ({
  kind: 'equal',
  a: run.a + from,
  b: run.b + from,
  lines: lines.slice(run.a + from, run.a + end),
});
