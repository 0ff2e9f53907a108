import { expect, test } from 'vitest';
import { hostOf, withName, withoutPlainName } from './profiles.ts';

test('a connection without a name gets the name of its host', () => {
  expect(withName({ url: 'http://localhost:5173', api_key: 'x' }).profile).toBe('localhost:5173');
  expect(withName({ url: 'http://localhost:5173', profile: 'laptop' }).profile).toBe('laptop');
  expect(withName({ api_key: 'x' }).profile).toBeUndefined();
});

test('a name that equals the host of the address is not written', () => {
  expect(withoutPlainName({ url: 'https://a.example', profile: 'a.example' })).toEqual({ url: 'https://a.example' });
  const named = { url: 'https://a.example', profile: 'laptop' };
  expect(withoutPlainName(named)).toEqual(named);
});

test('a text that is no address is its own host', () => {
  expect(hostOf('nonsense')).toBe('nonsense');
});
