import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffValues } from './diff-values.ts';

const changes = (a: unknown, b: unknown) => diffValues(a, b).changes;

describe('the difference of two JSON values', () => {
  test('names nested keys, and numbers with their exact difference', () => {
    expect(
      changes(
        { threshold: 0.5, model: { depth: 3, name: 'a' }, old: true, same: [1] },
        { threshold: 0.7, model: { depth: 3, name: 'b' }, new: null, same: [1] },
      ),
    ).toEqual([
      { kind: 'changed', path: ['threshold'], a: 0.5, b: 0.7, difference: '+0.2' },
      { kind: 'changed', path: ['model', 'name'], a: 'a', b: 'b' },
      { kind: 'removed', path: ['old'], a: true },
      { kind: 'added', path: ['new'], b: null },
    ]);
  });

  test('follows the items of lists', () => {
    expect(changes({ seeds: [1, 2, 3] }, { seeds: [0, 1, 2, 4] })).toEqual([
      { kind: 'added', path: ['seeds', '0'], b: 0 },
      { kind: 'changed', path: ['seeds', '3'], a: 3, b: 4, difference: '+1' },
    ]);
    expect(changes([{ a: 1, b: 2 }], [{ b: 2, a: 1 }])).toEqual([]);
    expect(changes([{ a: 1 }], [{ a: 2 }])).toMatchObject([{ path: ['0', 'a'], difference: '+1' }]);
  });

  test('tells types apart', () => {
    for (const [a, b] of [
      [1, '1'],
      [null, 0],
      [[], {}],
      [{}, null],
      [false, null],
      [{ a: 1 }, [['a', 1]]],
      [['object'], {}],
    ])
      for (const [one, other] of [
        [a, b],
        [[a], [b]],
        [{ key: [a] }, { key: [b] }],
      ])
        expect(diffValues(one, other).equal).toBe(false);
  });

  test('knows keys of the language as names', () => {
    const a: unknown = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}');
    expect(changes(a, {}).map(({ path }) => path)).toEqual([['__proto__'], ['constructor']]);
    expect(changes({}, a)).toHaveLength(2);
  });

  test('lists a thousand changes and counts the others', () => {
    const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`key ${index}`, index]));
    expect(diffValues(many, {})).toMatchObject({ equal: false, unlisted: 500 });
  });

  test('is refused when nested too deep', () => {
    const deep = (value: number): unknown => JSON.parse(`${'{"a":'.repeat(2_000)}${value}${'}'.repeat(2_000)}`);
    expect(() => diffValues(deep(1), deep(2))).toThrow('it is nested deeper than 100 levels');
    const lists = (value: number): unknown => JSON.parse(`${'['.repeat(2_000)}${value}${']'.repeat(2_000)}`);
    expect(() => diffValues(lists(1), lists(2))).toThrow('it is nested deeper than 100 levels');
  });

  test('is empty only for the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        const copy: unknown = JSON.parse(JSON.stringify(a));
        const other: unknown = JSON.parse(JSON.stringify(b));
        expect(changes(copy, JSON.parse(JSON.stringify(a)))).toEqual([]);
        const isSame = JSON.stringify(sortKeys(copy)) === JSON.stringify(sortKeys(other));
        expect(diffValues(copy, other).equal).toBe(isSame);
      }),
    );
  });
});

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', value.map(sortKeys)];
  if (typeof value !== 'object' || value === null) return value;
  return [
    'object',
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  ];
}
