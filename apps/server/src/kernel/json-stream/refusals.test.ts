import { describe, expect, it } from 'vitest';
import { BodyError } from './errors.ts';
import { chunksOf, generous, scan } from './test-harness.ts';

const refusal = async (body: string | Buffer, limits: object = {}) => {
  const { error } = await scan(body, { limits: { ...generous, ...limits } });
  if (!(error instanceof BodyError)) throw new Error(`not refused: ${String(body)}`);
  const { name, code, status, path, message } = error;
  expect(name).toBe('BodyError');
  return [code, status, path, message];
};
const base64 = (text: string) => `{"data":[{"data":"QQ=="},{"data":"${text}"}]}`;

describe('a refused body', () => {
  it.each([
    ['', 'the body is empty'],
    [' \n', 'the body is empty'],
    ['{', 'the body ends too early'],
    ['{"a":1', 'the body ends too early'],
    ['[1,', 'the body ends too early'],
    ['"a', 'the body ends too early'],
    ['"a\\', 'the body ends too early'],
    ['{"data":[{"data":"QQ', 'the body ends too early'],
    ['{"data":[{"data":"QQ=="', 'the body ends too early'],
    ['{,}', 'an unexpected character at byte 1'],
    ['[1 2]', 'an unexpected character at byte 3'],
    ['[1]]', 'an unexpected character at byte 3'],
    ['[1}', 'an unexpected character at byte 2'],
    ['[1,]', 'an unexpected character at byte 3'],
    ['{"a":1,}', 'an unexpected character at byte 7'],
    ['{"a"}', 'an unexpected character at byte 4'],
    ['{"a"::1}', 'an unexpected character at byte 5'],
    ['{"a",1}', 'an unexpected character at byte 4'],
    ['{"a" "b"}', 'an unexpected character at byte 5'],
    ['{"a":}', 'an unexpected character at byte 5'],
    ['{1:2}', 'an unexpected character at byte 1'],
    ['[:]', 'an unexpected character at byte 1'],
    ['1,2', 'an unexpected character at byte 1'],
    ['1 2', 'an unexpected character at byte 2'],
    ['[1;2]', 'an unexpected character at byte 2'],
    ['truth', 'a string, number or word is not well-formed'],
    ['[01]', 'a string, number or word is not well-formed'],
    ['{"a":1.}', 'a string, number or word is not well-formed'],
    ['["\\x"]', 'a string, number or word is not well-formed'],
    ['{"\\x":1}', 'a string, number or word is not well-formed'],
    ['["\t"]', 'a string, number or word is not well-formed'],
  ])('of the JSON %j is told: %s', async (body, what) => {
    expect(await refusal(body)).toEqual(['malformed_json', 400, undefined, `Invalid JSON: ${what}.`]);
  });

  it('that is not UTF-8 is told so, in a value, a key or anywhere', async () => {
    for (const body of ['{"a":"\xff"}', '{"\xff":1}', '[["\xff"]]'])
      expect(await refusal(Buffer.from(body, 'latin1'))).toEqual([
        'malformed_json',
        400,
        undefined,
        'Invalid JSON: the text is not UTF-8.',
      ]);
  });

  it.each([
    ['A', 'an impossible length'],
    ['QUJDR', 'an impossible length'],
    ['QQ=', 'wrong padding'],
    ['Q=', 'wrong padding'],
    ['QUI==', 'wrong padding'],
    ['QQ==QQ', 'padding before its end'],
    ['QQ==\\u0051', 'padding before its end'],
    ['Q*==', 'a character outside the alphabet'],
    ['Q\\u0100==', 'a character outside the alphabet'],
    ['Q\\u002a==', 'a character outside the alphabet'],
  ])('with the base64 %s is told: %s, and where', async (text, what) => {
    const where = 'data[1].data';
    expect(await refusal(base64(text))).toEqual([
      'malformed_base64',
      400,
      where,
      `${where} is not valid base64: ${what}.`,
    ]);
  });

  it.each([
    ['Q\u0001', 'a control character in data[1].data'],
    ['Q\\q', 'an unknown escape in data[1].data'],
    ['Q\\U0051', 'an unknown escape in data[1].data'],
    ['Q\\u00g1', 'an incomplete \\u escape in data[1].data'],
    ['Q\\u005', 'an incomplete \\u escape in data[1].data'],
  ])('with the string %j for bytes is told: %s', async (text, what) => {
    expect(await refusal(base64(text))).toEqual(['malformed_json', 400, undefined, `Invalid JSON: ${what}.`]);
  });

  it('that is too much is told the limit', async () => {
    const body = base64('QQ==');
    expect(await refusal(body, { maxBytes: 40 })).toEqual([
      'body_too_large',
      413,
      undefined,
      'The request body is larger than 40 bytes.',
    ]);
    expect(await refusal(body, { maxRestBytes: 20 })).toEqual([
      'rest_too_large',
      413,
      undefined,
      'The request body without its data is larger than 20 bytes.',
    ]);
    expect(await refusal(body, { maxDepth: 2 })).toEqual([
      'body_too_deep',
      400,
      undefined,
      'The request body is nested more than 2 levels deep.',
    ]);
    expect(await refusal(body, { maxItems: 5 })).toEqual([
      'too_many_items',
      413,
      undefined,
      'The request body holds more than 5 values.',
    ]);
  });
});

describe('bytes', () => {
  it.each([
    ['QUI=', '4142'],
    ['QUI', '4142'],
    ['\\u0051\\u0055I=', '4142'],
    ['-_-_', 'fbffbf'],
    ['+/+\\/', 'fbffbf'],
    [' Q\\tQ \\n=\\f=\\r', '41'],
    ['', ''],
  ])('are read from the base64 %j, in pieces of any size', async (text, hex) => {
    const body = Buffer.from(`{"data":[{"data":"${text}"}]}`);
    for (const size of [1, 2, 3, body.length]) {
      const parts = Array.from({ length: Math.ceil(body.length / size) }, (_, at) =>
        body.subarray(at * size, at * size + size),
      );
      expect((await scan(chunksOf(...parts))).value).toEqual({ data: [{ data: { hex } }] });
    }
  });
});
