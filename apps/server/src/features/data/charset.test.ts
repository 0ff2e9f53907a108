import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let as: Proof;
let figure: string;
beforeAll(async () => {
  test = await startTestServer();
  const owner = await test.account();
  as = owner.proof;
  figure = (await plant(test, as, owner.workspace)).figure;
});
afterAll(() => test.close());

/** Publishes a page and returns the text that its frame shows after the scripts of the server. */
async function shownOf(bytes: Buffer, metadata: object = {}): Promise<string> {
  const datum = { name: 'p', type: 'image', metadata: { format: 'html', ...metadata }, data: bytes.toString('base64') };
  const { body } = await test.call('POST', 'revision/', { figure, metadata: {}, data: [datum] }, as);
  const { url } = (await test.call('POST', `data/${body.data[0].api_id}/view/`, undefined, as)).body;
  const shown = await test.call('GET', url);
  expect(shown.status).toBe(200);
  expect(shown.headers['content-type']).toBe('text/html; charset=utf-8');
  return shown.text.slice(shown.text.indexOf('<p>'));
}

const latin = (text: string) => Buffer.from(text, 'latin1');
const META = '<meta charset="windows-1251">';

describe('the text of a frame', () => {
  it.each([
    ['UTF-8', Buffer.from('<p>Größe 日本</p>'), '<p>Größe 日本</p>'],
    ['ASCII', Buffer.from('<p>plot</p>'), '<p>plot</p>'],
    ['UTF-8 whose declaration is wrong', Buffer.from(`${META}<p>Größe</p>`), '<p>Größe</p>'],
    ['UTF-8 with a long beginning', Buffer.from(`<p>${'a'.repeat(300_000)}é`), `<p>${'a'.repeat(300_000)}é`],
    ['UTF-16 with a mark', Buffer.from('\ufeff<p>ü</p>', 'utf16le'), '<p>ü</p>'],
    ['UTF-16 without a mark', Buffer.from('<p>Größe</p>', 'utf16le'), '<p>Größe</p>'],
    ['UTF-16 the other way', Buffer.from('\ufeff<p>ü</p>', 'utf16le').swap16(), '<p>ü</p>'],
    ['another encoding that it declares', latin(`${META}<p>\xcf\xf0</p>`), '<p>Пр</p>'],
    ['ASCII of another encoding', latin('<meta charset="iso-2022-jp"><p>\x1b$BF|\x1b(B'), '<p>日'],
    ['another encoding that nobody declares', latin(`<p>${'a'.repeat(300_000)}ö`), `<p>${'a'.repeat(300_000)}ö`],
    ['UTF-8 that is cut off', Buffer.from('<meta charset="utf-8"><p>aü').subarray(0, -1), '<p>a\ufffd'],
  ])('is right, and its header says UTF-8: %s', async (_name, bytes, text) => {
    expect(await shownOf(bytes)).toBe(text);
  });

  it('has the encoding of the publisher, if it is one', async () => {
    const bytes = latin('<p>\xcf\xf0</p>');
    expect(await shownOf(bytes, { encoding: 'cp1251' })).toBe('<p>Пр</p>');
    for (const encoding of ['utf-8', 'x"\r\nset-cookie: a=b', 7])
      expect(await shownOf(bytes, { encoding })).toBe('<p>Ïð</p>');
    expect(await shownOf(Buffer.from('<p>ü'), { encoding: 'latin1' })).toBe('<p>ü');
  });

  it('may be empty', async () => {
    expect(await shownOf(Buffer.alloc(0))).not.toContain('<p>');
  });
});
