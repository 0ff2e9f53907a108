import { readFileSync } from 'node:fs';
import { FORMATS } from '@gofigr/contract/formats';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

const { beginnings } = JSON.parse(
  readFileSync(new URL('../../../../../python/tests/formats.json', import.meta.url), 'utf8'),
) as { beginnings: Record<string, string[]> };

interface Sent {
  name?: string;
  type?: string;
  metadata?: object;
  data: string;
}

let test: TestServer;
let as: Proof;
let workspace: string;
let figure: string;
beforeAll(async () => {
  test = await startTestServer();
  ({ proof: as, workspace } = await test.account());
  ({ figure } = await plant(test, as, workspace));
});
afterAll(() => test.close());

async function publish(data: readonly Sent[], of = figure) {
  const sent = data.map((one) => ({ name: 'figure', type: 'image', metadata: {}, ...one }));
  const { status, body } = await test.call('POST', 'revision/', { figure: of, metadata: {}, data: sent }, as);
  expect(status).toBe(201);
  return body;
}

const content = (id: string, query = '') => test.call('GET', `data/${id}/content/${query}`, undefined, as);
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** Reads the name in a header, and checks that it is one. */
function nameIn(disposition: unknown): string {
  const found = /^(?:inline|attachment); filename="([ !#-[\]-~]*)"; filename\*=UTF-8''([\w!#$&+.^`|~%-]*)$/.exec(
    String(disposition),
  );
  if (!found) throw new Error(`no RFC 6266: ${String(disposition)}`);
  return decodeURIComponent(found[2] ?? '');
}

describe('downloads', () => {
  it('have the ending and the type of their bytes, whatever is declared', async () => {
    const known = FORMATS.flatMap((format) => (beginnings[format.name] ?? []).map((bytes) => ({ format, bytes })));
    const wrong = ({ format }: (typeof known)[number]) => (format.name === 'gif' ? 'png' : 'gif');
    const { data } = await publish(known.map((one) => ({ metadata: { format: wrong(one) }, data: base64(one.bytes) })));
    expect(known.length).toBeGreaterThan(60);
    for (const [index, { format }] of known.entries()) {
      const { headers } = await content(data[index].api_id, '?inline=true');
      const isShown = ['picture', 'video', 'audio'].includes(String(format.shown));
      const [kind] = String(headers['content-disposition']).split(';');
      const type = isShown ? format.media?.[0] : 'application/octet-stream';
      expect([format.name, kind, headers['content-type']]).toEqual([
        format.name,
        isShown ? 'inline' : 'attachment',
        type,
      ]);
      expect(nameIn(headers['content-disposition'])).toMatch(
        new RegExp(`^.* r\\d+( \\(\\d+\\))?\\.${format.endings[0]}$`),
      );
    }
  });

  it('of a revision have different names, those of `gofigr download`', async () => {
    const made = await test.call('POST', 'figure/', { name: 'Größe "A"/B%\r\n', analysis: await analysisOf() }, as);
    const png = base64('\x89PNG\r\n\x1a\n');
    const sent = [
      { metadata: { format: 'png' }, data: png },
      { metadata: { format: 'png', is_watermarked: true }, data: png },
      { metadata: { format: 'png' }, data: png },
      { type: 'code', name: 'a.R', metadata: { language: 'R', format: 'text' }, data: '' },
      { type: 'text', name: 'pip freeze', metadata: { format: null }, data: '' },
      { type: 'file', name: '../../etc/passwd', metadata: {}, data: '' },
    ];
    await publish(sent, made.body.api_id);
    const { data } = await publish(sent, made.body.api_id);
    const names = [];
    for (const { api_id } of data) names.push(nameIn((await content(api_id)).headers['content-disposition']));
    expect(names).toEqual([
      'Größe _A__B%__ r2.png',
      'Größe _A__B%__ r2 (watermarked).png',
      'Größe _A__B%__ r2 (2).png',
      'a.R',
      'pip freeze.txt',
      '_.._etc_passwd',
    ]);
  });
});

const analysisOf = async (): Promise<string> =>
  (await test.call('GET', `figure/${figure}/`, undefined, as)).body.analysis;

it.each([
  ['PNG bytes that are declared as EPS', { metadata: { format: 'eps' } }],
  ['PNG bytes of an unknown format', { metadata: { format: 'whatever' } }],
  ['PNG bytes that are declared as a format that is not drawn', { metadata: { format: 'bmp' } }],
  ['PNG bytes in a file with another ending', { type: 'file', name: 'scan.TIF' }],
])('%s get a thumbnail', async (_, fields) => {
  const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const { api_id } = await publish([{ ...fields, data: png.toString('base64') }]);
  const { status, body } = await test.call('GET', `revision/${api_id}/thumbnail/128/`, undefined, as);
  expect([status, typeof body.thumbnail]).toEqual([200, 'string']);
});
