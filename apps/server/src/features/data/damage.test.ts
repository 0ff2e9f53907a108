import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let as: Proof;
let administrator: Proof;
let workspace: string;
let figure: string;
let port: number;
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_SMALL_BYTES: '0' });
  const owner = await test.account();
  as = owner.proof;
  workspace = owner.workspace;
  figure = (await plant(test, as, workspace)).figure;
  const staff = await test.account();
  administrator = staff.proof;
  await db().updateTable('users').set({ is_staff: 1 }).where('username', '=', staff.username).execute();
  await test.server.http.listen({ port: 0, host: '127.0.0.1' });
  port = (test.server.http.server.address() as AddressInfo).port;
});
afterAll(() => test.close());

const db = () => test.server.database.db;

/** Each size has different bytes. */
const bytesOf = (size: number): Buffer => Buffer.alloc(size, `${size} bytes `);
const pathOf = (hash: string) => join(test.config.dataDir, 'blobs', hash.slice(0, 2), hash);

async function publish(bytes: Buffer, fields: object = {}): Promise<{ revision: string; id: string; hash: string }> {
  const data = [{ name: 'd', type: 'file', metadata: {}, data: bytes.toString('base64'), ...fields }];
  const { status, body } = await test.call('POST', 'revision/', { figure, metadata: {}, data }, as);
  expect(status).toBe(201);
  return { revision: body.api_id, id: body.data[0].api_id, hash: body.data[0].hash };
}

async function damage(hash: string, at = 0): Promise<void> {
  const bytes = await readFile(pathOf(hash));
  for (let index = at; index < at + 10; index++) bytes[index]! ^= 0x55;
  await writeFile(pathOf(hash), bytes);
}

interface Received {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  /** The connection ended after the complete answer. */
  complete: boolean;
}

/** Sends a request over a real connection, which can be cut. */
function receive(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Received> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, path, method, headers: { ...as, ...headers }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      const end = () => {
        const { statusCode = 0, complete } = answer;
        resolve({ status: statusCode, headers: answer.headers, bytes: Buffer.concat(chunks), complete });
      };
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', end).once('error', end);
    });
    asked.once('error', reject).end();
  });
}

async function refused(path: string, headers: Record<string, string> = {}): Promise<void> {
  const { status, headers: got, bytes, complete } = await receive(path, headers);
  expect([path, status, complete]).toEqual([path, 503, true]);
  expect(JSON.parse(bytes.toString())).toMatchObject({
    code: 'data_damaged',
    detail: expect.stringContaining('Tell the administrator'),
  });
  expect(got).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' });
  for (const name of ['etag', 'content-disposition', 'content-range', 'accept-ranges'])
    expect(got[name]).toBe(undefined);
}

/** All addresses that serve the bytes of a datum. */
async function addressesOf({ id, revision }: { id: string; revision: string }, html: boolean): Promise<string[]> {
  const page = html ? [(await test.call('POST', `data/${id}/view/`, undefined, as)).body.url as string] : [];
  return [
    `/api/v1.4.1/data/${id}/`,
    `/api/v1.4.1/data/${id}/content/`,
    `/api/v1/revision/${revision}/`,
    `/api/v1.1/revision/${revision}/`,
    ...page,
  ];
}

const HTML = { type: 'image', metadata: { format: 'html' } };

describe('damaged bytes', () => {
  it.each([1000, 65_536])('of %i bytes are refused at every address', async (size) => {
    const made = await publish(bytesOf(size), HTML);
    await damage(made.hash, size - 10);
    for (const address of await addressesOf(made, true)) await refused(address);
    await refused(`/api/v1.4.1/data/${made.id}/content/`, { range: 'bytes=0-9' });
  });

  it('of 1 MB are never sent completely, at any address', async () => {
    const size = 1_000_000;
    const bytes = bytesOf(size);
    for (const number of [0, 1, 2, 3, 4]) {
      const made = await publish(Buffer.concat([bytes, Buffer.from([number])]), HTML);
      await damage(made.hash, 500_000);
      const address = (await addressesOf(made, true))[number] ?? '';
      if (address.startsWith('/content/')) {
        // A page is read once before it is sent, for its encoding.
        await refused(address);
        continue;
      }
      const { status, headers, bytes: got, complete } = await receive(address);
      expect([address, status, complete]).toEqual([address, 200, false]);
      // A page is rewritten as it streams by, so nobody knows its length before.
      if (address.startsWith('/content/')) expect(headers['transfer-encoding']).toBe('chunked');
      else expect(got.length).toBeLessThan(Number(headers['content-length']));
      // Once the damage is known, no answer is cut off any more.
      for (const again of await addressesOf(made, true)) await refused(again);
    }
  });

  it('have no ranges, wherever the damage is, but keep their ETag', async () => {
    const made = await publish(bytesOf(1_000_001));
    const content = `/api/v1.4.1/data/${made.id}/content/`;
    const { status, bytes } = await receive(content, { range: 'bytes=10-19' });
    expect([status, bytes]).toEqual([206, bytesOf(1_000_001).subarray(10, 20)]);
    await damage(made.hash, 900_000);
    await refused(content, { range: 'bytes=10-19' });
    await refused(content, { range: 'bytes=10-19', 'if-range': `"${made.hash}"` });
    expect((await receive(content, { 'if-none-match': `"${made.hash}"` })).status).toBe(304);
  });

  it('are not read to answer HEAD', async () => {
    const made = await publish(bytesOf(1_000_004));
    await damage(made.hash, 500_000);
    for (const address of await addressesOf(made, false)) {
      const { status, headers, bytes } = await receive(address, {}, 'HEAD');
      expect([address, status, bytes.length]).toEqual([address, 200, 0]);
      expect(Number(headers['content-length'])).toBeGreaterThanOrEqual(1_000_004);
    }
    // The first reader is still cut off, since nobody has read the bytes before.
    expect((await receive(`/api/v1.4.1/data/${made.id}/content/`)).complete).toBe(false);
  });

  it('that are too few, too many or missing are refused', async () => {
    for (const size of [2000, 1_000_002]) {
      const made = await publish(bytesOf(size));
      await truncate(pathOf(made.hash), size - 1);
      for (const address of await addressesOf(made, false)) await refused(address);
      await writeFile(pathOf(made.hash), Buffer.concat([bytesOf(size), Buffer.from('more')]));
      for (const address of await addressesOf(made, false)) await refused(address);
      await rm(pathOf(made.hash));
      for (const address of await addressesOf(made, false)) {
        const { status, bytes } = await receive(address);
        expect([status, JSON.parse(bytes.toString()).code]).toEqual([503, 'unavailable']);
      }
      await mkdir(pathOf(made.hash));
      for (const address of await addressesOf(made, false)) expect((await receive(address)).status).toBe(503);
    }
  });

  it('are repaired by publishing them again, for the first revision too', async () => {
    for (const size of [3000, 1_000_003]) {
      const made = await publish(bytesOf(size));
      await damage(made.hash);
      await publish(bytesOf(size));
      const { status, bytes, complete } = await receive(`/api/v1.4.1/data/${made.id}/content/`);
      expect([status, complete, bytes.equals(bytesOf(size))]).toEqual([200, true, true]);
    }
  });

  it('of a picture are not drawn, and no picture of them is stored', async () => {
    const color = { r: 200, g: 30, b: 40 };
    const picture = await sharp({ create: { width: 300, height: 300, channels: 3, background: color } })
      .raw()
      .toBuffer();
    const png = await sharp(picture, { raw: { width: 300, height: 300, channels: 3 } })
      .tiff({ compression: 'none' })
      .toBuffer();
    const made = await publish(png, { type: 'image', metadata: { format: 'tiff' } });
    // It is drawn after the publish, and the fingerprint comes last.
    const drawn = db().selectFrom('pictures').select('hash').where('hash', '=', made.hash);
    await expect.poll(() => drawn.execute(), { timeout: 10_000 }).toHaveLength(1);
    await damage(made.hash, 1000);
    await rm(join(test.config.dataDir, 'cache'), { recursive: true, force: true });
    const thumbnail = async () =>
      (await test.call('GET', `revision/${made.revision}/thumbnail/64`, undefined, as)).body;
    expect(await thumbnail()).toEqual({ thumbnail: null });
    const kept = await readdir(join(test.config.dataDir, 'cache'), { recursive: true }).catch(() => []);
    expect(kept.filter((name) => name.includes(made.hash))).toEqual([]);
    await writeFile(pathOf(made.hash), png);
    expect(await thumbnail()).toEqual({ thumbnail: expect.any(String) });
  });

  it('of a stored thumbnail are drawn again', async () => {
    const png = await sharp({ create: { width: 300, height: 300, channels: 3, background: { r: 1, g: 2, b: 3 } } })
      .png()
      .toBuffer();
    const made = await publish(png, { type: 'image', metadata: { format: 'png' } });
    const thumbnail = async () =>
      (await test.call('GET', `revision/${made.revision}/thumbnail/256`, undefined, as)).body;
    const good = await thumbnail();
    expect(await sharp(Buffer.from(good.thumbnail, 'base64')).metadata()).toMatchObject({ width: 256, height: 256 });
    const kept = join(test.config.dataDir, 'cache', 'thumbnails', made.hash.slice(0, 2), `${made.hash}-256.png`);
    const bytes = await readFile(kept);
    for (const damaged of [Buffer.concat([bytes.fill(0x55, 100, 110)]), bytes.subarray(0, 200), Buffer.alloc(0)]) {
      await writeFile(kept, damaged);
      expect(await thumbnail()).toEqual(good);
    }
  });

  it('are never copied to a new revision', async () => {
    const made = await publish(bytesOf(70_000), { type: 'dataframe' });
    await damage(made.hash);
    const derive = () => test.call('POST', `revision/${made.revision}/derive/`, { figure }, as);
    expect(await derive()).toMatchObject({ status: 503, body: { code: 'data_damaged' } });
    await writeFile(pathOf(made.hash), bytesOf(70_000));
    expect((await derive()).status).toBe(201);
  });

  it('are not found by their hash, so that a client sends them again', async () => {
    const { api_id: asset } = (await test.call('POST', 'asset/', { name: 'A', workspace }, as)).body;
    const data = [{ name: 'd', type: 'file', metadata: {}, data: bytesOf(80_000).toString('base64') }];
    const send = async () => (await test.call('POST', 'asset_revision/', { asset, data }, as)).body;
    const first = await send();
    const { hash } = first.data[0];
    const find = async () => {
      const sent = { digest: hash, hash_type: 'blake3' };
      return (await test.call('POST', 'asset_revision/find_by_hash/', sent, as)).body.map(({ api_id }: any) => api_id);
    };
    expect(await find()).toEqual([first.api_id]);
    await damage(hash, 40_000);
    expect(await find()).toEqual([]);
    const second = await send();
    expect(await find()).toEqual([first.api_id, second.api_id]);
  });
});

describe('the health of the server', () => {
  const health = async () => (await test.call('GET', 'admin/health/', undefined, administrator)).body;
  const listed = async (hash: string) => (await health()).scrub.damaged.find((blob: any) => blob.hash === hash);

  it('lists damage that a reader found, with its uses, until the bytes are intact again', async () => {
    const size = 90_000;
    const made = await publish(bytesOf(size));
    await damage(made.hash);
    await receive(`/api/v1.4.1/data/${made.id}/`);
    await expect
      .poll(() => listed(made.hash))
      .toMatchObject({
        hash: made.hash,
        size_bytes: size,
        problem: 'damaged',
        data: [{ api_id: made.id, name: 'd', revision: made.revision, kind: 'revision', parent_name: 'Figure' }],
      });
    await rm(pathOf(made.hash));
    await receive(`/api/v1.4.1/data/${made.id}/`);
    await expect.poll(() => listed(made.hash)).toMatchObject({ problem: 'missing' });
    const { scrub, blobs } = await health();
    expect(scrub).toMatchObject({ enabled: false, mb_s: 0, damaged_count: scrub.damaged.length });
    expect(blobs.count).toBeGreaterThan(0);
    await publish(bytesOf(size));
    await expect.poll(() => listed(made.hash)).toBe(undefined);
  });

  it('no longer lists deleted blobs', async () => {
    const made = await publish(bytesOf(90_001));
    await damage(made.hash);
    await receive(`/api/v1.4.1/data/${made.id}/`);
    await expect.poll(() => listed(made.hash)).toMatchObject({ problem: 'damaged' });
    await test.call('DELETE', `revision/${made.revision}/`, undefined, as);
    // Somebody may still restore it.
    expect(await listed(made.hash)).toMatchObject({ problem: 'damaged', data: [{ revision: made.revision }] });
    await test.call('DELETE', `trash/${made.revision}/`, undefined, as);
    expect(await listed(made.hash)).toBe(undefined);
  });
});
