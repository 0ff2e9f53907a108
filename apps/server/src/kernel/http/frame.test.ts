import { expect, it } from 'vitest';
import { Frame } from './frame.ts';

it('chunks of bytes give their memory back, also with the end of the line or bytes of two data', async () => {
  const chunks = ['{"a":', '1}\nab', 'cde', 'fg', 'hi'].map((text) => Buffer.alloc(text.length, text));
  const frame = new Frame(
    (async function* () {
      yield* chunks;
    })(),
    1000,
  );
  const line = [];
  for await (const part of frame.line()) line.push(part);
  const read = async (count: number) => {
    let text = '';
    for await (const part of frame.bytes(count)) text += Buffer.from(part).toString();
    return text;
  };
  expect([await read(6), await read(3)]).toEqual(['abcdef', 'ghi']);
  expect(Buffer.concat(line).toString()).toBe('{"a":1}');
  // The line may be in use.
  expect(chunks.map(({ length }) => length)).toEqual([5, 0, 0, 0, 0]);
});
