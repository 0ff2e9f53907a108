import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objects } from '../../kernel/objects/index.ts';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let as: Proof;
let planted: Awaited<ReturnType<typeof plant>>;

beforeAll(async () => {
  // Files show what waits.
  test = await startTestServer({ GOFIGR_SMALL_BYTES: '0' });
  const owner = await test.account();
  as = owner.proof;
  planted = await plant(test, as, owner.workspace);
});
afterAll(() => test.close());

const publish = (body: object) => test.call('POST', 'revision/', { figure: planted.figure, ...body }, as);
const datum = (text: string, more: object = {}) => ({
  name: 'd',
  type: 'text',
  metadata: {},
  data: base64(text),
  ...more,
});
const waiting = () => readdir(join(test.config.dataDir, 'blobs', 'tmp'));

describe('a publish that is refused', () => {
  it.each([
    ['invalid base64', { data: [datum('x'), datum('', { data: 'a*b' })] }, 400, 'malformed_base64'],
    ['a datum without bytes', { data: [datum('x'), datum('', { data: null })] }, 400, 'invalid_request'],
    ['a datum without a type', { data: [datum('x', { type: undefined })] }, 400, 'invalid_request'],
    ['an unknown type', { data: [datum('x', { type: 'video' })] }, 400, 'invalid_request'],
    ['metadata of a datum that is not an object', { data: [datum('x', { metadata: 'a' })] }, 400, 'invalid_request'],
    [
      'an object instead of bytes',
      { data: [datum('', { data: { hash: 'a'.repeat(64), size: 1 } })] },
      400,
      'invalid_request',
    ],
    ['a missing figure', { figure: '00000000-0000-4000-8000-000000000000', data: [datum('x')] }, 404, 'not_found'],
    [
      'a short ID with an unreserved prefix',
      { short_id: 'zzzzzzzz0', data: [datum('x')] },
      400,
      'unknown_short_id_prefix',
    ],
    ['an invalid client_id', { client_id: 'mine', data: [datum('x')] }, 400, 'invalid_request'],
  ])('for %s changes nothing and leaves no temporary file', async (_why, body, status, code) => {
    const before = (await test.call('GET', `figure/${planted.figure}/`, undefined, as)).text;
    const answer = await publish(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await test.call('GET', `figure/${planted.figure}/`, undefined, as)).text).toBe(before);
    await expect.poll(waiting).toEqual([]);
  });

  it('names the invalid datum', async () => {
    const { body } = await publish({ data: [datum('x'), datum('', { data: '=' })] });
    expect(body.errors[0].path).toBe('data[1].data');
  });
});

describe('replacing data', () => {
  it('keeps data named by ID, accepts new bytes under the same ID, and keeps the order', async () => {
    const made = await publish({ data: [datum('one', { name: 'one' }), datum('two', { name: 'two' })] });
    const [one, two] = made.body.data;
    const put = await test.call(
      'PUT',
      `revision/${made.body.api_id}/`,
      {
        data: [
          datum('new', { name: 'new' }),
          { api_id: two.api_id },
          datum('ONE!', { api_id: one.api_id, name: 'one' }),
        ],
      },
      as,
    );
    expect(put.body.data.map((each: { name: string }) => each.name)).toEqual(['new', 'two', 'one']);
    expect(put.body.data[1]).toEqual(two);
    expect([put.body.data[2].api_id, put.body.data[2].size_bytes]).toEqual([one.api_id, 4]);
    expect(put.body.size_bytes).toBe(3 + 3 + 4);
  });

  it("does not accept another revision's datum without bytes", async () => {
    const made = await publish({ data: [datum('mine')] });
    const answer = await test.call('PUT', `revision/${made.body.api_id}/`, { data: [{ api_id: planted.data }] }, as);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('publishing twice', () => {
  it('with one client_id is refused with 409, even for another user', async () => {
    const client_id = crypto.randomUUID();
    expect((await publish({ client_id, data: [] })).body.api_id).toBe(client_id);
    const again = await publish({ client_id, data: [] });
    expect([again.status, again.body.code]).toEqual([409, 'already_exists']);
    const figure = await publish({ client_id: planted.figure, data: [] });
    expect(figure.status).toBe(409);
  });

  it('at once gives each revision its own number', async () => {
    const { body: figure } = await test.call('POST', 'figure/', { name: 'Busy', analysis: planted.analysis }, as);
    await Promise.all(Array.from({ length: 12 }, () => publish({ figure: figure.api_id, data: [datum('x')] })));
    const { revisions, size_bytes } = (await test.call('GET', `figure/${figure.api_id}/`, undefined, as)).body;
    expect(revisions.map((each: { revision_index: number }) => each.revision_index)).toEqual([...Array(12).keys()]);
    expect(size_bytes).toBe(12);
  });
});

describe('bytes', () => {
  it.each([
    ['png', 'inline', 'image/png'],
    ['svg', 'inline', 'image/svg+xml'],
    ['html', 'attachment', 'application/octet-stream'],
  ])('of a %s are sent %s with a strict policy', async (format, kind, type) => {
    const bytes = '<script>alert(1)</script>';
    const { body } = await publish({ data: [datum(bytes, { type: 'image', name: 'a "b"/ü', metadata: { format } })] });
    const id = body.data[0].api_id;
    const answer = await test.call('GET', `data/${id}/content/?inline=true`, undefined, as);
    expect(answer.text).toBe(bytes);
    expect(String(answer.headers['content-type'])).toContain(type);
    expect(String(answer.headers['content-disposition'])).toMatch(
      new RegExp(`^${kind}; filename=".*"; filename\\*=UTF-8''`),
    );
    expect(String(answer.headers['content-security-policy'])).toContain('sandbox');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('of interactive HTML are shown in a sandbox, with a link that can not be forged or used for other data', async () => {
    const page = '<p>plot</p>';
    const { body } = await publish({ data: [datum(page, { type: 'image', metadata: { format: 'html' } })] });
    const { url } = (await test.call('POST', `data/${body.data[0].api_id}/view/`, undefined, as)).body;
    const shown = await test.call('GET', url);
    expect(shown.status).toBe(200);
    // Scripts of the frame come before the page.
    expect(shown.text.endsWith(page)).toBe(true);
    expect(String(shown.headers['content-security-policy'])).toMatch(/^sandbox allow-scripts(?!.*allow-same-origin)/);
    expect((await test.call('GET', url.replace(body.data[0].api_id, planted.data))).status).toBe(403);
    expect((await test.call('GET', `${url.slice(0, -3)}abc`)).status).toBe(403);
    const [, , id, expires, signature] = url.split('/');
    expect((await test.call('GET', `/content/${id}/${Number(expires) + 1}/${signature}`)).status).toBe(403);
  });

  it('are immutable for browsers if requested with their hash, and checked again otherwise', async () => {
    const { body } = await publish({ data: [datum('0123456789')] });
    const [{ api_id, hash }] = body.data;
    const get = (query: string, headers: object = {}) =>
      test.call('GET', `data/${api_id}/content/${query}`, undefined, as, { headers: { ...headers } });
    expect((await get(`?hash=${hash}`)).headers['cache-control']).toContain('immutable');
    const asked = await get('?hash=another');
    expect(asked.headers['cache-control']).toBe('private, no-cache');
    const etag = String(asked.headers['etag']);
    for (const tag of [etag, `"x", W/${etag}`, '*']) expect((await get('', { 'if-none-match': tag })).status).toBe(304);
  });

  it('are sent in ranges', async () => {
    const { body } = await publish({ data: [datum('0123456789')] });
    const get = (range: string, more: object = {}) =>
      test.call('GET', `data/${body.data[0].api_id}/content/`, undefined, as, { headers: { range, ...more } });
    const part = await get('bytes=2-4');
    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
    expect((await get('bytes=-3')).text).toBe('789');
    const outside = await get('bytes=10-');
    expect([outside.status, outside.body.code, outside.headers['content-range']]).toEqual([
      416,
      'range_not_satisfiable',
      'bytes */10',
    ]);
    expect(outside.headers['etag']).toBeUndefined();
    expect((await get('bytes=2-4', { 'if-range': '"old"' })).status).toBe(200);
  });

  it('have a valid file name for any published name, format or language', async () => {
    const published = [
      datum('a', { type: 'code', metadata: { language: 'constructor' } }),
      datum('a', { type: 'dataframe', metadata: { format: '__proto__' } }),
      datum('a', { type: 'image', name: 'x', metadata: { format: '../../e'.repeat(10_000) } }),
      datum('a', { type: 'file', name: `${'../'.repeat(50)}${'é'.repeat(500)}` }),
    ];
    const { body } = await publish({ data: published });
    for (const { api_id } of body.data) {
      const { status, headers } = await test.call('GET', `data/${api_id}/content/`, undefined, as);
      expect(status).toBe(200);
      expect(String(headers['content-disposition']).length).toBeLessThan(2000);
      expect(String(headers['content-disposition'])).not.toMatch(/[/\\]/);
    }
  });

  it('with a thousand and one data is too large', async () => {
    const { status, body } = await publish({ data: Array.from({ length: 1001 }, () => datum('')) });
    expect([status, body.code]).toEqual([413, 'body_too_large']);
    await expect.poll(waiting).toEqual([]);
  });

  it('with too large an announced size is refused before it is read', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': String(test.config.maxBodyBytes + 1) };
    const { status, body } = await test.call('POST', 'revision/', undefined, as, { headers, payload: '{' });
    expect([status, body.code]).toEqual([413, 'body_too_large']);
  });
});

describe('the ID of a deleted revision', () => {
  it('is not reused', async () => {
    const { body } = await publish({ data: [] });
    await test.call('DELETE', `revision/${body.api_id}/`, undefined, as);
    const again = await publish({ client_id: body.api_id, data: [] });
    expect([again.status, again.body.code]).toEqual([409, 'already_exists']);
  });
});

describe('uploads that the client interrupts', () => {
  it('leave no temporary files and use up no quota', async () => {
    const small = await startTestServer({ GOFIGR_MAX_TEMPORARY_MB: '3' });
    try {
      const owner = await small.account();
      const { figure } = await plant(small, owner.proof, owner.workspace);
      const address = await small.server.http.listen({ port: 0, host: '127.0.0.1' });
      const headers = { ...owner.proof, 'content-type': 'application/json' };
      const start = `{"figure":"${figure}","data":[{"name":"d","type":"file","data":"`;
      const staged = () => readdir(join(small.config.dataDir, 'blobs', 'tmp'));
      for (let round = 0; round < 5; round++) {
        const upload = request(`${address}/api/v1.4.1/revision/`, { method: 'POST', headers });
        upload.on('error', () => undefined);
        upload.write(start + 'QUJD'.repeat(500_000));
        await expect.poll(staged).toHaveLength(1);
        upload.destroy();
        await expect.poll(staged).toEqual([]);
      }
      const body = `${start}${'QUJD'.repeat(500_000)}"}]}`;
      expect((await fetch(`${address}/api/v1.4.1/revision/`, { method: 'POST', headers, body })).status).toBe(201);
    } finally {
      await small.close();
    }
  });
});

describe('the answer to a publish', () => {
  const isRead = async (path: string, body: object) => {
    const made = await test.call('POST', path, body, as);
    expect(made.status).toBe(201);
    const read = await test.call('GET', `${path}${made.body.api_id}/`, undefined, as);
    expect(read.text).toBe(made.text);
    return made.body;
  };

  it('is what a reader gets, with and without assets', async () => {
    const { workspace_id } = await objects.get(test.server.database.db, planted.figure);
    const asset = (await test.call('POST', 'asset/', { name: 'A', workspace: workspace_id }, as)).body.api_id;
    const data = [datum('a', { metadata: { é: [1.0, null] } }), datum('b', { type: 'code', is_clean_room: true })];
    const source = await isRead('asset_revision/', { asset, metadata: { big: '2^70' }, data });
    const { figure } = planted;
    await isRead('revision/', { figure, data: [] });
    await isRead('revision/', {
      figure,
      client_id: randomUUID().toUpperCase(),
      is_clean_room: true,
      metadata: [],
      data,
    });
    const assets = [{ asset_revision: source.api_id, use_type: 'indirect' }];
    expect((await isRead('revision/', { figure, assets, data })).assets).toHaveLength(1);
  });

  it('counts on from the highest number, after deletions and moves too', async () => {
    const analysis = (await objects.get(test.server.database.db, planted.figure)).parent_id;
    const figures = await Promise.all(
      ['one', 'other'].map(async (name) => (await test.call('POST', 'figure/', { name, analysis }, as)).body.api_id),
    );
    const [one, other] = figures as [string, string];
    const next = async (figure: string) => (await isRead('revision/', { figure, data: [] })).revision_index;
    expect([await next(one), await next(one), await next(one), await next(other)]).toEqual([0, 1, 2, 0]);
    const of = async (figure: string) => (await test.call('GET', `figure/${figure}/`, undefined, as)).body.revisions;
    const [, middle, last] = await of(one);
    await test.call('DELETE', `revision/${middle.api_id}/`, undefined, as);
    expect(await next(one)).toBe(3);
    const moved = await test.call('PATCH', `revision/${last.api_id}/`, { figure: other }, as);
    expect(moved.body.revision_index).toBe(1);
    expect([await next(other), await next(one)]).toEqual([2, 4]);
  });
});

it('a revision accepts appended data up to ten thousand', async () => {
  const made = await publish({ metadata: {}, data: [] });
  const id = made.body.api_id as string;
  const row = { owner_id: id, name: 'd', type: 'text', hash: '0'.repeat(64), size_bytes: 0, is_clean_room: 0 };
  for (let start = 0; start < 9999; start += 1111)
    await test.server.database.db
      .insertInto('data')
      .values(
        Array.from({ length: 1111 }, (_, index) => ({
          ...row,
          id: randomUUID(),
          position: start + index,
          metadata: '{}',
        })),
      )
      .execute();
  const append = (count: number) => {
    const data = Array.from({ length: count }, () => ({ name: 'd', type: 'text', data: '' }));
    return test.call('POST', `revision/${id}/append_data/`, { data }, as);
  };
  expect((await append(2)).status).toBe(400);
  const last = await append(1);
  expect([last.status, last.body.data.length]).toEqual([200, 10_000]);
  expect((await append(1)).body.errors[0].path).toBe('data');
});
