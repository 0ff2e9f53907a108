import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareNumbers, isNumber, isWithin, plainNumber, type Tolerance } from './number.ts';

const difference = (a: string, b: string) => {
  const change = compareNumbers(a, b);
  return change?.same === false ? change.difference() : change;
};

describe('numbers', () => {
  test('written in another way are the same number', () => {
    for (const [a, b] of [
      ['1.0', '1'],
      ['1e3', '1000'],
      ['+5', '5'],
      ['-0.50', '-.5'],
      ['0', '-0.0'],
      ['007', '7'],
      ['120e-1', '12'],
    ] as const)
      expect(compareNumbers(a, b)).toEqual({ same: true });
  });

  test('have one text for all ways to write them', () => {
    expect(['1', '1.0', '1e0', '+1', '1.00'].map(plainNumber)).toEqual(['1', '1', '1', '1', '1']);
    expect(['100', '1e2', '-0.50', '-.5', '0.0', '-0'].map(plainNumber)).toEqual([
      '100',
      '100',
      '-5e-1',
      '-5e-1',
      '0',
      '0',
    ]);
    expect(['007', 'x1', '', '1-2', '9007199254740993'].map(plainNumber)).toEqual([
      '007',
      'x1',
      '',
      '1-2',
      '9007199254740993',
    ]);
  });

  test('beyond doubles differ exactly', () => {
    expect(difference('9007199254740992', '9007199254740993')).toBe('+1');
    expect(difference('0.1', '0.3')).toBe('+0.2');
    expect(difference('1', '-1')).toBe('-2');
    expect(difference('12345678901234567890.000000001', '12345678901234567890')).toBe('-0.000000001');
    expect(difference('1e30', '1')).toBe(`-${'9'.repeat(30)}`);
    expect(difference('100', '1100')).toBe('+1000');
  });

  test('too wide to subtract are still different', () => {
    expect(compareNumbers('1e999999999', '1')?.same).toBe(false);
    expect(difference('1e999999999', '1')).toBeUndefined();
  });

  test('are told from other texts', () => {
    for (const text of ['', '.', '-', 'e5', '1e', '1 2', '0x10', 'NaN', 'inf', '1,5', '2026-11-29', '1_000'])
      expect(isNumber(text), text).toBe(false);
  });

  test('differ by what adds up to the second one', () => {
    const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        fc.pre(a !== b);
        const signed = `${b > a ? '+' : ''}${b - a}`;
        expect(difference(String(a), String(b))).toBe(signed);
      }),
    );
  });

  test('in a tolerance are told by the absolute or relative difference', () => {
    const within = (a: string, b: string, tolerance: Tolerance) => isWithin(a, b, compareNumbers(a, b)!, tolerance);
    expect(within('100', '101', { relative: 0.01 })).toBe(true);
    expect(within('100', '102', { relative: 0.01 })).toBe(false);
    expect(within('0', '0.001', { absolute: 0.001 })).toBe(true);
    expect(within('0', '0.001', {})).toBe(false);
    expect(within('1e999999999', '1', { relative: 1 })).toBe(false);
    // As doubles, 0.57 × 100 is less than 57.
    expect(within('43', '100', { relative: 0.57 })).toBe(true);
    expect(within('43', '100.00000000000000001', { relative: 0.57 })).toBe(false);
    expect(within('0', '0.10000000000000000001', { absolute: 0.1 })).toBe(false);
    expect(within('-100', '-43', { relative: 0.57 })).toBe(true);
    expect(within('-1', '1', { absolute: 2 })).toBe(true);
  });
});
