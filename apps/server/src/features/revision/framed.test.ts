import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { PUBLISH_TYPE } from '@gofigr/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let ada: Awaited<ReturnType<TestServer['account']>>;
let mine: Awaited<ReturnType<typeof plant>>;
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_MAX_BODY_MB: '1', GOFIGR_SMALL_BYTES: '0' });
  ada = await test.account();
  mine = await plant(test, ada.proof, ada.workspace);
});
afterAll(() => test.close());

/** Sends JSON in a line, and bytes after it. */
const send = (method: 'POST' | 'PUT' | 'PATCH', path: string, json: unknown, rest: Uint8Array, as = ada.proof) =>
  test.call(method, path, undefined, as, {
    payload: Buffer.concat([Buffer.from(`${JSON.stringify(json)}\n`), rest]),
    headers: { 'content-type': PUBLISH_TYPE },
  });
const publish = (data: unknown, rest: Uint8Array, as: Proof = ada.proof, figure = mine.figure) =>
  send('POST', 'revision/', { figure, metadata: {}, data }, rest, as);
const datum = (bytes: unknown, more: object = {}) => ({ name: 'd', type: 'file', metadata: {}, bytes, ...more });
const read = async (id: string) =>
  (await test.call('GET', `data/${id}/content/`, undefined, ada.proof)).bytes.toString('latin1');
const countData = async () => (await test.server.database.db.selectFrom('data').select('id').execute()).length;
const waiting = () => readdir(join(test.config.dataDir, 'blobs', 'tmp'));

describe('a publish with its bytes as they are', () => {
  it('has the bytes of its data in their order, after the JSON', async () => {
    const parts = [randomBytes(100_000), Buffer.alloc(0), Buffer.from('\n{"a": 1}\n'), randomBytes(10)];
    const made = await publish(
      parts.map(({ length }) => datum(length)),
      Buffer.concat(parts),
    );
    expect([made.status, made.body.size_bytes]).toEqual([201, 100_020]);
    const ids: string[] = made.body.data.map(({ api_id }: { api_id: string }) => api_id);
    expect(await Promise.all(ids.map(read))).toEqual(parts.map((part) => part.toString('latin1')));
    expect(await waiting()).toEqual([]);
  });

  it('may have base64 and hashes beside them', async () => {
    const known = await publish([datum(5)], Buffer.from('known'));
    const data = [
      datum(undefined, { data: base64('text') }),
      datum(3),
      datum(undefined, { blob: known.body.data[0].hash }),
    ];
    const made = await publish(data, Buffer.from('raw'));
    const ids: string[] = made.body.data.map(({ api_id }: { api_id: string }) => api_id);
    expect(await Promise.all(ids.map(read))).toEqual(['text', 'raw', 'known']);
  });

  it('is possible in every operation with data', async () => {
    const { workspace } = ada;
    const asset = (await test.call('POST', 'asset/', { name: 'A', workspace }, ada.proof)).body.api_id;
    const made = (await publish([datum(1)], Buffer.from('x'))).body.api_id;
    const calls: ['POST' | 'PUT' | 'PATCH', string, object][] = [
      ['POST', 'revision/by-name/', { workspace, analysis: 'Another', figure: 'F' }],
      ['POST', 'revision/auto-assign/', { analysis: mine.analysis, metadata: { title: 'F' } }],
      ['POST', `revision/${made}/append_data/`, {}],
      ['PATCH', `revision/${made}/`, {}],
      ['PUT', `revision/${made}/`, {}],
      ['POST', 'asset_revision/', { asset }],
      ['POST', 'asset_revision/by-name/', { workspace, asset: 'B' }],
    ];
    for (const [method, path, fields] of calls) {
      const bytes = Buffer.from(`bytes for ${path}`);
      const answer = await send(method, path, { ...fields, data: [datum(bytes.length)] }, bytes);
      const ids: string[] = answer.body.data?.map(({ api_id }: { api_id: string }) => api_id) ?? [];
      expect([path, answer.status < 300, await Promise.all(ids.map(read))]).toEqual([
        path,
        true,
        expect.arrayContaining([bytes.toString()]),
      ]);
    }
  });

  it.each([
    ['fewer bytes', [datum(5)], '1234', 'invalid_request'],
    ['more bytes', [datum(3)], '1234', 'invalid_request'],
    ['more bytes than its data', [], '1', 'invalid_request'],
    ['a negative number', [datum(-1)], '', 'invalid_request'],
    ['a part of a byte', [datum(1.5)], '12', 'invalid_request'],
    ['a number beyond all', [datum(1e300)], '12', 'invalid_request'],
    ['a text', [datum('2')], '12', 'invalid_request'],
    ['base64 too', [datum(2, { data: base64('ab') })], '12', 'invalid_request'],
    ['a hash too', [datum(2, { blob: 'a'.repeat(64) })], '12', 'invalid_request'],
    ['a datum that is no object', [datum(2), 'x'], '12', 'invalid_request'],
    ['data that are no list', { 0: datum(2) }, '12', 'invalid_request'],
  ])('with %s is refused, and nothing stays', async (_what, data, rest, code) => {
    const before = await countData();
    const refused = await publish(data, Buffer.from(rest));
    expect([refused.status, refused.body.code]).toEqual([400, code]);
    expect([await countData(), await waiting()]).toEqual([before, []]);
  });

  it('with broken JSON, or without its line, is refused', async () => {
    for (const payload of ['{"figure": \n', '', 'abc']) {
      const more = { payload, headers: { 'content-type': PUBLISH_TYPE } };
      const refused = await test.call('POST', 'revision/', undefined, ada.proof, more);
      expect(refused.status).toBe(400);
    }
  });

  it('is limited like any body', async () => {
    const most = 1024 * 1024;
    const chunked = async function* () {
      yield Buffer.from(`${JSON.stringify({ figure: mine.figure, metadata: {}, data: [datum(most)] })}\n`);
      for (let sent = 0; sent < most; sent += 1024) yield Buffer.alloc(1024);
    };
    const more = { payload: Readable.from(chunked()), headers: { 'content-type': PUBLISH_TYPE } };
    for (const refused of [
      await publish([datum(most)], Buffer.alloc(most)),
      await test.call('POST', 'revision/', undefined, ada.proof, more),
    ])
      expect([refused.status, refused.body.code]).toEqual([413, 'body_too_large']);
    expect(await waiting()).toEqual([]);
  });

  it('is refused before its bytes arrive if the caller may not publish there', async () => {
    const eve = await test.account();
    const answered = Promise.withResolvers<void>();
    const body = async function* () {
      yield Buffer.from(`{"figure": "${mine.figure}", `);
      await answered.promise;
      yield Buffer.from('"metadata": {}}\n');
    };
    const more = { payload: Readable.from(body()), headers: { 'content-type': PUBLISH_TYPE } };
    expect((await test.call('POST', 'revision/', undefined, eve.proof, more)).status).toBe(403);
    answered.resolve();
  });

  it('is searched for keys', async () => {
    const owner = await test.account();
    const key = await test.key(owner.proof);
    await test.call('PUT', 'api_key/leaks/settings/', { action: 'refuse' }, owner.proof);
    const bytes = Buffer.from(`key = "${key.token}"`);
    expect((await publish([datum(bytes.length)], bytes)).body.code).toBe('contains_key');
    await test.call('PUT', 'api_key/leaks/settings/', { action: 'redact' }, owner.proof);
    const made = await publish([datum(bytes.length, { type: 'code' })], bytes);
    expect(await read(made.body.data[0].api_id)).toBe(`key = "gf_${'*'.repeat(49)}"`);
  });

  it('is not taken by operations without data', async () => {
    const refused = await send('POST', 'figure/', { name: 'F', analysis: mine.analysis }, Buffer.alloc(0));
    expect([refused.status, refused.body.code]).toEqual([415, 'unsupported_media_type']);
  });
});
