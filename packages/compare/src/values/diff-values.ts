import { Budget, LIMITS, Skip } from '../limits.ts';
import { diffSequences } from '../sequence/sequences.ts';
import { compareNumbers } from '../table/number.ts';

/** A JSON value that differs. `path` holds keys and indices. `difference`: the second number minus the first. */
export type ValueChange = { path: string[] } & (
  | { kind: 'removed'; a: unknown }
  | { kind: 'added'; b: unknown }
  | { kind: 'changed'; a: unknown; b: unknown; difference?: string }
);

export type ValuesDiff = { equal: boolean; changes: ValueChange[]; unlisted: number };

/** Deepest nesting. */
const DEEPEST = 100;

/** Compares two JSON values key by key. Throws `Skip` beyond the limits. */
export function diffValues(a: unknown, b: unknown, budget = new Budget()): ValuesDiff {
  const changes: ValueChange[] = [];
  compare(a, b, [], (change) => {
    budget.check();
    changes.push(change);
  });
  return {
    equal: changes.length === 0,
    changes: changes.slice(0, LIMITS.listed),
    unlisted: Math.max(0, changes.length - LIMITS.listed),
  };
}

type Found = (change: ValueChange) => void;

function compare(a: unknown, b: unknown, path: string[], found: Found): void {
  if (Object.is(a, b)) return;
  if (path.length > DEEPEST) throw new Skip(`it is nested deeper than ${DEEPEST} levels`);
  if (isObject(a) && isObject(b)) compareObjects(a, b, path, found);
  else if (Array.isArray(a) && Array.isArray(b)) compareLists(a, b, path, found);
  else found({ kind: 'changed', path, a, b, ...differenceOf(a, b) });
}

function compareObjects(a: Record<string, unknown>, b: Record<string, unknown>, path: string[], found: Found): void {
  for (const key of Object.keys(a)) {
    const place = [...path, key];
    if (Object.hasOwn(b, key)) compare(a[key], b[key], place, found);
    else found({ kind: 'removed', path: place, a: a[key] });
  }
  for (const key of Object.keys(b)) {
    if (!Object.hasOwn(a, key)) found({ kind: 'added', path: [...path, key], b: b[key] });
  }
}

/** Compares the items of two lists in order. Items that replace each other are compared further. */
function compareLists(a: readonly unknown[], b: readonly unknown[], path: string[], found: Found): void {
  const texts = (items: readonly unknown[]) => items.map((item) => JSON.stringify(sorted(item, path.length)));
  for (const run of diffSequences(texts(a), texts(b))) {
    if (run.equal) continue;
    const paired = Math.min(run.aEnd - run.a, run.bEnd - run.b);
    for (let index = 0; index < paired; index++)
      compare(a[run.a + index], b[run.b + index], [...path, String(run.b + index)], found);
    for (let index = run.a + paired; index < run.aEnd; index++)
      found({ kind: 'removed', path: [...path, String(index)], a: a[index] });
    for (let index = run.b + paired; index < run.bEnd; index++)
      found({ kind: 'added', path: [...path, String(index)], b: b[index] });
  }
}

/** A copy whose keys are sorted, because their order has no meaning. Its first item says what it was. */
function sorted(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new Skip(`it is nested deeper than ${DEEPEST} levels`);
  if (Array.isArray(value)) return ['list', ...value.map((item) => sorted(item, depth + 1))];
  if (!isObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return ['object', ...entries.map(([key, item]) => [key, sorted(item, depth + 1)])];
}

function differenceOf(a: unknown, b: unknown): { difference?: string } {
  if (typeof a !== 'number' || typeof b !== 'number') return {};
  const change = compareNumbers(String(a), String(b));
  const difference = change?.same === false ? change.difference() : undefined;
  return difference === undefined ? {} : { difference };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
