import { describe, expect, it } from 'vitest';
import { GoFigr } from './gofigr.ts';
import { type Canned, cannedFetch, json, lost, type Sent } from './test-fetch.ts';

const FIGURE = { api_id: '00000000-0000-4000-8000-00000000000f' };
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

/** A server with one figure that keeps its revisions. `before` may answer instead of it, or lose the answer. */
function figureServer(before: (sent: Sent, count: number, store: () => Response) => Response | Error | undefined) {
  const revisions = new Map<string, object>();
  let posts = 0;
  const answer: Canned = (sent) => {
    if (sent.path.endsWith('/short_id_prefix/reserve/')) return json(201, { prefix: 'abcdefgh' });
    if (sent.method === 'GET') {
      const found = revisions.get(sent.path.split('/').at(-2) ?? '');
      return found ? json(200, found) : json(404, { code: 'not_found', detail: 'No.' });
    }
    const store = (): Response => {
      const { client_id: api_id, figure, short_id } = sent.body;
      if (revisions.has(api_id)) return json(409, { code: 'already_exists', detail: 'There is one.' });
      const data = sent.body.data.map(({ data: text, ...fields }: { data: string }) => ({
        ...fields,
        size_bytes: Buffer.from(text, 'base64').length,
      }));
      revisions.set(api_id, { api_id, figure, short_id, data });
      return json(201, revisions.get(api_id));
    };
    return before(sent, posts++, store) ?? store();
  };
  const { fetch, sent } = cannedFetch(answer);
  return { revisions, sent, gofigr: new GoFigr({ apiKey: 'a-key-made-elsewhere', fetch }) };
}

const posted = (sent: readonly Sent[]): Sent[] => sent.filter(({ path }) => path.endsWith('/revision/'));

const PRIMARY = { api_id: '00000000-0000-4000-8000-00000000000a', workspace_type: 'primary' };

it.each(['', '  ', undefined])('without a workspace (%j) the primary one is used', async (workspace) => {
  const { fetch, sent } = cannedFetch(({ path, method, body }) => {
    if (path.endsWith('/workspace/'))
      return json(200, [PRIMARY, { api_id: FIGURE.api_id, workspace_type: 'secondary' }]);
    return method === 'GET' ? json(200, { entries: [], next: null }) : json(201, { ...body, api_id: FIGURE.api_id });
  });
  const gofigr = new GoFigr({ apiKey: 'a-key-made-elsewhere', fetch, workspace });
  expect(await gofigr.defaultWorkspace()).toBe(PRIMARY.api_id);
  await gofigr.analyses.create({ name: 'A', workspace: '' });
  await gofigr.analyses.findByName('A', { workspace: '', create: true });
  await gofigr.assets.create({ name: 'a.txt', workspace: '' });
  const made = sent.filter(({ method }) => method === 'POST').map((one) => one.body.workspace ?? one.body.parent);
  expect(made).toEqual([PRIMARY.api_id, PRIMARY.api_id, PRIMARY.api_id]);
});

describe('publishing', () => {
  it('sends what the Python client sends', async () => {
    const { gofigr, sent } = figureServer(() => undefined);
    const revision = await gofigr.publish({
      figure: FIGURE,
      image: { data: PNG },
      images: [{ data: '<svg xmlns="http://www.w3.org/2000/svg"/>', isWatermarked: true }],
      code: { data: 'print(1)', language: 'Python', name: 'cell' },
      tables: [{ data: 'a,b\n1,2\n', name: 'frame' }],
      texts: [{ data: 'numpy==2', name: 'pip freeze' }],
      files: [{ data: new Uint8Array([1]), name: 'x.bin', path: '/tmp/x.bin' }],
      metadata: { k: 'v' },
      assets: [{ api_id: 'asset-revision' }],
    });
    const [post] = posted(sent);
    expect(Object.keys(post?.body)[0]).toBe('figure');
    expect(post?.body).toMatchObject({
      figure: FIGURE.api_id,
      metadata: { k: 'v' },
      assets: [{ asset_revision: 'asset-revision', use_type: 'direct' }],
      is_clean_room: false,
      short_id: 'abcdefgh0',
    });
    expect(post?.body.client_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(post?.body.data).toEqual([
      { name: 'pip freeze', type: 'text', metadata: { format: null, encoding: 'utf-8' }, data: 'bnVtcHk9PTI=' },
      {
        name: 'cell',
        type: 'code',
        metadata: { language: 'Python', format: 'text', encoding: 'utf-8' },
        data: 'cHJpbnQoMSk=',
      },
      { name: 'figure', type: 'image', metadata: { is_watermarked: false, format: 'png' }, data: 'iVBORwECAw==' },
      expect.objectContaining({ type: 'image', metadata: { is_watermarked: true, format: 'svg' } }),
      { name: 'frame', type: 'dataframe', metadata: { format: 'csv', encoding: 'utf-8' }, data: 'YSxiCjEsMgo=' },
      { name: 'x.bin', type: 'file', metadata: { path: '/tmp/x.bin' }, data: 'AQ==' },
    ]);
    expect(revision.url).toBe('http://localhost:5173/r/abcdefgh0');
  });

  it('gives each revision the next short ID of one prefix', async () => {
    const { gofigr, sent } = figureServer(() => undefined);
    const ids: (string | null)[] = [];
    for (let count = 0; count < 63; count++) ids.push((await gofigr.publish({ figure: FIGURE, code: 'x' })).short_id);
    expect([ids[0], ids[10], ids[61], ids[62]]).toEqual(['abcdefgh0', 'abcdefgha', 'abcdefghZ', 'abcdefgh10']);
    expect(sent.filter(({ path }) => path.includes('reserve'))).toHaveLength(1);
  });

  it('creates one revision when the answer is lost', async () => {
    const { gofigr, sent, revisions } = figureServer((_sent, count, store) => {
      if (count > 0) return undefined;
      store();
      return lost();
    });
    const revision = await gofigr.publish({ figure: FIGURE, image: { data: PNG } });
    expect(posted(sent)).toHaveLength(2);
    expect(new Set(posted(sent).map(({ body }) => body.client_id))).toEqual(new Set([revision.api_id]));
    expect([...revisions.keys()]).toEqual([revision.api_id]);
  });

  it('is tried again when nothing arrived', async () => {
    const { gofigr, sent, revisions } = figureServer((_sent, count) => (count < 2 ? lost() : undefined));
    await gofigr.publish({ figure: FIGURE, image: { data: PNG }, shortId: false });
    expect(posted(sent)).toHaveLength(3);
    expect(revisions.size).toBe(1);
  });

  it('with the ID of another object is refused', async () => {
    const { gofigr } = figureServer(() => undefined);
    const clientId = crypto.randomUUID();
    await gofigr.publish({ figure: FIGURE, code: 'one', clientId });
    const again = gofigr.publish({ figure: FIGURE, code: 'other', clientId });
    await expect(again).rejects.toMatchObject({ status: 409, code: 'already_exists' });
    const same = await gofigr.publish({ figure: FIGURE, code: 'one', clientId });
    expect(same.api_id).toBe(clientId);
  });

  it('of an image of unknown format asks for the format', async () => {
    const { gofigr } = figureServer(() => undefined);
    const image = { data: new Uint8Array([1, 2, 3]) };
    await expect(gofigr.publish({ figure: FIGURE, image })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(gofigr.publish({ figure: FIGURE, image: { ...image, format: 'tiff' } })).resolves.toBeDefined();
  });
});

it("the hosted product's pages are on another host than its API", async () => {
  const { fetch } = cannedFetch(() => json(200, { api_id: 'x', short_id: null }));
  const gofigr = new GoFigr({ url: 'https://api.gofigr.io', apiKey: 'a-key-made-elsewhere', fetch });
  expect((await gofigr.revisions.get('x')).url).toBe('https://app.gofigr.io/r/x');
});

it('an object shows only its fields and has methods too', async () => {
  const { fetch, sent } = cannedFetch(() => json(200, { api_id: 'a/b', name: 'x' }));
  const figure = await new GoFigr({ apiKey: 'a-key-made-elsewhere', fetch }).figures.get('a/b');
  expect(JSON.parse(JSON.stringify(figure))).toEqual({ api_id: 'a/b', name: 'x' });
  expect({ ...figure }).toEqual({ api_id: 'a/b', name: 'x' });
  await figure.update({ name: 'y' });
  expect(sent.at(-1)).toMatchObject({ method: 'PATCH', path: '/api/v1.4.1/figure/a%2Fb/', body: { name: 'y' } });
});
