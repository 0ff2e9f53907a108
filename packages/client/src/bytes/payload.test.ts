import { describe, expect, it } from 'vitest';
import { type OutgoingDatum, payloadWithData } from './payload.ts';
import { type Bytes, collect, sourceOf } from './source.ts';

const datum = (data: Bytes, fields: Record<string, unknown> = { name: 'x' }): OutgoingDatum => ({
  fields,
  source: sourceOf(data),
});

async function textOf(body: BodyInit | null | undefined): Promise<string> {
  return new Response(body ?? '').text();
}

describe('a body with data', () => {
  it('is the JSON of the whole object, for every type of bytes', async () => {
    const bytes = new Uint8Array([1, 2, 3, 4, 5]);
    const base64 = Buffer.from(bytes).toString('base64');
    const kinds: Bytes[] = [
      bytes,
      bytes.buffer,
      new Blob([bytes]),
      { size: 5, stream: () => sourceOf(bytes).stream() },
    ];
    for (const kind of kinds) {
      const { init } = await payloadWithData({ figure: 'f', metadata: { a: '"' } }, [datum(kind), datum('é')]).open();
      expect(JSON.parse(await textOf(init.body))).toEqual({
        figure: 'f',
        metadata: { a: '"' },
        data: [
          { name: 'x', data: base64 },
          { name: 'x', data: Buffer.from('é').toString('base64') },
        ],
      });
    }
  });

  it('may have no data and no fields', async () => {
    expect(await textOf((await payloadWithData({}, []).open()).init.body)).toBe('{"data":[]}');
  });

  it('is a stream of the announced length if it is large, and can be opened again', async () => {
    const large = new Uint8Array(5_000_001).fill(7);
    const payload = payloadWithData({ figure: 'f' }, [datum(new Blob([large])), datum(large)]);
    for (let attempt = 0; attempt < 2; attempt++) {
      const { init, length } = await payload.open();
      expect(init.body).toBeInstanceOf(ReadableStream);
      expect(init.duplex).toBe('half');
      const text = await textOf(init.body);
      expect(text).toHaveLength(length ?? 0);
      expect(Buffer.from(JSON.parse(text).data[1].data, 'base64').equals(large)).toBe(true);
    }
  });

  it.each([
    ['shorter', 9],
    ['longer', 11],
  ])('fails when a file is %s than announced', async (_what, length) => {
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(length);
    }
    const { open } = payloadWithData({}, [{ fields: { name: 'x' }, source: { size: 10, stream } }]);
    await expect(open()).rejects.toMatchObject({ code: 'source_changed' });
  });
});

it('a blob is read in slices to its end', async () => {
  const bytes = new Uint8Array(2_000_003).map((_, index) => index % 251);
  expect(Buffer.from(await collect(sourceOf(new Blob([bytes])).stream())).equals(Buffer.from(bytes))).toBe(true);
});
