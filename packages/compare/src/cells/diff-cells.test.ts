import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCells } from './cells.ts';
import { type CellsDiff, diffCells } from './diff-cells.ts';

const history = (...cells: string[]) => readCells(JSON.stringify(cells))!;

const notebook = (cells: object[], metadata: object = {}) =>
  readCells(JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }))!;

const code = (source: string | string[], more: object = {}) => ({
  cell_type: 'code',
  source,
  outputs: [],
  execution_count: 1,
  ...more,
});

/** Rebuilds the second history from the first one and the changes. */
function apply(diff: CellsDiff, a: readonly string[]): string[] {
  const result: (string | undefined)[] = Array.from({ length: diff.cells.b });
  const gone = new Set<number>();
  for (const change of diff.changes) {
    if (change.kind !== 'added') gone.add(change.a);
    if (change.kind === 'added') result[change.b] = change.text;
    if (change.kind === 'moved') result[change.b] = a[change.a];
    if (change.kind === 'changed')
      result[change.b] = change.text.blocks
        .flatMap((block) => {
          if (block.kind === 'changed') return block.added.map(({ text }) => text);
          return block.kind === 'equal' ? block.lines : [];
        })
        .join('');
  }
  const kept = a.filter((_, index) => !gone.has(index));
  return result.map((cell) => cell ?? kept.shift()!);
}

describe('the difference of cells', () => {
  test('is empty for the same cells', () => {
    const cells = ['import os', 'x = 1', 'x = 1', ''];
    expect(diffCells(history(...cells), history(...cells))).toEqual({
      equal: true,
      rest_differs: false,
      cells: { a: 4, b: 4, added: 0, removed: 0, changed: 0, moved: 0 },
      changes: [],
    });
  });

  test('recognises moved, changed, added and removed cells', () => {
    const a = history('import numpy as np', 'x = np.arange(10)', 'plot(x, color="red")', 'print("done")');
    const b = history('plot(x, color="blue")', 'import numpy as np', 'x = np.arange(10)', 'save("figure.png")');
    const diff = diffCells(a, b);
    expect(diff.cells).toEqual({ a: 4, b: 4, added: 1, removed: 1, changed: 1, moved: 1 });
    expect(diff.changes).toMatchObject([
      { kind: 'changed', a: 2, b: 0, moved: true },
      { kind: 'removed', a: 3 },
      { kind: 'added', b: 3, text: 'save("figure.png")' },
    ]);
    const swapped = diffCells(history('one', 'two', 'three'), history('three', 'one', 'two'));
    expect(swapped.changes).toEqual([{ kind: 'moved', a: 2, b: 0 }]);
  });

  test('says which cells hold no code', () => {
    const text = (source: string) => ({ cell_type: 'markdown', source });
    const { changes } = diffCells(
      notebook([code('x = 1'), text('# The old title')]),
      notebook([code('x = 2'), text('# The new title')]),
    );
    expect(changes.map(({ cell }) => cell)).toEqual([undefined, 'markdown']);
  });

  test('recognises moved cells of long histories', () => {
    const cells = Array.from({ length: 400 }, (_, index) => `cell ${index}`);
    const diff = diffCells(history(...cells), history(...cells.slice(190), ...cells.slice(0, 190)));
    expect(diff.cells).toMatchObject({ added: 0, removed: 0, changed: 0, moved: 190 });
  });

  test('follows the ID of a cell that was rewritten', () => {
    const diff = diffCells(notebook([code('a = 1', { id: 'x' })]), notebook([code('import everything', { id: 'x' })]));
    expect(diff.changes).toMatchObject([{ kind: 'changed', a: 0, b: 0, moved: false }]);
  });

  test('ignores outputs, but says that they differ', () => {
    const a = notebook([code(['x = 1\n', 'x'])]);
    const b = notebook([code('x = 1\nx', { outputs: [{ text: '1' }] })]);
    expect(diffCells(a, b)).toMatchObject({ equal: true, rest_differs: true });
    const type = diffCells(notebook([code('x')]), notebook([{ cell_type: 'markdown', source: 'x' }]));
    expect(type.changes).toMatchObject([
      { kind: 'changed', type: { a: 'code', b: 'markdown' }, text: { equal: true } },
    ]);
  });

  test('applied to the first history gives the second one', () => {
    const cells = fc.array(fc.constantFrom('a b c', 'a b d', 'x y', 'z', 'import q'), { maxLength: 12 });
    fc.assert(
      fc.property(cells, cells, (a, b) => {
        const diff = diffCells(history(...a), history(...b), { context: Number.POSITIVE_INFINITY });
        expect(apply(diff, a)).toEqual(b);
        expect(diff.equal).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1000 },
    );
  });
});

test('a text without cells is no notebook', () => {
  for (const text of ['x = 1', '{"cells": 3}', '{"cells": [1]}', '[1, 2]', '{"cells": [{"source": 4}]}', 'null'])
    expect(readCells(text)).toBeUndefined();
});
