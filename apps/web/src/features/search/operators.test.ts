import { expect, it } from 'vitest';
import { operatorsIn, valueOf, withOperator, withoutOperator } from './operators.ts';

const TEXT = 'hill tag:final workspace:"Lab of Ada" -type:asset note:x "on:time" ratio:';

it('operators are found as they are written, and other words are not', () => {
  expect(operatorsIn(TEXT)).toEqual(['tag:final', 'workspace:"Lab of Ada"', '-type:asset']);
  expect(operatorsIn('')).toEqual([]);
});

it('an operator is taken away once, with its spaces', () => {
  expect(withoutOperator('a tag:x b tag:x', 'tag:x')).toBe('a b tag:x');
  expect(withoutOperator(TEXT, 'workspace:"Lab of Ada"')).toBe('hill tag:final -type:asset note:x "on:time" ratio:');
});

it('an operator replaces those of its name', () => {
  expect(withOperator('hill type:figure', 'type', 'asset')).toBe('hill type:asset');
  expect(withOperator('hill  type:figure', 'type', null)).toBe('hill');
  expect(withOperator('', 'workspace', 'Lab "B"')).toBe('workspace:"Lab  B "');
  expect(withOperator('-type:asset x', 'type', 'figure')).toBe('-type:asset x type:figure');
});

it('the value of an operator is read without its quotes', () => {
  expect([valueOf(TEXT, 'workspace'), valueOf(TEXT, 'tag'), valueOf(TEXT, 'type')]).toEqual([
    'Lab of Ada',
    'final',
    undefined,
  ]);
});
