import { randomBytes } from 'node:crypto';
import { createBLAKE3 } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import { type Answer, body, type Caller, nobody, signIn, withKey } from '../src/client.ts';
import { datum, fixture, newKey, newRevision } from '../src/fixture.ts';
import { baseUrl, stranger } from '../src/target.ts';

const blake3 = await createBLAKE3();
const hashOf = (bytes: Uint8Array): string => blake3.init().update(bytes).digest('hex');
function some(size = 1000) {
  const bytes = randomBytes(size);
  return { bytes, hash: hashOf(bytes), size };
}

/** Uploads bytes, or a part of them. */
async function put(caller: Caller, path: string, bytes: Uint8Array): Promise<Answer> {
  const response = await fetch(`${baseUrl}/api/v1.4.1/blob/${path}`, {
    method: 'PUT',
    headers: { authorization: caller.authorization ?? '', 'content-type': 'application/octet-stream' },
    body: Buffer.from(bytes),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

describe('the binary protocol', () => {
  const here = fixture();
  const missing = async (hashes: string[], caller = here.user, into: object = { figure: here.figure }) =>
    (await body(200, caller.post('blob/missing/', { ...into, hashes }))).missing;
  const naming = (hash: string) => ({ name: 'd', type: 'file', metadata: {}, blob: hash });
  const publish = (hash: string, caller = here.user) =>
    caller.post('revision/', { figure: here.figure, metadata: {}, assets: [], data: [naming(hash)] });
  const read = async (id: string) =>
    new Uint8Array(
      await (
        await fetch(`${baseUrl}/api/v1.4.1/data/${id}/content/`, {
          headers: { authorization: here.user.authorization ?? '' },
        })
      ).arrayBuffer(),
    );

  test('is announced, and publishes bytes by their hash [19.20]', async () => {
    expect((await body(200, nobody.get('info/'))).binary).toEqual({
      part_bytes: expect.any(Number),
      publish_type: expect.any(String),
    });
    const { bytes, hash, size } = some(300_000);
    expect(await body(200, put(here.user, `${hash}/`, bytes))).toEqual({ hash, size, received: size });
    const made = await body(201, publish(hash));
    expect(made.data[0]).toMatchObject({ hash, size_bytes: size });
    expect(Buffer.from(await read(made.data[0].api_id)).equals(bytes)).toBe(true);
  });

  test('takes the bytes of a publish as they are, after its JSON [19.30]', async () => {
    const { publish_type: type } = (await body(200, nobody.get('info/'))).binary;
    const parts = [some(300_000), some(10)];
    const data = parts.map(({ size }) => ({ name: 'd', type: 'file', metadata: {}, bytes: size }));
    const head = Buffer.from(`${JSON.stringify({ figure: here.figure, metadata: {}, assets: [], data })}\n`);
    const send = (...rest: Uint8Array[]) =>
      fetch(`${baseUrl}/api/v1.4.1/revision/`, {
        method: 'POST',
        headers: { authorization: here.user.authorization ?? '', 'content-type': type },
        body: Buffer.concat([head, ...rest]),
      });
    const made = await send(...parts.map(({ bytes }) => bytes));
    expect(made.status).toBe(201);
    const { data: stored } = await made.json();
    expect(stored.map(({ hash }: { hash: string }) => hash)).toEqual(parts.map(({ hash }) => hash));
    expect(hashOf(await read(stored[0].api_id))).toBe(parts[0]?.hash);
    const short = await send(some(10).bytes);
    expect([short.status, (await short.json()).code]).toEqual([400, 'invalid_request']);
  });

  test('tells what must be uploaded, which never depends on the data of others [19.21, 19.25, 19.26]', async () => {
    const [own, uploaded, fresh] = [some(), some(), some()];
    await newRevision(here.user, here.figure, [datum('a', own.bytes)]);
    await body(200, put(here.user, `${uploaded.hash}/`, uploaded.bytes));
    const hashes = [own, uploaded, fresh].map(({ hash }) => hash);
    expect(await missing(hashes)).toEqual([fresh.hash]);
    const other = await signIn(stranger);
    const { api_id: workspace } = (await body(200, other.get('workspace/')))[0];
    expect(await missing(hashes, other, { workspace })).toEqual(hashes);
    const { api_id: asset } = await body(201, other.post('asset/', { name: 'A', workspace }));
    for (const hash of hashes) {
      const refused = await body(422, other.post('asset_revision/', { asset, metadata: {}, data: [naming(hash)] }));
      expect([refused.code, refused.detail]).toEqual(['blob_missing', expect.stringContaining(hash)]);
      await body(404, other.get(`blob/${hash}/`));
    }
    expect((await body(200, other.get(`asset/${asset}/`))).revisions).toEqual([]);
    const key = withKey((await newKey(here.user, { permission: 'publish' })).token);
    expect(await missing(hashes, key)).toEqual(hashes);
    await body(422, publish(uploaded.hash, key));
    await body(200, put(key, `${uploaded.hash}/`, uploaded.bytes));
    await body(201, publish(uploaded.hash, key));
    await body(
      200,
      other.delete(`asset/${asset}/`).then((answer) => ({ ...answer, status: 200 })),
    );
  });

  test('takes parts in order, and repeated ones [19.22, 19.23]', async () => {
    const { bytes, hash, size } = some(100_000);
    const part = (from: number, to: number) =>
      put(here.user, `${hash}/?offset=${from}&size=${size}`, bytes.subarray(from, to));
    expect((await body(200, part(0, 40_000))).received).toBe(40_000);
    expect((await body(409, part(40_001, 50_000))).code).toBe('wrong_offset');
    expect(await body(200, here.user.get(`blob/${hash}/`))).toEqual({ hash, size, received: 40_000 });
    expect((await body(200, part(30_000, size))).received).toBe(size);
    const made = await body(201, publish(hash));
    expect(Buffer.from(await read(made.data[0].api_id)).equals(bytes)).toBe(true);
  });

  test('refuses bytes of another hash [19.24]', async () => {
    const { bytes } = some();
    const { hash } = some();
    expect((await body(422, put(here.user, `${hash}/`, bytes))).code).toBe('wrong_hash');
    await body(404, here.user.get(`blob/${hash}/`));
    expect(await missing([hash])).toEqual([hash]);
  });
});
