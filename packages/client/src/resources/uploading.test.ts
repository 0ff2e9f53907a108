import { randomBytes } from 'node:crypto';
import { createBLAKE3 } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { GoFigr } from '../gofigr.ts';
import { json } from '../test-fetch.ts';

const FIGURE = { api_id: '00000000-0000-4000-8000-00000000000f' };
const MEBIBYTE = 1024 * 1024;

interface Sent {
  route: string;
  body: Buffer;
}

/** A server with the binary protocol. `before` may answer instead of it; an error is a broken connection. */
function binaryServer(
  before: (sent: Sent, count: number) => Response | Error | undefined = () => undefined,
  parts: number | null = MEBIBYTE,
  publish_type?: string,
) {
  const sent: Sent[] = [];
  const uploads = new Map<string, Buffer>();
  const published: any[] = [];
  const framed: Buffer[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const body = Buffer.from(await new Response(init.body ?? null).arrayBuffer());
    const [, rest = ''] = url.pathname.split('/api/v1.4.1/');
    const one = { route: `${init.method} ${rest}`, body };
    sent.push(one);
    const given = before(one, sent.length);
    if (given instanceof Error) throw new TypeError('fetch failed', { cause: given });
    return given ?? answer(one, url);
  };
  function answer({ route, body }: Sent, { searchParams }: URL): Response {
    if (route === 'GET info/') return json(200, parts === null ? {} : { binary: { part_bytes: parts, publish_type } });
    if (route === 'POST blob/missing/') {
      const { hashes } = JSON.parse(body.toString());
      return json(200, { missing: hashes.filter((hash: string) => !uploads.has(hash)) });
    }
    const [, method, hash = ''] = /^(GET|PUT) blob\/(\w+)\/$/.exec(route) ?? [];
    const has = uploads.get(hash) ?? Buffer.alloc(0);
    if (method === 'GET')
      return uploads.has(hash) ? json(200, { received: has.length }) : json(404, { code: 'not_found' });
    if (method === 'PUT') {
      const offset = Number(searchParams.get('offset'));
      if (offset !== has.length) return json(409, { code: 'wrong_offset', detail: 'Elsewhere.' });
      uploads.set(hash, Buffer.concat([has, body]));
      return json(200, { received: offset + body.length });
    }
    const end = body.indexOf('\n');
    published.push(JSON.parse(body.toString('utf8', 0, end === -1 ? body.length : end)));
    framed.push(end === -1 ? Buffer.alloc(0) : body.subarray(end + 1));
    return json(201, published.at(-1));
  }
  const gofigr = new GoFigr({ apiKey: 'a-key-made-elsewhere', fetch });
  const publish = (...files: Uint8Array[]) =>
    gofigr.publish({ figure: FIGURE, shortId: false, files: files.map((data, at) => ({ name: `${at}`, data })) });
  return {
    sent,
    uploads,
    published,
    framed,
    publish,
    routes: () => sent.map(({ route }) => route.replace(/\w{64}/, '#')),
  };
}

const hashOf = async (bytes: Uint8Array) => (await createBLAKE3()).init().update(bytes).digest('hex');
const lost = () => Object.assign(new Error('socket'), { code: 'ECONNRESET' });

it('small publishes are one request', async () => {
  const { publish, routes, published } = binaryServer();
  await publish(randomBytes(MEBIBYTE / 4));
  expect(routes()).toEqual(['POST revision/']);
  expect(published[0].data[0].data).toHaveLength(4 * Math.ceil(MEBIBYTE / 4 / 3));
});

it('a server without the protocol gets base64', async () => {
  const { publish, routes } = binaryServer(undefined, null);
  await publish(randomBytes(2 * MEBIBYTE));
  expect(routes()).toEqual(['GET info/', 'POST revision/']);
});

it('large data are uploaded in parts, once, and small ones are sent with the revision', async () => {
  const { publish, routes, uploads, published } = binaryServer();
  const [large, small] = [randomBytes(2.5 * MEBIBYTE), randomBytes(1000)];
  const blob = await hashOf(large);
  await publish(large, small, large);
  expect(routes()).toEqual([
    ...['GET info/', 'POST blob/missing/', 'GET blob/#/', 'PUT blob/#/', 'PUT blob/#/', 'PUT blob/#/'],
    'POST revision/',
  ]);
  expect(uploads.get(blob)?.equals(large)).toBe(true);
  const [first, second, third] = published[0].data;
  expect([first.blob, first.data, second.blob, third.blob]).toEqual([blob, undefined, undefined, blob]);
  expect(Buffer.from(second.data, 'base64').equals(small)).toBe(true);
  await publish(large);
  expect(routes().slice(7)).toEqual(['POST blob/missing/', 'POST revision/']);
});

it('after a broken connection an upload goes on where the server is', async () => {
  const large = randomBytes(3 * MEBIBYTE);
  const blob = await hashOf(large);
  let breaks = 0;
  const server = binaryServer(({ route, body }) => {
    if (!route.startsWith('PUT') || ++breaks % 2 === 0) return undefined;
    // Half of the part arrives.
    const has = server.uploads.get(blob) ?? Buffer.alloc(0);
    server.uploads.set(blob, Buffer.concat([has, body.subarray(0, body.length / 2)]));
    return lost();
  });
  await server.publish(large);
  expect(server.uploads.get(blob)?.equals(large)).toBe(true);
  const bytes = server.sent
    .filter(({ route }) => route.startsWith('PUT'))
    .reduce((sum, { body }) => sum + body.length, 0);
  expect(bytes).toBeLessThan(1.5 * large.length + MEBIBYTE);
});

it('a proxy that refuses the size of a part gets smaller ones, also of later uploads', async () => {
  const page = () => new Response('<html>', { status: 413, headers: { server: 'nginx/1.24' } });
  const { publish, routes, sent } = binaryServer(
    ({ body }) => (body.length > MEBIBYTE ? page() : undefined),
    8 * MEBIBYTE,
  );
  await publish(randomBytes(2.5 * MEBIBYTE));
  expect(sent.map(({ body }) => body.length).filter((size) => size > MEBIBYTE)).toHaveLength(2);
  const before = sent.length;
  await publish(randomBytes(2 * MEBIBYTE));
  expect(
    routes()
      .slice(before)
      .filter((route) => route.startsWith('PUT')),
  ).toHaveLength(4);
});

it('a proxy that refuses every size is an error that names the file', async () => {
  const page = () => new Response('<html>', { status: 413 });
  const { publish, sent } = binaryServer(({ route }) => (route.startsWith('PUT') ? page() : undefined));
  await expect(publish(randomBytes(2 * MEBIBYTE))).rejects.toThrow('"0" (2.1 MB)');
  expect(sent.filter(({ route }) => route.startsWith('PUT')).map(({ body }) => body.length)).toEqual([
    MEBIBYTE,
    MEBIBYTE / 2,
    MEBIBYTE / 4,
  ]);
});

it('a server that restarts is asked again', async () => {
  let restarts = 0;
  const { publish, published } = binaryServer(({ route }) =>
    route.startsWith('PUT') && ++restarts < 3 ? json(503, { code: 'unavailable', detail: 'Soon.' }) : undefined,
  );
  await publish(randomBytes(2 * MEBIBYTE));
  expect(published).toHaveLength(1);
});

it('bytes that the server turns out to lack are uploaded, and the revision is published again', async () => {
  const large = randomBytes(2 * MEBIBYTE);
  const blob = await hashOf(large);
  let isDamaged = true;
  const { publish, uploads, published, routes } = binaryServer(({ route }) => {
    if (route === 'POST blob/missing/') return json(200, { missing: [] });
    if (route !== 'POST revision/' || !isDamaged) return undefined;
    isDamaged = false;
    return json(422, { code: 'blob_missing', detail: `The bytes ${blob} must be uploaded first.` });
  });
  await publish(large);
  expect(uploads.get(blob)?.equals(large)).toBe(true);
  expect([published.length, routes().filter((route) => route === 'POST revision/').length]).toEqual([1, 2]);
});

it('a file that changes between its hash and its upload is an error', async () => {
  const { publish } = binaryServer(({ route }) =>
    route.startsWith('PUT') ? json(422, { code: 'wrong_hash', detail: 'Another.' }) : undefined,
  );
  await expect(publish(randomBytes(2 * MEBIBYTE))).rejects.toMatchObject({ code: 'source_changed' });
});

describe('a server that takes bytes in the publish', () => {
  const TYPE = 'application/vnd.gofigr.publish';
  const framing = (before?: Parameters<typeof binaryServer>[0]) => binaryServer(before, 8 * MEBIBYTE, TYPE);

  it('gets them after the JSON, in their order', async () => {
    const { publish, routes, published, framed } = framing();
    const [first, second] = [randomBytes(MEBIBYTE / 2), Buffer.from('\n\n')];
    await publish(first, second);
    expect(routes()).toEqual(['GET info/', 'POST revision/']);
    expect(published[0].data.map(({ bytes, data }: any) => [bytes, data])).toEqual([
      [first.length, undefined],
      [2, undefined],
    ]);
    expect(framed[0]?.equals(Buffer.concat([first, second]))).toBe(true);
  });

  it('gets large ones only if it lacks them', async () => {
    const { publish, routes, published, framed, uploads } = framing();
    const [large, other] = [randomBytes(3 * MEBIBYTE), randomBytes(MEBIBYTE)];
    uploads.set(await hashOf(large), large);
    await publish(large, other);
    expect(routes()).toEqual(['GET info/', 'POST blob/missing/', 'POST revision/']);
    expect(published[0].data.map(({ bytes, blob }: any) => bytes ?? blob)).toEqual([await hashOf(large), other.length]);
    expect(framed[0]?.equals(other)).toBe(true);
  });

  it('gets more than a part in parts, and small data with the publish', async () => {
    const { publish, published, framed, uploads } = framing();
    const [large, small] = [randomBytes(9 * MEBIBYTE), Buffer.from('small')];
    await publish(large, small);
    expect(uploads.get(await hashOf(large))?.equals(large)).toBe(true);
    expect(published[0].data[0].blob).toBe(await hashOf(large));
    expect(framed[0]?.toString()).toBe('small');
  });

  it('gets smaller parts if a proxy refuses the publish', async () => {
    const page = () => new Response('<html>', { status: 413 });
    const { publish, published, uploads } = framing(({ body }) => (body.length > MEBIBYTE ? page() : undefined));
    const [large, near] = [randomBytes(3 * MEBIBYTE), randomBytes(MEBIBYTE)];
    await publish(large);
    expect(uploads.get(await hashOf(large))?.equals(large)).toBe(true);
    await publish(near);
    expect(uploads.get(await hashOf(near))?.equals(near)).toBe(true);
    expect(published.map(({ data }) => data[0].blob)).toEqual([await hashOf(large), await hashOf(near)]);
  });
});
