import { describe, expect, it } from 'vitest';
import { parseExact } from './parse-exact.ts';
import { Base64Bytes, Slices, streamJson } from './stream-json.ts';
import { chunksOf } from './test-harness.ts';

const leaf = (bytes: Buffer, pieceBytes = 1000, size = bytes.length): Base64Bytes => {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  return new Base64Bytes(() => chunksOf(...pieces), size);
};

async function text(value: unknown): Promise<string> {
  const { length, chunks } = streamJson(value);
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const all = Buffer.concat(parts);
  if (length !== null) expect(length).toBe(all.length);
  return all.toString();
}

const bytes = Buffer.from(Array.from({ length: 4001 }, (_, index) => (index * 7919) % 251));

describe('streamJson', () => {
  it.each([0, 1, 2, 3, 4, 5, 4000, 4001])('writes %i bytes as base64, however they arrive', async (length) => {
    const part = bytes.subarray(0, length);
    for (const pieceBytes of [1, 2, 3, 4, 1000, 5000]) {
      expect(await text({ data: leaf(part, pieceBytes) })).toBe(JSON.stringify({ data: part.toString('base64') }));
    }
  });

  it('writes pieces larger than it encodes at once', async () => {
    const large = Buffer.alloc(1_000_000, bytes);
    expect(await text([leaf(large, 999_999)])).toBe(JSON.stringify([large.toString('base64')]));
  });

  it('writes everything else as JSON.stringify does', async () => {
    const value = { b: [1, null, undefined, 'é"\\ \ud800'], a: undefined, d: new Date(0), '\u0000': { 1: true } };
    expect(await text(value)).toBe(JSON.stringify(value));
    expect(await text(parseExact('{"n":[1.0,1e400]}'))).toBe('{"n":[1.0,1e400]}');
  });

  it('writes several leaves in order, even alone and adjacent', async () => {
    const [one, two] = [leaf(Buffer.from('A')), leaf(Buffer.from('B'))];
    expect(await text(one)).toBe('"QQ=="');
    expect(await text([one, two, { x: one }])).toBe('["QQ==","Qg==",{"x":"QQ=="}]');
  });

  it('is not confused by strings that look like its own mark', async () => {
    for (const trap of ['\\u0041', '"\\u0041"', '\\"\\u0041"', 'A', '\\\\u0041']) {
      const value = { [trap]: trap, list: [trap] };
      expect(await text(value)).toBe(JSON.stringify(value));
      expect(await text({ [trap]: leaf(Buffer.from('A')), z: trap })).toBe(JSON.stringify({ [trap]: 'QQ==', z: trap }));
    }
  });

  it.each([3, 5])('breaks the stream if a source of %i bytes gives 4', async (size) => {
    await expect(text({ data: leaf(bytes.subarray(0, 4), 1, size) })).rejects.toThrow('where');
  });

  it('writes nothing of a chunk that exceeds the announced size', async () => {
    const written: string[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of streamJson(leaf(bytes.subarray(0, 6), 6, 3)).chunks) written.push(String(chunk));
    };
    await expect(read()).rejects.toThrow('gave 6 bytes where 3 were promised');
    expect(written).toEqual(['"']);
  });

  it('opens a source only when its turn comes', async () => {
    let opened = false;
    const open = () => {
      opened = true;
      return chunksOf();
    };
    const { chunks } = streamJson({ before: 1, data: new Base64Bytes(open, 0) });
    const iterator = chunks[Symbol.asyncIterator]();
    await iterator.next();
    expect(opened).toBe(false);
    await iterator.return?.();
  });

  it('rejects a value without a JSON form', () => expect(() => streamJson(undefined)).toThrow(TypeError));
});

describe('slices', () => {
  const slices = (...parts: unknown[][]) =>
    new Slices(async function* read() {
      yield* parts;
    });

  it('are written as one list, wherever they are', async () => {
    for (const parts of [[], [[]], [[1]], [[], [1, 'a'], [], [{ b: null }]]]) {
      expect(await text(slices(...parts))).toBe(JSON.stringify(parts.flat()));
      expect(await text({ a: slices(...parts), b: [slices(...parts), 1] })).toBe(
        JSON.stringify({ a: parts.flat(), b: [parts.flat(), 1] }),
      );
    }
    expect(streamJson([slices()]).length).toBeNull();
  });

  it('have items with leaves of their own', async () => {
    const inner = [slices([1], [2]), leaf(Buffer.from('A')), '"\\u0041"'];
    expect(await text(slices(inner, [slices()], [leaf(Buffer.from('B'))]))).toBe(
      JSON.stringify([[1, 2], 'QQ==', '"\\u0041"', [], 'Qg==']),
    );
  });

  it('are prepared before they are written, and not read before their turn or after the reader left', async () => {
    const seen: string[] = [];
    const list = new Slices(async function* read() {
      try {
        for (let at = 0; ; at += 1) {
          seen.push(`read ${at}`);
          yield [{ at }];
        }
      } finally {
        seen.push('end');
      }
    });
    list.prepare = async ([item]) => void Object.assign(item as object, { isPrepared: true });
    let written = '';
    for await (const chunk of streamJson(list).chunks) {
      written += String(chunk);
      if (written.includes('"at":1')) break;
    }
    expect(written).toBe('[{"at":0,"isPrepared":true},{"at":1,"isPrepared":true}');
    expect(seen).toEqual(['read 0', 'read 1', 'end']);
  });

  it('break the stream with the error of their source, without the end of the list', async () => {
    const list = new Slices(async function* read() {
      yield [1];
      throw new Error('gone');
    });
    const written: string[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of streamJson(list).chunks) written.push(String(chunk));
    };
    await expect(read()).rejects.toThrow('gone');
    expect(written.join('')).toBe('[1');
  });

  it('are never written as plain JSON', () => {
    expect(() => JSON.stringify({ list: slices([1]) })).toThrow('as a stream');
  });
});
