import { describe, expect, it } from 'vitest';
import { type Content, dataOf } from './content.ts';
import { GoFigr } from './gofigr.ts';
import { cannedFetch, json } from './test-fetch.ts';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const WEBP = latin1('RIFF\x10\0\0\0WEBPVP8 ');
const AVIF = latin1('\0\0\0\x1cftypavif\0\0\0\0');
const PNG = latin1('\x89PNG\r\n\x1a\n');
const KEY = 'a-key-made-elsewhere';

async function formatOf(data: NonNullable<Content['image']>['data']): Promise<unknown> {
  const [datum] = await dataOf({ image: { data } });
  return (datum?.fields['metadata'] as { format: string } | undefined)?.format;
}

async function textOf(content: Content): Promise<string> {
  const [datum] = await dataOf(content);
  const pieces: Uint8Array[] = [];
  for await (const piece of datum?.source.stream() ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('an image', () => {
  it('is recognized by its bytes, in memory, in a blob without a type and in a source', async () => {
    for (const [bytes, format] of [
      [WEBP, 'webp'],
      [AVIF, 'avif'],
      [PNG, 'png'],
    ] as const) {
      const stream = async function* () {
        for (const byte of bytes) yield new Uint8Array([byte]);
      };
      for (const data of [bytes, bytes.buffer, new Blob([bytes]), { size: bytes.length, stream }])
        expect(await formatOf(data)).toBe(format);
    }
    expect(await formatOf(new Blob(['a'], { type: 'image/webp' }))).toBe('webp');
  });

  it('may be a data URL, whose bytes are sent', async () => {
    const url = `data:image/webp;base64,${Buffer.from(WEBP).toString('base64')}`;
    expect(await formatOf(url)).toBe('webp');
    expect(await textOf({ image: { data: url } })).toBe(Buffer.from(WEBP).toString());
    expect(await formatOf(url.replace('image/webp', ''))).toBe('webp');
    const svg = 'data:image/svg+xml;charset=utf-8,%3Csvg%20xmlns=%22x%22/%3E';
    expect([await formatOf(svg), await textOf({ image: { data: svg } })]).toEqual(['svg', '<svg xmlns="x"/>']);
    await expect(formatOf('data:image/png;base64,A')).rejects.toThrow('damaged');
  });

  it('without bytes is refused', async () => {
    await expect(formatOf(new Uint8Array())).rejects.toThrow('image is empty');
  });
});

describe('a table', () => {
  it('of rows is sent as CSV', async () => {
    const rows = [
      ['a', 'b'],
      [1, null],
      ['x,"y"', new Date(0)],
      [Number.NaN, 'line\nbreak'],
    ];
    const csv = 'a,b\n1,\n"x,""y""",1970-01-01T00:00:00.000Z\nNaN,"line\nbreak"\n';
    expect(await textOf({ tables: [{ name: 'rows', data: rows }] })).toBe(csv);
    expect(await textOf({ tables: [rows] })).toBe(csv);
    expect(await textOf({ tables: [[{ a: 1 }, { b: [2], a: true }]] })).toBe('a,b\n1,\ntrue,[2]\n');
    // Readers skip empty lines.
    expect(await textOf({ tables: [[{ a: 1 }, { a: null }, { a: '' }]] })).toBe('a\n1\n""\n""\n');
    const [datum] = await dataOf({ tables: [rows] });
    expect(datum?.fields).toEqual({ name: 'table', type: 'dataframe', metadata: { format: 'csv', encoding: 'utf-8' } });
  });
});

describe('content of another kind', () => {
  const wrong: Record<string, object> = {
    'a number as bytes': { files: [{ data: 7 }] },
    'a list as bytes': { files: [{ data: [1, 2] }] },
    'no bytes': { texts: [{}] },
    'an object as bytes': { image: { data: { a: 1 } } },
    'a source without size': { files: [{ data: { stream: () => [] } }] },
    'rows of two kinds': { tables: [{ data: [[1], { a: 1 }] }] },
    'cells instead of rows': { tables: [[1, 2]] },
    'rows as Parquet': { tables: [{ format: 'parquet', data: [[1]] }] },
    'no list': { tables: { data: 'a' } },
    'a list of nothing': { images: [null] },
    'metadata that are no JSON': { metadata: { big: 1n } },
    'a figure without a name': { figure: ' ' },
    'a name with NUL': { figure: 'a\0b' },
    'a number as name': { analysis: 7 },
  };

  it.each(Object.entries(wrong))('is refused before any request: %s', async (_kind, content) => {
    const { fetch, sent } = cannedFetch(() => json(200, []));
    const publication = { analysis: 'A', figure: 'F', ...content };
    await expect(new GoFigr({ apiKey: KEY, fetch }).publish(publication)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(sent).toEqual([]);
  });

  it('that breaks while it is read is not taken for a missing server', async () => {
    const gofigr = new GoFigr({ apiKey: KEY, fetch: cannedFetch(() => json(201, {})).fetch });
    const stream = async function* () {
      yield PNG;
      throw new Error('the disk is gone');
    };
    for (const size of [PNG.length, 5_000_000]) {
      const figure = { api_id: '00000000-0000-4000-8000-00000000000f' };
      const sent = gofigr.publish({ figure, files: [{ data: { size, stream } }], shortId: false });
      await expect(sent).rejects.toMatchObject({
        code: 'source_failed',
        message: expect.stringContaining('disk is gone'),
      });
    }
  });
});

it('a name that is too long is shortened at a word, and metadata keep it', async () => {
  const long = `${'word '.repeat(300)}end`;
  const { fetch, sent } = cannedFetch(({ method }) =>
    method === 'GET' ? json(200, { entries: [], next: null }) : json(201, {}),
  );
  const gofigr = new GoFigr({ apiKey: KEY, fetch, workspace: crypto.randomUUID() });
  await gofigr.publish({ analysis: 'A', figure: long, metadata: { a: 1 }, code: 'x', shortId: false });
  const { figure, metadata } = sent.at(-1)?.body ?? {};
  expect(figure).toMatch(/^(word )+word…$/);
  expect(figure.length).toBeGreaterThan(1000);
  expect(metadata).toEqual({ title: long, a: 1 });
});
