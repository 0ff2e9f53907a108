import { describe, expect, it } from 'vitest';
import { parseExact } from './parse-exact.ts';
import { seeded, validDocument } from './test-generator.ts';
import { keepSource, plain } from './test-harness.ts';

const printed = (text: string): string => JSON.stringify(parseExact(text));

describe('parseExact', () => {
  it.each([
    ...[
      '12345678901234567890',
      '9007199254740993',
      '-9007199254740993',
      '1.0',
      '-0',
      '-0.0',
      '1E5',
      '1e5',
      '1e+5',
      '1.50',
    ],
    ...['1e400', '-1e400', '1e-400', '0.10', '0e0', '100000000000000000000000', '0.1000000000000000055511151231257827'],
  ])('keeps the spelling of %s', (number) => {
    expect(JSON.isRawJSON(parseExact(number))).toBe(true);
    expect(printed(number)).toBe(number);
    expect(printed(`{"a":[${number},{"b":${number}}]}`)).toBe(`{"a":[${number},{"b":${number}}]}`);
  });

  it.each(['0', '1', '-1', '12', '0.1', '-2.5', '9007199254740991', '1e+21', '1e-7', '123456789012345'])(
    'parses %s as an ordinary number',
    (number) => expect(parseExact(number)).toBe(Number(number)),
  );

  it('keeps __proto__ and constructor as data of the object', () => {
    const value = parseExact('{"__proto__":{"a":1.0},"constructor":1.0,"b":[{"__proto__":-0}]}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'b']);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1.0},"constructor":1.0,"b":[{"__proto__":-0}]}');
  });

  it('keeps the last of several members with one name', () => {
    expect(printed('{"a":1.0,"a":2}')).toBe('{"a":2}');
    expect(printed('{"a":2,"a":1.0}')).toBe('{"a":1.0}');
  });

  it('does not change strings that look like numbers, nor numbers after any string', () => {
    const text = '["1.0","\\"1.0","\\\\",1.0,"a\\\\\\"",-0,{"1.0":"-0"}]';
    expect(printed(text)).toBe(text);
  });

  it.each(['', '01', '1.', '{1.0:2}', '[1.0', '1.0.0', '1.0 1.0', '"1.0', '[1.0,]', '-'])('refuses %j', (text) => {
    expect(() => parseExact(text)).toThrow(SyntaxError);
  });

  it('supports the same depth as JSON.parse', () => {
    const deep = 100_000;
    let value = parseExact(`${'['.repeat(deep)}1.0${']'.repeat(deep)}`);
    for (let level = 0; level < deep; level++) value = (value as unknown[])[0];
    expect(JSON.stringify(value)).toBe('1.0');
  });

  it('equals JSON.parse for random documents, and prints numbers as in the source', () => {
    for (let seed = 1; seed <= 2000; seed++) {
      const text = validDocument(seeded(seed));
      const value = parseExact(text);
      expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text, keepSource as never)));
      expect(plain(value)).toEqual(JSON.parse(text));
    }
  });
});
