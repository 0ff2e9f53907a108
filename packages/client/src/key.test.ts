import { inspect } from 'node:util';
import { base62, KEY_DIGITS, KEY_PREFIX, keyChecksum } from '@gofigr/contract/key';
import { expect, it } from 'vitest';
import { GoFigr } from './gofigr.ts';
import { checkKey } from './key.ts';

const body = KEY_PREFIX + base62(123456789n, KEY_DIGITS);
const key = body + keyChecksum(body);

it('a key passes, without the white space that was copied with it', () => {
  expect(checkKey(` ${key}\n`)).toBe(key);
});

it('a key of the hosted product passes', () => {
  const hosted = 'bae966176176752f73ed0f03a18726d4a3a59eccb777f7506f9efeed18442123a24';
  expect(checkKey(hosted)).toBe(hosted);
});

it('a printed client shows no key and no password', () => {
  for (const secret of [{ apiKey: key }, { username: 'alice', password: body }]) {
    const gofigr = new GoFigr(secret);
    for (const text of [inspect(gofigr, { depth: 20, showHidden: true }), JSON.stringify(gofigr)])
      expect(text).not.toContain(body);
  }
});

it.each([
  ['mistyped', `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`],
  ['cut short', key.slice(0, -1)],
  ['two words', `${key} ${key}`],
  ['empty', ' '],
  ['not ASCII', 'gofigr–key'],
])('a key that is %s is refused without a request, and the message does not quote it', (_what, wrong) => {
  const fetch = () => expect.unreachable('a server was asked');
  const make = () => new GoFigr({ apiKey: wrong, fetch });
  expect(make).toThrow(expect.objectContaining({ code: 'key_not_valid', status: undefined }));
  expect(make).not.toThrow(new RegExp(body));
});
