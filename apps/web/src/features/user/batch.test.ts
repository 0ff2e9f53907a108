import { expect, it } from 'vitest';
import { createBatch } from './batch.ts';

it('loads what is asked at one moment together, each key once, in parts', async () => {
  const asked: string[][] = [];
  const load = createBatch(2, async (keys) => {
    asked.push([...keys]);
    return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, key.toUpperCase()]));
  });
  expect(await Promise.all(['a', 'b', 'a', 'nobody'].map(load))).toEqual(['A', 'B', 'A', undefined]);
  expect(await load('a')).toBe('A');
  expect(asked).toEqual([['a', 'b'], ['nobody'], ['a']]);
});

it('fails for those who asked, and is asked again', async () => {
  let fails = true;
  const load = createBatch(9, async (keys) => {
    if (fails) throw new Error('no network');
    return new Map(keys.map((key) => [key, 1]));
  });
  await expect(Promise.all([load('a'), load('b')])).rejects.toThrow('no network');
  fails = false;
  expect(await load('a')).toBe(1);
});
