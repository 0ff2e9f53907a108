import { expect, it } from 'vitest';
import { columns } from './output.ts';

it('columns are as wide as their longest cell, up to 60 characters', () => {
  const rows = (name: string) =>
    columns([
      [name, 'first'],
      ['short', 'second'],
    ]).split('\n');
  expect(rows('longer')).toEqual(['longer  first', 'short   second']);
  const long = 'x'.repeat(1000);
  expect(rows(long)).toEqual([`${long}  first`, `${'short'.padEnd(60)}  second`]);
});
