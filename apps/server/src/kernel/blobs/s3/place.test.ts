import { expect, it } from 'vitest';
import { locationOf, parsePlace } from './place.ts';

it('a place is read from its address', () => {
  expect(parsePlace('s3://figures/lab%20a/b/?endpoint=http://127.0.0.1:9000&region=eu-central-1')).toEqual({
    bucket: 'figures',
    prefix: 'lab a/b',
    endpoint: new URL('http://127.0.0.1:9000'),
    region: 'eu-central-1',
  });
  expect(parsePlace('s3://figures')).toEqual({ bucket: 'figures', prefix: '', endpoint: null, region: null });
  expect(['', 'lab'].map((prefix) => locationOf({ bucket: 'figures', prefix }))).toEqual([
    's3://figures',
    's3://figures/lab',
  ]);
});

it.each([
  'figures',
  'https://figures/',
  's3://',
  's3://a',
  's3://Figures_1',
  's3://key:secret@figures',
  's3://figures?endpoint=file:///etc',
  's3://figures?endpoint=http://h/path',
  's3://figures?endpoint=http://user:pw@h',
  's3://figures?secret=x',
  's3://figures/%zz',
])('%s is refused, without showing it', (text) => {
  expect(() => parsePlace(text)).toThrow(/^(must|takes)(?!.*(secret@|pw@))/);
});
