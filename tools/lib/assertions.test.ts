import { expect, test } from 'vitest';
import { assertionsWithoutReason, unexplainedAssertions } from './assertions.ts';

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

test('tests, what they need and the suites of acceptance give no reasons', () => {
  const here = 'export const here = (given: unknown) => given as string;';
  const files = [
    'acceptance/durability/here.ts',
    'acceptance/src/here.ts',
    'apps/server/src/testing/index.ts',
    'packages/cli/src/here.test.ts',
    'packages/cli/src/here.tsx',
  ];
  expect(unexplainedAssertions(new Map(files.map((file) => [file, here])))).toEqual(
    ['acceptance/durability/here.ts', 'packages/cli/src/here.tsx'].map(
      (file) => `${file}:1: say in a comment why this "as" is right, or do without it`,
    ),
  );
});
