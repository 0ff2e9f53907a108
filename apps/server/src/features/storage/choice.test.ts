import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBucket } from '../../kernel/blobs/s3/index.ts';
import { parsePlace } from '../../kernel/blobs/s3/place.ts';
import { createOpenStores } from '../../kernel/stores/index.ts';
import { bucketsOf } from '../../storage.ts';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { backup, restore, verifyServer } from '../backup/index.ts';
import { createTestInstallation, register } from '../backup/test-installation.ts';
import { collectBlobs } from '../blob-collector/index.ts';

const OWN = { vendor: 'GoFigr.io', params: null };

/** Address of a bucket on a real S3 server, and its credentials. */
const url = process.env['GOFIGR_TEST_S3_URL'];
const KEYS = {
  access_key_id: process.env['AWS_ACCESS_KEY_ID'],
  secret_access_key: process.env['AWS_SECRET_ACCESS_KEY'],
};
const s3 = parsePlace(url ?? 's3://nowhere?endpoint=http://127.0.0.1:9');
const endpoint = s3.endpoint?.origin ?? '';
/** The request of a client with a bucket of its own. */
const asked = (more: object = {}) => ({
  vendor: 'aws',
  params: { bucket: s3.bucket, key: randomUUID(), endpoint, ...KEYS, ...more },
});
const withoutKeys = ({
  vendor,
  params: { access_key_id: _id, secret_access_key: _key, ...params },
}: ReturnType<typeof asked>) => ({
  vendor,
  params,
});

async function storageOf(test: TestServer, at: string, as: Proof) {
  return (await test.call('GET', `${at}/storage/`, undefined, as)).body;
}

async function publish(test: TestServer, figure: string, text: string, as: Proof) {
  const data = [{ name: 'notes', type: 'text', metadata: {}, data: base64(text) }];
  const answer = await test.call('POST', 'revision/', { figure, metadata: {}, data }, as);
  return {
    status: answer.status,
    datum: answer.body.data?.[0]?.api_id as string,
    revision: answer.body.api_id as string,
  };
}

describe('without a bucket', () => {
  let test: TestServer;
  let as: Proof;
  let at: string;
  beforeAll(async () => {
    test = await startTestServer({
      GOFIGR_STORAGE_ENDPOINTS: 'http://127.0.0.1:9',
      GOFIGR_STORAGE_BUCKETS: 's3://listed/figures?endpoint=http://127.0.0.1:9',
    });
    const { proof, workspace } = await test.account();
    as = proof;
    at = `workspace/${workspace}`;
  });
  afterAll(() => test.close());

  it.each([
    ['an unknown vendor', { vendor: 'gcs', params: { bucket: 'figures' } }, 'vendor'],
    ['no parameters', { vendor: 'aws', params: null }, 'params'],
    ['no bucket', { vendor: 'aws', params: { key: 'a' } }, 'params.bucket'],
    ['a bucket that is none', { vendor: 'aws', params: { bucket: '../x', ...KEYS } }, 'params.bucket'],
    ['a number as bucket', { vendor: 'aws', params: { bucket: 7 } }, 'params.bucket'],
    ['a way out of the prefix', { vendor: 'aws', params: { bucket: 'figures', key: 'a/../b' } }, 'params.key'],
    [
      'an endpoint that is a file',
      { vendor: 'aws', params: { bucket: 'figures', endpoint: 'file:///etc' } },
      'params.endpoint',
    ],
    ['half of the credentials', { vendor: 'aws', params: { bucket: 'figures', access_key_id: 'a' } }, 'params'],
    ['a secret under another name', { vendor: 'aws', params: { bucket: 'figures', apiToken: 'a' } }, 'params'],
    ['a bucket without credentials that is not listed', { vendor: 'aws', params: { bucket: 'figures' } }, 'params'],
    ['a listed bucket above its prefix', { vendor: 'aws', params: { bucket: 'listed', key: 'figure' } }, 'params'],
    [
      'a listed bucket at another service',
      { vendor: 'aws', params: { bucket: 'listed', key: 'figures', endpoint: 'http://203.0.113.7' } },
      'params',
    ],
    ['a service that does not answer', { vendor: 'aws', params: { bucket: 'listed', key: 'figures/a' } }, 'params'],
  ])('%s is refused, by the test too, and changes nothing', async (_, body, path) => {
    for (const way of ['storage/', 'storage/test/']) {
      const answer = await test.call('POST', `${at}/${way}`, body, as);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
    }
    expect(await storageOf(test, at, as)).toEqual(OWN);
  });

  it("an endpoint in the server's own network is refused before anything is sent to it", async () => {
    const seen: string[] = [];
    const inside = createServer((request, answer) => {
      seen.push(request.url ?? '');
      answer.end();
    });
    await new Promise<void>((listening) => inside.listen(0, listening));
    const { port } = inside.address() as AddressInfo; // a TCP server has an address with a port
    const keys = { access_key_id: 'a', secret_access_key: 'my-secret' };
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '0x7f000001']) {
      const params = { bucket: 'figures', endpoint: `http://${host}:${port}`, ...keys };
      const answer = await test.call('POST', `${at}/storage/`, { vendor: 'aws', params }, as);
      expect(answer.status).toBe(400);
      expect(answer.body.detail).toContain("inside the server's own network");
      expect(answer.text).not.toContain('my-secret');
    }
    expect(seen).toEqual([]);
    inside.close();
  });

  it("a workspace of an organization takes that one's storage, unless it may choose", async () => {
    const organization = (await test.call('POST', 'organization/', { name: 'Lab' }, as)).body.api_id;
    const { body } = await test.call('POST', 'workspace/', { name: 'In it', organization }, as);
    const inside = `workspace/${body.api_id}`;
    const refused = await test.call('POST', `${inside}/storage/`, OWN, as);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'vendor' }] } });
    const allow = { allow_per_workspace_storage_settings: true };
    await test.call('PATCH', `organization/${organization}/`, allow, as);
    expect(await test.call('POST', `${inside}/storage/`, OWN, as)).toMatchObject({ status: 200, body: OWN });
  });
});

describe.runIf(url !== undefined)('on a real S3 server', () => {
  let test: TestServer;
  let as: Proof;
  let username: string;
  const keys = async (prefix: string) => {
    const found: string[] = [];
    for await (const { key } of openBucket({ ...s3, prefix }).list('')) found.push(key);
    return found;
  };
  const place = async (name = 'A') => {
    const workspace = (await test.call('POST', 'workspace/', { name }, as)).body.api_id as string;
    return { workspace, at: `workspace/${workspace}`, ...(await plant(test, as, workspace)) };
  };
  const rows = () => test.server.database.db.selectFrom('stores').selectAll().execute();
  const read = async (datum: string) => (await test.call('GET', `data/${datum}/content/`, undefined, as)).text;
  const wait = () => new Promise((resolve) => setTimeout(resolve, 2));

  beforeAll(async () => {
    test = await startTestServer({
      GOFIGR_STORAGE_ENDPOINTS: endpoint,
      GOFIGR_STORAGE_BUCKETS: `s3://${s3.bucket}/shared?endpoint=${endpoint}`,
      GOFIGR_SMALL_BYTES: '0',
    });
    ({ proof: as, username } = await test.account());
  });
  afterAll(() => test.close());

  it('new data of a workspace go to its bucket, old ones stay, and both are read', async () => {
    const { at, figure } = await place();
    const before = await publish(test, figure, 'before', as);
    const sent = asked({ note: 'as sent', region: 'eu-central-1' });
    const shown = withoutKeys(sent);
    expect(await test.call('POST', `${at}/storage/test/`, sent, as)).toMatchObject({ status: 200, body: shown });
    expect(await storageOf(test, at, as)).toEqual(OWN);
    expect(await keys(sent.params.key)).toEqual([]);
    expect(await test.call('POST', `${at}/storage/`, sent, as)).toMatchObject({ status: 200, body: shown });
    expect(await storageOf(test, at, as)).toEqual(shown);

    const after = await publish(test, figure, 'after', as);
    // The same bytes are written to the other store too.
    const again = await publish(test, figure, 'before', as);
    const paths: string[] = [];
    for (const { datum } of [after, again]) {
      const { body } = await test.call('GET', `data/${datum}/storage/`, undefined, as);
      expect(body.vendor).toBe('AWS');
      paths.push(body.path);
    }
    const start = `s3://${s3.bucket}/${sent.params.key}/`;
    expect(paths).toEqual(paths.map(() => expect.stringContaining(start)));
    expect((await keys(sent.params.key)).map((key) => start + key).toSorted()).toEqual(paths.toSorted());
    expect((await test.call('GET', `data/${before.datum}/storage/`, undefined, as)).body).toEqual({
      vendor: 'GoFigr.io',
    });
    expect(await Promise.all([before, after, again].map(({ datum }) => read(datum)))).toEqual([
      'before',
      'after',
      'before',
    ]);
    const part = await test.call('GET', `data/${after.datum}/content/`, undefined, as, {
      headers: { range: 'bytes=1-3' },
    });
    expect([part.status, part.text]).toEqual([206, 'fte']);

    expect(await test.call('POST', `${at}/storage/`, OWN, as)).toMatchObject({ status: 200, body: OWN });
    const last = await publish(test, figure, 'last', as);
    expect((await test.call('GET', `data/${last.datum}/storage/`, undefined, as)).body).toEqual({
      vendor: 'GoFigr.io',
    });
    expect(await Promise.all([after, last].map(({ datum }) => read(datum)))).toEqual(['after', 'last']);
  });

  it('every way to publish goes there: changed, appended, by name, and to an asset', async () => {
    const { at, workspace, analysis, figure } = await place('Ways');
    const { revision } = await publish(test, figure, 'a', as);
    const sent = asked();
    await test.call('POST', `${at}/storage/`, sent, as);
    const data = (text: string) => [{ name: text, type: 'text', metadata: {}, data: base64(text) }];
    const asset = (await test.call('POST', 'asset/', { name: 'table', workspace }, as)).body.api_id;
    const ways: [Parameters<TestServer['call']>[0], string, object][] = [
      ['PATCH', `revision/${revision}/`, { data: data('changed') }],
      ['POST', `revision/${revision}/append_data/`, { data: data('appended') }],
      ['POST', 'revision/by-name/', { workspace, analysis: 'Named', figure: 'F', metadata: {}, data: data('named') }],
      ['POST', 'revision/auto-assign/', { analysis, metadata: { title: 'T' }, data: data('assigned') }],
      ['POST', 'asset_revision/', { asset, metadata: {}, data: data('asset') }],
    ];
    for (const [index, [method, path, body]] of ways.entries()) {
      const answer = await test.call(method, path, body, as);
      expect([path, answer.status]).toEqual([path, expect.toBeOneOf([200, 201])]);
      expect([path, (await keys(sent.params.key)).length]).toEqual([path, index + 1]);
    }
  });

  it('credentials are encrypted, never returned, and can be replaced for the data that are there', async () => {
    const { at, figure } = await place('Keys');
    const sent = asked();
    await test.call('POST', `${at}/storage/`, sent, as);
    const { datum } = await publish(test, figure, 'kept', as);
    const [before] = (await rows()).filter(({ prefix }) => prefix === sent.params.key);
    const secret = String(KEYS.secret_access_key);
    const audit = await test.call('GET', `audit/?username=${username}`, undefined, as);
    for (const text of [JSON.stringify(await rows()), audit.text, JSON.stringify(await storageOf(test, at, as))])
      for (const part of [secret, String(KEYS.access_key_id)]) expect(text).not.toContain(part);

    const wrong = asked({ key: sent.params.key, secret_access_key: 'wrong' });
    const refused = await test.call('POST', `${at}/storage/`, wrong, as);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'params' }] } });
    expect(refused.body.detail).toContain('SignatureDoesNotMatch');
    expect(await read(datum)).toBe('kept');
    await wait();
    expect((await test.call('POST', `${at}/storage/`, sent, as)).status).toBe(200);
    const after = (await rows()).filter(({ prefix }) => prefix === sent.params.key);
    expect(after).toHaveLength(1);
    expect([after[0]?.id, after[0]?.credentials === before?.credentials]).toEqual([before?.id, false]);
    expect(await read(datum)).toBe('kept');
  });

  it("a workspace uses its organization's storage until it chooses, and its own answer is the default", async () => {
    const organization = (await test.call('POST', 'organization/', { name: 'Institute' }, as)).body.api_id;
    const { body } = await test.call('POST', 'workspace/', { name: 'Group', organization }, as);
    const [theirs, own] = [asked(), asked()];
    expect((await test.call('POST', `organization/${organization}/storage/`, theirs, as)).status).toBe(200);
    expect(await storageOf(test, `workspace/${body.api_id}`, as)).toEqual(OWN);
    const { figure } = await plant(test, as, body.api_id);
    expect(await keys(theirs.params.key)).toHaveLength(1);
    const allow = (allowed: boolean) =>
      test.call('PATCH', `organization/${organization}/`, { allow_per_workspace_storage_settings: allowed }, as);
    await allow(true);
    expect((await test.call('POST', `workspace/${body.api_id}/storage/`, own, as)).status).toBe(200);
    await publish(test, figure, 'own', as);
    expect([(await keys(theirs.params.key)).length, (await keys(own.params.key)).length]).toEqual([1, 1]);
    await allow(false);
    await publish(test, figure, 'theirs', as);
    expect([(await keys(theirs.params.key)).length, (await keys(own.params.key)).length]).toEqual([2, 1]);
  });

  it('a listed bucket needs no credentials', async () => {
    const { at, figure } = await place('Listed');
    const key = `shared/${randomUUID()}`;
    const sent = { vendor: 'aws', params: { bucket: s3.bucket, key } };
    expect(await test.call('POST', `${at}/storage/`, sent, as)).toMatchObject({ status: 200, body: sent });
    const { datum } = await publish(test, figure, 'shared', as);
    expect([await read(datum), (await keys(key)).length]).toEqual(['shared', 1]);
    // The whole place is kept: a change of the list must not lead to another service.
    expect((await rows()).find(({ prefix }) => prefix === key)).toMatchObject({ endpoint, credentials: null });
  });

  it('a bucket that was taken off the list is read, and takes nothing new', async () => {
    const { at, figure } = await place('Unlisted');
    const key = `shared/${randomUUID()}`;
    await test.call('POST', `${at}/storage/`, { vendor: 'aws', params: { bucket: s3.bucket, key } }, as);
    const { datum } = await publish(test, figure, 'listed', as);
    const { db } = test.server.database;
    const { store: id, hash } = await db
      .selectFrom('data')
      .select(['store', 'hash'])
      .where('id', '=', datum)
      .executeTakeFirstOrThrow();
    const opened = await createOpenStores(db, bucketsOf({ ...test.config, storageBuckets: [] }, db))(id ?? '');
    const stream = await opened?.blobs.open(hash, 'listed'.length);
    expect(String(await stream?.toArray())).toBe('listed');
    await expect(opened?.blobs.stage()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('while a bucket fails, publishing is refused, nothing is half-made, and old data elsewhere are read', async () => {
    const { at, figure } = await place('Failing');
    const before = await publish(test, figure, 'here', as);
    const sent = asked();
    await test.call('POST', `${at}/storage/`, sent, as);
    const there = await publish(test, figure, 'there', as);
    const { db } = test.server.database;
    const change = (to: string) =>
      db
        .updateTable('stores')
        .set((eb) => ({ endpoint: to, changed_on: eb('changed_on', '+', 1) }))
        .where('prefix', '=', sent.params.key)
        .execute();
    await change('http://127.0.0.1:9');
    const refused = await test.call(
      'POST',
      'revision/',
      { figure, metadata: {}, data: [{ name: 'n', type: 'text', metadata: {}, data: base64('lost') }] },
      as,
    );
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await test.call('GET', `data/${there.datum}/content/`, undefined, as)).status).toBe(503);
    expect(await read(before.datum)).toBe('here');
    await change(endpoint);
    expect((await test.call('GET', `figure/${figure}/`, undefined, as)).body.revisions).toHaveLength(3);
    expect(await read(there.datum)).toBe('there');
  });

  it("unused bytes of a bucket are removed, and never those of another server's data in it", async () => {
    const { at, figure } = await place('Collected');
    const sent = asked();
    await test.call('POST', `${at}/storage/`, sent, as);
    const [kept, gone] = [await publish(test, figure, 'kept', as), await publish(test, figure, 'gone', as)];
    await openBucket({ ...s3, prefix: sent.params.key }).put('another-server/blobs/x', Buffer.from('theirs'));
    const { db } = test.server.database;
    await db.deleteFrom('data').where('id', '=', gone.datum).execute();
    const [row] = (await rows()).filter(({ prefix }) => prefix === sent.params.key);
    const store = await createOpenStores(db, bucketsOf(test.config, db))(row?.id ?? '');
    if (!row || !store) throw new Error('no such store');
    const collect = (now: number) => collectBlobs({ db, store: row.id, blobs: store.blobs, now: () => now });
    expect(await collect(Date.now())).toBe(0);
    expect(await collect(Date.now() + 2 * 60 * 60_000)).toBe(1);
    expect(await keys(sent.params.key)).toHaveLength(2);
    expect(await read(kept.datum)).toBe('kept');
  });

  it('a backup has the bytes of all buckets, and restores them without one', async () => {
    const settings = { GOFIGR_STORAGE_ENDPOINTS: endpoint };
    const [source, target] = [
      await createTestInstallation(undefined, settings),
      await createTestInstallation(undefined, { GOFIGR_STORAGE_ENDPOINTS: '' }),
    ];
    const dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
    try {
      const server = await source.start();
      const { proof: key } = (await register(source, server)).key;
      const [{ api_id: workspace }] = (await server.call('GET', 'workspace/', undefined, key)).body;
      const { figure } = await plant(server, key, workspace);
      const sent = asked();
      await server.call('POST', `workspace/${workspace}/storage/`, sent, key);
      const { datum } = await publish(server, figure, 'in the bucket', key);
      expect((await verifyServer(source.deps)).problems).toEqual([]);
      expect((await backup(source.deps, dir)).problems).toEqual([]);
      await source.stop();
      const bucket = openBucket({ ...s3, prefix: sent.params.key });
      for (const name of await keys(sent.params.key)) await bucket.delete(name);
      expect((await verifyServer(source.deps)).problems).toHaveLength(1);
      expect((await restore(target.deps, dir)).problems).toEqual([]);
      const restored = await target.start();
      expect((await restored.call('GET', `data/${datum}/content/`, undefined, key)).text).toBe('in the bucket');
    } finally {
      await source.remove();
      await target.remove();
      await rm(dir, { recursive: true });
    }
  });
});
