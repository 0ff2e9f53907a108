import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

const NAME = `Tides "><script>alert(1)</script>&'$&`;
const SECRET = 'drawn at /home/ada/secret.ipynb';
const SOON = '2199-01-31T12:00:00.000000+00:00';

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
let things: Record<'figure' | 'revision' | 'analysis' | 'data', string>;
let published: Buffer;

/** Puts a text into a PNG, as plotting libraries do. */
function withText(png: Buffer, text: string): Buffer {
  const body = Buffer.from(`tEXtComment\0${text}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}
const chunksOf = (png: Buffer): string[] => {
  const names = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    names.push(png.subarray(at + 4, at + 8).toString('latin1'));
  return names;
};
const square = async (colour: string, side = 600) =>
  sharp({ create: { width: side, height: side / 2, channels: 3, background: colour } })
    .withExif({ IFD0: { Artist: SECRET } })
    .png()
    .toBuffer();

async function ok(method: 'GET' | 'POST' | 'DELETE' | 'PATCH', path: string, body?: object): Promise<any> {
  const answer = await test.call(method, path, body, owner.proof);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}
const publish = async (figure: string, png: Buffer): Promise<string> => {
  const data = [{ name: 'tides', type: 'image', metadata: { format: 'png' }, data: png.toString('base64') }];
  return (await ok('POST', 'revision/', { figure, metadata: {}, data })).api_id;
};
const link = async (kind: 'figure' | 'revision', body: object = {}) =>
  ok('POST', `${kind}/${things[kind]}/share/picture/`, body);
const withdraw = (kind: 'figure' | 'revision') => ok('DELETE', `${kind}/${things[kind]}/share/picture/`);
const open = (path: string, as: Proof = {}, headers = {}) => test.call('GET', path, undefined, as, { headers });
const colourOf = async (png: Buffer) => (await sharp(png).stats()).dominant;

beforeAll(async () => {
  test = await startTestServer({ GOFIGR_PUBLIC_URL: 'https://figures.example.org' });
  owner = await test.account();
  things = await plant(test, owner.proof, owner.workspace);
  await ok('PATCH', `figure/${things.figure}/`, { name: NAME });
  published = withText(await square('red'), SECRET);
  things.revision = await publish(things.figure, published);
});
afterAll(() => test.close());

describe.each(['figure', 'revision'] as const)('a picture link of a %s', (kind) => {
  it('shows the title and the picture to everybody, and nothing else', async () => {
    const { token } = await link(kind);
    const { status, text, headers } = await open(`/p/${token}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<title>Tides &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;$&amp;</title>');
    expect(text).toContain(`content="https://figures.example.org/p/${token}/image.png?size=1024"`);
    expect(text).toContain('<meta name="robots" content="noindex, nofollow">');
    const picture = await open(`/p/${token}/image.png`);
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/png']);
    const embedded = await open(`/p/${token}/embed`);
    for (const answer of [{ text, headers }, picture, embedded]) {
      const told = `${answer.text} ${JSON.stringify(answer.headers)}`;
      for (const secret of [...Object.values(things), owner.username, owner.workspace, SECRET, '<script', 'set-cookie'])
        expect(told).not.toContain(secret);
    }
    for (const path of [`${kind}/${things[kind]}/`, `data/${things.data}/`])
      expect((await open(path)).status).toBe(403);
  });

  it('tells whoever may share it the token again, and nobody else', async () => {
    const { token } = await link(kind);
    const path = `${kind}/${things[kind]}/share/`;
    expect((await ok('GET', path)).picture).toMatchObject({ token, enabled: true, expiry: null });
    expect((await link(kind)).token).toBe(token);
    const stranger = await test.account();
    for (const as of [{}, stranger.proof]) expect((await open(path, as)).status).toBe(403);
  });

  it('ends at once when it is withdrawn or expires, like one that never was', async () => {
    const unknown = await open(`/p/${'x'.repeat(22)}`);
    expect(unknown.status).toBe(404);
    const { token } = await link(kind);
    const { etag = '' } = (await open(`/p/${token}/image.png`)).headers;
    const ended = async () => {
      for (const path of ['', '/embed', '/image.png']) {
        const { status, text } = await open(`/p/${token}${path}`, {}, { 'if-none-match': etag });
        expect([path, status, text]).toEqual([path, 404, unknown.text]);
      }
    };
    await test.server.database.db.updateTable('picture_links').set({ expiry: 1 }).execute();
    await ended();
    expect((await ok('GET', `${kind}/${things[kind]}/share/`)).picture).toMatchObject({ token, enabled: false });
    expect(await link(kind, { expiry: SOON })).toMatchObject({ token, enabled: true, expiry: SOON });
    expect((await open(`/p/${token}`)).status).toBe(200);
    await withdraw(kind);
    await ended();
    await withdraw(kind);
    expect((await ok('GET', `${kind}/${things[kind]}/share/`)).picture).toBeNull();
    expect((await link(kind)).token).not.toBe(token);
  });

  it('is recorded when it is made, changed and withdrawn', async () => {
    await withdraw(kind);
    const entries = async () =>
      (await ok('GET', 'audit/?limit=1000')).entries.filter(
        (one: any) => one.object_id === things[kind] && one.event.startsWith('picture_link_'),
      );
    const before = (await entries()).length;
    const { token } = await link(kind);
    await link(kind, { expiry: SOON });
    await link(kind, { expiry: SOON });
    await withdraw(kind);
    await withdraw(kind);
    const made = (await entries()).slice(0, -before || undefined).toReversed();
    expect(made.map((one: any) => [one.event, one.username, one.details])).toEqual([
      ['picture_link_created', owner.username, { expiry: null }],
      ['picture_link_changed', owner.username, { expiry: SOON }],
      ['picture_link_withdrawn', owner.username, {}],
    ]);
    expect(JSON.stringify(made)).not.toContain(token);
  });

  it.each(['soon', '2001-01-01T00:00:00Z', 7])('refuses the expiry %j', async (expiry) => {
    const path = `${kind}/${things[kind]}/share/picture/`;
    const { status, body } = await test.call('POST', path, { expiry }, owner.proof);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('the picture behind a link', () => {
  it('is drawn anew, without the texts of the published one', async () => {
    const { token } = await link('revision');
    const { bytes } = await open(`/p/${token}/image.png`);
    expect(chunksOf(published)).toEqual(expect.arrayContaining(['tEXt', 'eXIf']));
    expect(new Set(chunksOf(bytes))).toEqual(new Set(['IHDR', 'pHYs', 'IDAT', 'IEND']));
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 600, height: 300 });
  });

  it('has at most 2048 pixels on a side, or fewer if asked', async () => {
    const { body: figure } = await test.call(
      'POST',
      'figure/',
      { name: 'Large', analysis: things.analysis },
      owner.proof,
    );
    await publish(figure.api_id, await square('green', 3000));
    const { token } = await ok('POST', `figure/${figure.api_id}/share/picture/`, {});
    const widthOf = async (query: string) =>
      (await sharp((await open(`/p/${token}/image.png${query}`)).bytes).metadata()).width;
    expect([await widthOf(''), await widthOf('?size=512')]).toEqual([2048, 512]);
    for (const size of ['0', '4096', '', 'large', '512&size=64'])
      expect((await open(`/p/${token}/image.png?size=${size}`)).status).toBe(400);
  });

  it('is the newest of a figure, and stays the same for a revision', async () => {
    const [whole, one] = [await link('figure'), await link('revision')];
    const { etag = '' } = (await open(`/p/${whole.token}/image.png`)).headers;
    const newer = await publish(things.figure, await square('blue'));
    const shown = async (token: string) => colourOf((await open(`/p/${token}/image.png`)).bytes);
    expect(await shown(whole.token)).toMatchObject({ b: expect.toSatisfy((b: number) => b > 200) });
    expect(await shown(one.token)).toMatchObject({ r: expect.toSatisfy((r: number) => r > 200) });
    const again = await open(`/p/${whole.token}/image.png`, {}, { 'if-none-match': etag });
    expect(again.status).toBe(200);
    await ok('DELETE', `revision/${newer}/`);
  });

  it('is never an older one, and the text of a figure without a picture is no picture', async () => {
    const { token } = await link('figure');
    const data = [{ name: 'notes', type: 'text', data: base64('no picture') }];
    const { api_id } = await ok('POST', 'revision/', { figure: things.figure, metadata: {}, data });
    expect((await open(`/p/${token}/image.png`)).status).toBe(404);
    expect((await open(`/p/${token}`)).status).toBe(200);
    for (const path of ['', '/embed']) {
      const { text } = await open(`/p/${token}${path}`);
      expect(text).toContain('It has no picture that can be shown yet.');
      expect(text).not.toContain('<img');
    }
    await ok('DELETE', `revision/${api_id}/`);
  });

  it('is asked for again at each use, and mostly unchanged', async () => {
    const { token } = await link('revision');
    const { headers } = await open(`/p/${token}/image.png`);
    expect(headers['cache-control']).toBe('no-cache');
    const again = await open(`/p/${token}/image.png`, {}, { 'if-none-match': headers['etag'] });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
  });

  it('can be shown and read by pages of other sites', async () => {
    const { token } = await link('revision');
    const origin = 'https://elsewhere.example';
    const { status, headers } = await open(`/p/${token}/image.png`, {}, { origin });
    expect([status, headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect((await open(`/p/${token}/image.png`)).headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect((await open(`/p/${token}`, {}, { origin })).status).toBe(403);
  });
});

describe('the pages behind a link', () => {
  it('may be framed by any site only as /embed, and run nothing', async () => {
    const { token } = await link('figure');
    const [page, embed] = [await open(`/p/${token}`), await open(`/p/${token}/embed`)];
    const policyOf = ({ headers }: typeof page) => String(headers['content-security-policy']).split('; ');
    expect(policyOf(page)).toContain("frame-ancestors 'none'");
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect(policyOf(embed)).toContain('frame-ancestors *');
    expect(embed.headers['x-frame-options']).toBeUndefined();
    for (const answer of [page, embed]) {
      const rest = policyOf(answer).filter((part) => !/^(style-src|frame-ancestors) /.test(part));
      expect(rest).toEqual(["default-src 'none'", "img-src 'self'", "base-uri 'none'", "form-action 'none'"]);
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
    }
    const gone = await open(`/p/${'x'.repeat(22)}/embed`);
    expect(policyOf(gone)).toContain('frame-ancestors *');
  });

  it('answer HEAD, and the same whether or not somebody is signed in', async () => {
    const { token } = await link('figure');
    for (const path of [`/p/${token}`, `/p/${token}/embed`, `/p/${token}/image.png`]) {
      const [get, head] = [
        await open(path),
        await test.server.http.inject({ method: 'HEAD', url: path, headers: { host: 'localhost' } }),
      ];
      expect([head.statusCode, head.rawPayload.length]).toEqual([200, 0]);
      expect(head.headers['content-length']).toBe(String(get.bytes.length));
      const wrong = await open(path, { authorization: 'Token gf_unknown', cookie: 'gofigr_session=nonsense' });
      expect([wrong.status, wrong.bytes.equals(get.bytes)]).toEqual([200, true]);
    }
    for (const odd of ['%00', 'x', `${token}x`, `${token.slice(1)}%C3%A4`])
      expect([odd, (await open(`/p/${odd}`)).status]).toEqual([odd, 404]);
  });

  it('are gone when their object is deleted', async () => {
    const { body: figure } = await test.call(
      'POST',
      'figure/',
      { name: 'Brief', analysis: things.analysis },
      owner.proof,
    );
    const { token } = await ok('POST', `figure/${figure.api_id}/share/picture/`, {});
    expect((await open(`/p/${token}`)).status).toBe(200);
    await ok('DELETE', `figure/${figure.api_id}/`);
    expect((await open(`/p/${token}`)).status).toBe(404);
  });
});
