import { expect, test } from 'vitest';
import { assertionsWithoutReason, unexplainedAssertions } from './assertions.ts';
import { fromRoot } from './root.ts';

const linesOf = (...lines: string[]): number[] => assertionsWithoutReason('a.ts', lines.join('\n'));

test('an assertion needs a reason on its line or on the line above', () => {
  expect(linesOf('const a = b as C;')).toEqual([1]);
  expect(linesOf('const a = b as C; // since d')).toEqual([]);
  expect(linesOf('// Since d.', 'const a = b as C;')).toEqual([]);
  expect(linesOf('// Since d.', '', 'const a = b as C;')).toEqual([3]);
  expect(linesOf('const a = <C>b;')).toEqual([1]);
});

test('a reason may stand on any line of an assertion, and each line is told once', () => {
  expect(linesOf('const a = b as {', '  c: string; // as e writes it', '};')).toEqual([]);
  expect(linesOf('const a = f(b as C, d as unknown as E);')).toEqual([1]);
  expect(linesOf('const a = b as {', '  c: string;', '};')).toEqual([3]);
});

test('what asserts nothing needs no reason', () => {
  expect(linesOf('const a = [1, 2] as const;', 'const b = { c: 1 } satisfies D;')).toEqual([]);
  expect(linesOf("import { a as b } from './c.ts';", 'export { b as d };', "import * as e from './f.ts';")).toEqual([]);
  expect(linesOf("const a = 'b as C';", 'const d = `e as F`;')).toEqual([]);
});

test('a block comment tells what a thing is, not why an assertion is right', () => {
  expect(linesOf('/** A value. */', 'const a = b as C;')).toEqual([2]);
});

test('a fixture is no source', () => {
  expect(unexplainedAssertions(fromRoot('tools/fixtures/assertions'))).toEqual([
    'packages/cli/src/here.tsx:1: say in a comment why this "as" is right, or do without it',
  ]);
});
