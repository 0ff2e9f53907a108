import { Budget, LIMITS, limit } from '../limits.ts';
import { longestIncreasing } from '../sequence/patience.ts';
import type { TextDiff, TextOptions } from '../text/diff-text.ts';
import { diffText } from '../text/diff-text.ts';
import type { Cell, Notebook } from './cells.ts';
import { matchCells } from './match-cells.ts';

/**
 * A cell that differs. `a` and `b` are its indices, from 0. `moved`: its order among the other cells changed. `cell`:
 * what it holds, unless that is code.
 */
export type CellChange = { cell?: 'markdown' | 'raw' } & (
  | { kind: 'removed'; a: number; text: string }
  | { kind: 'added'; b: number; text: string }
  | { kind: 'moved'; a: number; b: number }
  | { kind: 'changed'; a: number; b: number; moved: boolean; type?: { a: string; b: string }; text: TextDiff }
);

export type CellsDiff = {
  /** Tells whether all cells are the same, in the same order. */
  equal: boolean;
  /** Tells whether outputs, counts or metadata differ. They are not compared further. */
  rest_differs: boolean;
  cells: { a: number; b: number; added: number; removed: number; changed: number; moved: number };
  /** In the order of the second notebook. A removed cell follows the cell before it. */
  changes: CellChange[];
};

/** Compares notebooks or histories cell by cell. Recognises moved cells. Throws `Skip` beyond the limits. */
export function diffCells(a: Notebook, b: Notebook, options: TextOptions = {}): CellsDiff {
  const budget = options.budget ?? new Budget();
  for (const { cells } of [a, b]) limit(cells.length, LIMITS.rows, 'cells');
  const pairs = matchCells(a.cells, b.cells, budget);
  const staying = new Map(longestIncreasing(pairs, ([, other]) => other));
  const changes = [
    ...pairs.flatMap(([index, other]) => {
      const [cell, otherCell] = [a.cells[index], b.cells[other]];
      if (!cell || !otherCell) return [];
      return changeOf(cell, otherCell, { a: index, b: other, moved: !staying.has(index) }, { ...options, budget });
    }),
    ...unpaired(a.cells, pairs, 0).map(
      ({ cell, index }): CellChange => ({ kind: 'removed', a: index, ...kindOf(cell), text: cell.text }),
    ),
    ...unpaired(b.cells, pairs, 1).map(
      ({ cell, index }): CellChange => ({ kind: 'added', b: index, ...kindOf(cell), text: cell.text }),
    ),
  ];
  const count = (kind: CellChange['kind']) => changes.filter((change) => change.kind === kind).length;
  return {
    equal: changes.length === 0,
    rest_differs: a.rest !== b.rest,
    cells: {
      a: a.cells.length,
      b: b.cells.length,
      added: count('added'),
      removed: count('removed'),
      changed: count('changed'),
      moved: changes.filter((change) => change.kind === 'moved' || (change.kind === 'changed' && change.moved)).length,
    },
    changes: inOrder(changes, staying, a.cells.length),
  };
}

type Place = { a: number; b: number; moved: boolean };

function changeOf(a: Cell, b: Cell, { moved, ...place }: Place, options: TextOptions): CellChange[] {
  if (a.text === b.text && a.type === b.type) return moved ? [{ kind: 'moved', ...place, ...kindOf(b) }] : [];
  const type = a.type === b.type ? {} : { type: { a: a.type, b: b.type } };
  return [{ kind: 'changed', ...place, moved, ...kindOf(b), ...type, text: diffText(a.text, b.text, options) }];
}

const kindOf = ({ type }: Cell): Pick<CellChange, 'cell'> => (type === 'code' ? {} : { cell: type });

function unpaired(cells: readonly Cell[], pairs: readonly [number, number][], side: 0 | 1) {
  const paired = new Set(pairs.map((pair) => pair[side]));
  return cells.map((cell, index) => ({ cell, index })).filter(({ index }) => !paired.has(index));
}

/** Sorts changes by the second notebook. A removed cell follows the cell before it that kept its order. */
function inOrder(changes: readonly CellChange[], staying: ReadonlyMap<number, number>, count: number): CellChange[] {
  const before = new Float64Array(count);
  for (let [index, last] = [0, -1]; index < count; index++) {
    last = staying.get(index) ?? last;
    before[index] = last + 0.5;
  }
  return changes
    .map((change) => ({ change, place: change.kind === 'removed' ? (before[change.a] ?? 0) : change.b }))
    .toSorted((first, second) => first.place - second.place)
    .map(({ change }) => change);
}
