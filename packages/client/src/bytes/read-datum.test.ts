import { describe, expect, it } from 'vitest';
import { readDatum } from './read-datum.ts';

/** Cuts a text into pieces of this many bytes. */
async function* cut(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(text: string, length = 7): Promise<{ bytes: Buffer; rest: unknown }> {
  const reader = readDatum(cut(text, length));
  const parts: Uint8Array[] = [];
  for (;;) {
    const next = await reader.next();
    if (next.done === true) return { bytes: Buffer.concat(parts), rest: next.value };
    parts.push(next.value);
  }
}

const bytes = Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 31) % 256));
const data = bytes.toString('base64');

const DOCUMENTS: readonly object[] = [
  { api_id: 'x', data, name: 'after' },
  { data, metadata: { data: 'not this', nested: [{ data: 'nor this' }] } },
  { metadata: { data: 'not this' }, name: '"data":"nor this"', data },
  { name: 'data', type: 'data', x: ['data', 'data'], data },
  { 'da"ta': 'x', 'data\\': 'y', é: '🎉', data, z: null },
  { database: 'x', dat: 'y', data },
];

describe('a datum', () => {
  it.each(DOCUMENTS.map((document, index) => [index, document]))(
    'is read in pieces of any length, with any other fields before and after its bytes (%i)',
    async (_index, document) => {
      for (const text of [JSON.stringify(document), JSON.stringify(document, null, 2)])
        for (const length of [1, 2, 3, 5, 64, 10_000]) {
          const { bytes: found, rest } = await read(text, length);
          expect(found.equals(bytes)).toBe(true);
          expect(rest).toEqual({ ...document, data: '' });
        }
    },
  );

  it('may write / as \\/, as JSON allows', async () => {
    expect(data).toContain('/');
    expect((await read(JSON.stringify({ data }).replaceAll('/', '\\/'))).bytes.equals(bytes)).toBe(true);
  });

  it('may have no bytes', async () => {
    expect(await read('{"data":"","name":"x"}')).toEqual({ bytes: Buffer.alloc(0), rest: { data: '', name: 'x' } });
    expect(await read('{"data":["YWJj"]}')).toEqual({ bytes: Buffer.alloc(0), rest: { data: ['YWJj'] } });
    expect(await read('{"data":null}')).toEqual({ bytes: Buffer.alloc(0), rest: { data: null } });
  });

  it.each([
    ['ends in the bytes', '{"data":"YWJj'],
    ['ends after them', '{"data":"YWJj"'],
    ['holds no base64', '{"data":"Y!Jj"}'],
    ['ends within four digits', '{"data":"YWJjY"}'],
    ['is a page', '<html>'],
    ['is empty', ''],
  ])('that %s is refused', async (_what, text) => {
    await expect(read(text)).rejects.toThrow(SyntaxError);
  });
});
