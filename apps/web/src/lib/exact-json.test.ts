import { describe, expect, it } from 'vitest';
import { ExactNumber, formatExact, parseExact } from './exact-json.ts';

const roundTrip = (text: string) => formatExact(parseExact(text)).replaceAll(/\s/g, '');

describe('JSON with exact numbers', () => {
  it.each([
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890123',
    '0.10000000000000000555',
    '1.0',
    '0.10',
    '1e400',
    '1E5',
    '-0',
    '[1,2.5,9007199254740993,{"a":1.10}]',
    '{"n":18446744073709551615,"s":"9007199254740993","t":"1.0 \\" 2.0"}',
  ])('comes back as it was: %s', (text) => {
    expect(roundTrip(text)).toBe(text.replaceAll(/\s/g, ''));
  });

  it('keeps numbers that JavaScript prints alike as numbers', () => {
    expect(parseExact('{"a":1.5,"b":[1,-2,1e+21],"c":9007199254740993}')).toEqual({
      a: 1.5,
      b: [1, -2, 1e21],
      c: new ExactNumber('9007199254740993'),
    });
  });

  it('keeps texts and names that look like numbers or hold escapes', () => {
    const text = '{"1.0":"\\\\\\"1.0","__proto__":1.0,"\\u0031.0":"é 1.0"}';
    expect(Object.entries(parseExact(text) as object)).toEqual([
      ['1.0', 'é 1.0'],
      ['__proto__', new ExactNumber('1.0')],
    ]);
  });

  it.each(['', '{', '[1.0,]', '01.0', '{"a":1.}', '-'])('refuses what is no JSON: %j', (text) => {
    expect(() => parseExact(text)).toThrow(SyntaxError);
  });
});
