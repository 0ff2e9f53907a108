import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { createBLAKE3 } from 'hash-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedIn } from '../../kernel/auth/index.ts';
import {
  type BlobStore,
  createCheckedBlobs,
  createFileBlobs,
  createSmallBlobs,
  createStores,
  loadBlake3,
  type Stores,
} from '../../kernel/blobs/index.ts';
import { createClock } from '../../kernel/clock.ts';
import { transact } from '../../kernel/db/index.ts';
import { hashToken } from '../../kernel/ids.ts';
import type { ImportedKeys } from '../../kernel/key-scan/index.ts';
import { base64, loseBytes, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { collectBlobs } from '../blob-collector/index.ts';
import { createUploads, deleteExpiredUploads } from './index.ts';

const MEBIBYTE = 1024 * 1024;
const HOUR = 60 * 60_000;
/** Quota of the tests, in MiB. */
const QUOTA = 32;

let test: TestServer;
/** Microseconds that the server's clock is ahead. */
let ahead = 0;
const system = createClock();
let ada: Awaited<ReturnType<TestServer['account']>>;
let mine: Awaited<ReturnType<typeof plant>>;
let blobs: BlobStore;
let stores: Stores;
beforeAll(async () => {
  const clock = { now: () => system.now() + ahead };
  test = await startTestServer({ GOFIGR_MAX_TEMPORARY_MB: `${QUOTA}`, GOFIGR_TRASH_DAYS: '0' }, { clock });
  ada = await test.account();
  mine = await plant(test, ada.proof, ada.workspace);
  const newHasher = await loadBlake3();
  const files = createFileBlobs(join(test.config.dataDir, 'blobs'), newHasher);
  const isSqlite = test.server.database.engine === 'sqlite';
  blobs = isSqlite ? createSmallBlobs(files, db(), newHasher, 65_536) : files;
  stores = createStores(createCheckedBlobs(blobs, newHasher), async () => undefined);
});
afterAll(() => test.close());

const db = () => test.server.database.db;
const blake3 = await createBLAKE3();
const hashOf = (bytes: Uint8Array): string => blake3.init().update(bytes).digest('hex');
const some = (size = 100) => {
  const bytes = randomBytes(size);
  return { bytes, hash: hashOf(bytes), size };
};
/** The hashes of all kept bytes. */
async function kept(): Promise<string[]> {
  const hashes: string[] = [];
  for await (const { hash } of blobs.list()) hashes.push(hash);
  return hashes;
}
const collect = (later: number) => collectBlobs({ db: db(), blobs, now: () => Date.now() + later });

const put = (path: string, bytes: Uint8Array, as: Proof = ada.proof, more: InjectOptions = {}) =>
  test.call('PUT', `blob/${path}`, undefined, as, {
    payload: Buffer.from(bytes),
    headers: { 'content-type': 'application/octet-stream' },
    ...more,
  });
const missing = async (hashes: string[], into: object = { figure: mine.figure }, as: Proof = ada.proof) =>
  (await test.call('POST', 'blob/missing/', { ...into, hashes }, as)).body.missing;
const publish = (data: object[], as: Proof = ada.proof, figure = mine.figure) =>
  test.call('POST', 'revision/', { figure, metadata: {}, data }, as);
const named = (hash: string, more: object = {}) => ({ name: 'd', type: 'file', metadata: {}, blob: hash, ...more });
const read = async (id: string, as: Proof = ada.proof) =>
  (await test.call('GET', `data/${id}/content/`, undefined, as)).bytes;

/** Adds a stranger with an own figure. */
async function stranger() {
  const account = await test.account();
  return { ...account, ...(await plant(test, account.proof, account.workspace)) };
}

describe('an upload', () => {
  it('gives the memory of its chunks back when they are written', async () => {
    const { bytes, hash } = some(100_000);
    const payload = Buffer.from(bytes);
    expect((await put(`${hash}/`, bytes, ada.proof, { payload })).status).toBe(200);
    expect([payload.length, await kept()]).toEqual([0, expect.arrayContaining([hash])]);
  });

  it('is missing until all of it has arrived, and is then published by its hash', async () => {
    const { bytes, hash, size } = some();
    expect(await missing([hash])).toEqual([hash]);
    expect((await publish([named(hash)])).body).toMatchObject({ code: 'blob_missing' });
    expect((await put(hash, bytes)).body).toEqual({ hash, size, received: size });
    expect(await missing([hash])).toEqual([]);
    const made = await publish([named(hash), named(hash, { name: 'again' })]);
    expect([made.status, made.body.size_bytes]).toEqual([201, 2 * size]);
    for (const datum of made.body.data) expect(await read(datum.api_id)).toEqual(bytes);
    // It is used, and counts no longer; the datum has the bytes.
    expect((await test.call('GET', `blob/${hash}/`, undefined, ada.proof)).status).toBe(404);
    expect(await missing([hash])).toEqual([]);
  });

  it('arrives in parts of any size, and in parts that were sent before', async () => {
    const { bytes, hash, size } = some(20 * MEBIBYTE);
    const part = (from: number, to: number) => put(`${hash}/?offset=${from}&size=${size}`, bytes.subarray(from, to));
    const received = async () => (await test.call('GET', `blob/${hash}/`, undefined, ada.proof)).body.received;
    expect((await part(0, 100)).body).toEqual({ hash, size, received: 100 });
    expect((await part(50, 9_000_000)).body.received).toBe(9_000_000);
    expect((await part(0, 1000)).body.received).toBe(9_000_000);
    expect(await part(9_000_001, 9_000_010)).toMatchObject({ status: 409, body: { code: 'wrong_offset' } });
    expect(await received()).toBe(9_000_000);
    expect(await missing([hash])).toEqual([hash]);
    expect((await part(9_000_000, size)).body.received).toBe(size);
    expect((await part(size - 10, size)).body.received).toBe(size);
    expect(await missing([hash])).toEqual([]);
    const made = await publish([named(hash)]);
    expect(hashOf(await read(made.body.data[0].api_id))).toBe(hash);
  });

  it.each([1000, 100_000])('of %d bytes may be sent by several programs of one person at once', async (count) => {
    const { bytes, hash, size } = some(count);
    const answers = await Promise.all([put(hash, bytes), put(hash, bytes), put(`${hash}/?size=${size}`, bytes)]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { hash, size, received: size } });
    expect(hashOf(await read((await publish([named(hash)])).body.data[0].api_id))).toBe(hash);
  });

  it('may be empty', async () => {
    const { bytes, hash } = some(0);
    expect((await put(`${hash}/?size=0`, bytes)).body).toEqual({ hash, size: 0, received: 0 });
    expect((await publish([named(hash)])).body.data[0]).toMatchObject({ hash, size_bytes: 0 });
  });

  it('with another hash is refused and forgotten, whole or in parts', async () => {
    const { bytes, size } = some(1000);
    const other = some().hash;
    expect(await put(other, bytes)).toMatchObject({ status: 422, body: { code: 'wrong_hash' } });
    await put(`${other}/?size=${size}`, bytes.subarray(0, 10));
    expect((await put(`${other}/?size=${size}&offset=10`, bytes.subarray(10))).status).toBe(422);
    expect((await test.call('GET', `blob/${other}/`, undefined, ada.proof)).status).toBe(404);
    expect(await missing([other])).toEqual([other]);
  });

  it('of another size begins anew, and never gets more bytes than announced', async () => {
    const { bytes, hash } = some(1000);
    await put(`${hash}/?size=2000`, bytes);
    expect((await put(`${hash}/?size=1000`, bytes.subarray(0, 10))).body.received).toBe(10);
    const more = await put(`${hash}/?size=1000&offset=10`, bytes);
    expect([more.status, more.body.code]).toEqual([400, 'invalid_request']);
    expect((await put(`${hash}/?size=1000&offset=10`, bytes.subarray(10))).body.received).toBe(1000);
  });

  it.each(['offset=1', 'size=-1', 'size=a', 'size=1e3', 'size=1&offset=x'])('with ?%s is refused', async (query) => {
    expect((await put(`${some().hash}/?${query}`, Buffer.from('a'))).status).toBe(400);
  });

  it('needs a hash in lower case and bytes, and nothing else', async () => {
    const { bytes, hash } = some();
    expect((await put(hash.toUpperCase(), bytes)).status).toBe(400);
    const headers = { 'content-type': 'text/plain' };
    expect((await put(hash, bytes, ada.proof, { headers })).status).toBe(415);
  });

  it('belongs to its uploader: others find it neither complete nor unfinished, and can not name it', async () => {
    const eve = await stranger();
    const { bytes, hash } = some();
    await put(hash, bytes);
    expect((await test.call('GET', `blob/${hash}/`, undefined, eve.proof)).status).toBe(404);
    expect(await missing([hash], { figure: eve.figure }, eve.proof)).toEqual([hash]);
    expect((await publish([named(hash)], eve.proof, eve.figure)).body.code).toBe('blob_missing');
  });

  it('with an API key belongs to that key', async () => {
    const { proof } = await test.key(ada.proof, { permission: 'publish' });
    const { bytes, hash } = some();
    await put(hash, bytes);
    expect((await test.call('GET', `blob/${hash}/`, undefined, proof)).status).toBe(404);
    expect((await publish([named(hash)], proof)).body.code).toBe('blob_missing');
    await put(hash, bytes, proof);
    const made = await publish([named(hash)], proof);
    expect(made.status).toBe(201);
    expect(await read(made.body.data[0].api_id, proof)).toEqual(bytes);
  });
});

describe('the quota', () => {
  it('counts what is uploaded and not published, by person and for all keys', async () => {
    const { proof, figure } = await stranger();
    const key = await test.key(proof);
    const first = some(20 * MEBIBYTE);
    const second = some(14 * MEBIBYTE);
    await put(`${first.hash}/?size=${first.size}`, first.bytes.subarray(0, 10), proof);
    expect((await put(first.hash, first.bytes, proof)).status).toBe(200);
    for (const as of [proof, key.proof]) {
      const refused = await put(second.hash, second.bytes, as);
      expect([refused.status, refused.body.code]).toEqual([413, 'upload_quota_reached']);
    }
    expect((await publish([named(first.hash)], proof, figure)).status).toBe(201);
    expect((await put(second.hash, second.bytes, proof)).status).toBe(200);
  });

  it('is known without a sum over all uploads, whatever happens to them', async () => {
    const [eve, finn] = [await stranger(), await stranger()];
    const [first, second, third] = [some(70_000), some(140_000), some(50)];
    const uploaded = async () => {
      const rows = await db().selectFrom('uploads').select(['user_id', 'received', 'parts']).execute();
      const rooms: Record<string, number> = {};
      for (const { user_id, received, parts } of rows)
        rooms[user_id] = (rooms[user_id] ?? 0) + received + (parts + 1) * 4096;
      return rooms;
    };
    const known = async () => {
      const rows = await db().selectFrom('upload_totals').selectAll().where('bytes', '!=', 0).execute();
      return Object.fromEntries(rows.map(({ user_id, bytes }) => [user_id, bytes]));
    };
    const changes: (() => Promise<unknown>)[] = [
      () => put(first.hash, first.bytes, eve.proof),
      () => put(first.hash, first.bytes, finn.proof),
      () => put(`${second.hash}/?size=${second.size}`, second.bytes.subarray(0, 70_000), eve.proof),
      () => put(`${second.hash}/?size=${second.size}&offset=70000`, second.bytes.subarray(70_000), eve.proof),
      () => put(`${third.hash}/?size=${third.size}`, third.bytes.subarray(0, 10), eve.proof),
      () => put(`${third.hash}/?size=${third.size}&offset=10`, Buffer.alloc(40), eve.proof),
      () => publish([named(first.hash), named(second.hash)], eve.proof, eve.figure),
      async () => db().deleteFrom('users').where('username', '=', finn.username).execute(),
      () => put(`${third.hash}/?size=${third.size}`, third.bytes.subarray(0, 10), eve.proof),
      () => deleteExpiredUploads(db(), system.now() + 25 * HOUR * 1000),
    ];
    const seen: number[] = [];
    for (const change of changes) {
      await change();
      const rooms = await uploaded();
      expect(await known()).toEqual(rooms);
      seen.push(rooms[(await principalOf(eve.username)).userId] ?? 0);
    }
    const row = 4096;
    const [one, both] = [70_000 + row, 210_000 + 2 * row];
    expect(seen).toEqual([one, one, one + 70_000 + 2 * row, both, both + 10 + 2 * row, both, 0, 0, 10 + 2 * row, 0]);
  });

  it('refuses an upload that can never fit before it arrives', async () => {
    const { bytes, hash } = some();
    const refused = await put(`${hash}/?size=${QUOTA * MEBIBYTE + 1}`, bytes);
    expect([refused.status, refused.body.code]).toEqual([413, 'upload_quota_reached']);
  });
});

describe('the quota of uploads at once', () => {
  const fifth = Math.floor((QUOTA * MEBIBYTE) / 5);

  it('lets in only those that fit together', async () => {
    const { proof } = await stranger();
    const ones = [some(3 * fifth), some(3 * fifth)];
    const answers = await Promise.all(ones.map(({ hash, bytes }) => put(hash, bytes, proof)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 413]);
    const refused = ones[answers.findIndex(({ status }) => status === 413)];
    expect((await put(`${some().hash}/?size=${fifth}`, Buffer.alloc(fifth), proof)).status).toBe(422);
    expect((await put(refused?.hash ?? '', refused?.bytes ?? Buffer.alloc(0), proof)).status).toBe(413);
  });

  it('gives back what does not arrive', async () => {
    const { proof } = await stranger();
    const { bytes, hash } = some(4 * fifth);
    for (let attempt = 0; attempt < 2; attempt++) expect((await put(some().hash, bytes, proof)).status).toBe(422);
    expect((await put(hash, bytes, proof)).status).toBe(200);
  });

  it('holds for several processes', async () => {
    const eve = await stranger();
    const principal = await principalOf(eve.username);
    // Each has its own reservations, as another process has.
    const processes = [1, 2].map(() =>
      createUploads({
        db: db(),
        clock: system,
        blobs: stores,
        importedKeys: async () => ({ lengths: new Set<number>(), hashes: new Set<string>() }),
        maxUploadedBytes: 300_000,
      }),
    );
    const arriving = Promise.withResolvers<void>();
    let begun = 0;
    const outcomes = await Promise.allSettled(
      processes.map((uploads) => {
        const { bytes, hash, size } = some(200_000);
        // Neither is kept before both have begun.
        const slow = async function* () {
          begun += 1;
          if (begun === 2) arriving.resolve();
          await arriving.promise;
          yield bytes;
        };
        return uploads.receive(principal, { hash, size, offset: 0 }, slow());
      }),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'upload_quota_reached' },
    });
  });
});

describe('bytes that others have', () => {
  it('are missing, and an upload of them goes as one of new bytes', async () => {
    const { bytes, hash, size } = some();
    const sent = { name: 'd', type: 'file', metadata: {}, data: bytes.toString('base64') };
    const secret = (await publish([sent])).body;
    const eve = await stranger();
    const into = { figure: eve.figure };
    expect(await missing([hash], into, eve.proof)).toEqual([hash]);
    expect((await publish([named(hash)], eve.proof, eve.figure)).body.code).toBe('blob_missing');
    // A link does not count, because nobody knows whether she has it.
    await test.call('POST', `figure/${mine.figure}/share/link/`, { enabled: true }, ada.proof);
    expect(await missing([hash], into, eve.proof)).toEqual([hash]);
    await test.call('POST', `figure/${mine.figure}/share/link/`, { enabled: false }, ada.proof);
    const part = await put(`${hash}/?size=${size}`, bytes.subarray(0, 10), eve.proof);
    expect(part.body).toEqual({ hash, size, received: 10 });
    const wrong = await put(`${hash}/?size=${size}&offset=10`, randomBytes(size - 10), eve.proof);
    expect(wrong.status).toBe(422);
    expect((await read(secret.data[0].api_id)).equals(bytes)).toBe(true);
    await put(hash, bytes, eve.proof);
    expect((await publish([named(hash)], eve.proof, eve.figure)).status).toBe(201);
  });

  it('are present as long as they are shared by name', async () => {
    const { bytes, hash } = some();
    const made = (await publish([{ name: 'd', type: 'file', data: bytes.toString('base64') }])).body;
    const eve = await stranger();
    const share = (enabled: boolean) =>
      test.call(
        'POST',
        `revision/${made.api_id}/share/user/`,
        { username: eve.username, sharing_enabled: enabled },
        ada.proof,
      );
    expect((await share(true)).status).toBeLessThan(300);
    expect(await missing([hash], { figure: eve.figure }, eve.proof)).toEqual([]);
    expect((await publish([named(hash)], eve.proof, eve.figure)).status).toBe(201);
    await test.call('DELETE', `revision/${made.api_id}/`, undefined, ada.proof);
  });

  it('are missing for a key that publishes, unless it published them', async () => {
    const { proof } = await test.key(ada.proof, { permission: 'publish' });
    const { bytes, hash } = some();
    const sent = { name: 'd', type: 'file', metadata: {}, data: bytes.toString('base64') };
    await publish([sent]);
    expect(await missing([hash], undefined, proof)).toEqual([hash]);
    expect((await publish([named(hash)], proof)).body.code).toBe('blob_missing');
    await publish([sent], proof);
    expect(await missing([hash], undefined, proof)).toEqual([]);
    expect((await publish([named(hash)], proof)).status).toBe(201);
  });

  it('are missing when they are deleted, in another store, or damaged', async () => {
    const { bytes, hash, size } = some();
    const made = (await publish([{ name: 'd', type: 'file', data: bytes.toString('base64') }])).body;
    const move = (store: string | null) => db().updateTable('data').set({ store }).where('hash', '=', hash).execute();
    await move('elsewhere');
    expect(await missing([hash])).toEqual([hash]);
    await move(null);
    expect(await missing([hash])).toEqual([]);
    await loseBytes(test, hash);
    expect((await publish([named(hash)])).body.code).toBe('blob_missing');
    expect((await put(hash, bytes)).body).toEqual({ hash, size, received: size });
    expect((await publish([named(hash)])).status).toBe(201);
    expect(await read(made.data[0].api_id)).toEqual(bytes);
    await db().deleteFrom('data').where('hash', '=', hash).execute();
    expect(await missing([hash])).toEqual([hash]);
  });
});

describe('a datum', () => {
  it('with data and blob is refused', async () => {
    const { hash } = some();
    const both = await publish([named(hash, { data: base64('x') })]);
    expect([both.status, both.body.code]).toEqual([400, 'invalid_request']);
    expect((await publish([named(hash.toUpperCase())])).status).toBe(400);
  });

  it('names its bytes in every operation with data', async () => {
    const asset = (await test.call('POST', 'asset/', { name: 'A', workspace: ada.workspace }, ada.proof)).body.api_id;
    const { workspace } = ada;
    const made = (await publish([named((await uploaded()).hash)])).body.api_id;
    const calls: ['POST' | 'PUT' | 'PATCH', string, object][] = [
      ['POST', 'revision/by-name/', { workspace, analysis: 'Another', figure: 'F' }],
      ['POST', 'revision/auto-assign/', { analysis: mine.analysis, metadata: { title: 'F' } }],
      ['POST', `revision/${made}/append_data/`, {}],
      ['PATCH', `revision/${made}/`, {}],
      ['PUT', `revision/${made}/`, {}],
      ['POST', 'asset_revision/', { asset }],
      ['POST', 'asset_revision/by-name/', { workspace, asset: randomUUID() }],
    ];
    for (const [method, path, fields] of calls) {
      const { hash, bytes } = await uploaded();
      const answer = await test.call(method, path, { ...fields, data: [named(hash)] }, ada.proof);
      const datum = answer.body.data?.find((one: { hash: string }) => one.hash === hash);
      expect([path, answer.status < 300, datum && (await read(datum.api_id)).equals(bytes)]).toEqual([
        path,
        true,
        true,
      ]);
    }
  });

  async function uploaded() {
    const one = some();
    await put(one.hash, one.bytes);
    return one;
  }

  it('of a revision that fails leaves the upload as it was', async () => {
    const { hash } = await uploaded();
    expect((await publish([named(hash), named(some().hash)])).status).toBe(422);
    expect((await publish([named(hash)], ada.proof, randomUUID())).status).toBe(404);
    const taken = { client_id: mine.revision };
    const clash = { figure: mine.figure, metadata: {}, data: [named(hash)], ...taken };
    expect((await test.call('POST', 'revision/', clash, ada.proof)).status).toBe(409);
    expect((await publish([named(hash)])).status).toBe(201);
  });

  it('with a published key is treated as one sent with the body', async () => {
    const owner = await test.account();
    const key = await test.key(owner.proof, { name: 'Laptop' });
    const text = `key = "${key.token}"`;
    const bytes = Buffer.from(text);
    const hash = hashOf(bytes);
    const code = named(hash, { type: 'code', name: 'script.py' });
    const choose = (action: string) => test.call('PUT', 'api_key/leaks/settings/', { action }, owner.proof);

    await put(hash, bytes);
    await choose('refuse');
    expect((await publish([code])).body.code).toBe('contains_key');
    await choose('redact');
    const redacted = await publish([code, code]);
    expect(redacted.headers['gofigr-notice']).toContain('replaced by asterisks');
    for (const { api_id } of redacted.body.data)
      expect((await read(api_id)).toString()).toBe(`key = "gf_${'*'.repeat(49)}"`);
    await choose('tell');
    await put(hash, bytes);
    expect((await publish([code])).headers['gofigr-notice']).toContain('An API key of this server is in');
    // Now a datum has the bytes, which are searched again.
    await choose('refuse');
    expect((await publish([code])).body.code).toBe('contains_key');
  });

  it('with a key across two parts is treated so too', async () => {
    const owner = await test.account();
    const key = await test.key(owner.proof);
    await test.call('PUT', 'api_key/leaks/settings/', { action: 'refuse' }, owner.proof);
    const bytes = Buffer.from(`${key.token} is it`);
    const hash = hashOf(bytes);
    await put(`${hash}/?size=${bytes.length}`, bytes.subarray(0, 20));
    await put(`${hash}/?size=${bytes.length}&offset=20`, bytes.subarray(20));
    expect((await publish([named(hash)])).body.code).toBe('contains_key');
  });
});

async function principalOf(username: string): Promise<SignedIn> {
  const user = await db().selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow();
  const more = { isStaff: false, via: 'access', credentialId: '', signInId: '', scope: null, key: null } as const;
  return { kind: 'user', userId: user.id, username, ...more };
}

describe('bytes that are named again and again', () => {
  const none: ImportedKeys = { lengths: new Set(), hashes: new Set() };

  /** Uploads that count how often all bytes are read. */
  async function counting() {
    const checked = createCheckedBlobs(blobs, await loadBlake3());
    const state = { reads: 0, imported: none };
    const counted = {
      async open(...given: Parameters<typeof checked.open>) {
        state.reads += 1;
        return checked.open(...given);
      },
      check: checked.check,
    };
    const uploads = createUploads({
      db: db(),
      clock: system,
      blobs: { of: () => counted } as never,
      importedKeys: async () => state.imported,
      maxUploadedBytes: 0,
    });
    const principal = await principalOf(ada.username);
    return { state, named: (hash: string) => uploads.named(principal, hash, null, 'data') };
  }

  async function published(bytes: Buffer) {
    await publish([{ name: 'd', type: 'file', metadata: {}, data: bytes.toString('base64') }]);
    return hashOf(bytes);
  }

  it('are read once, also by several at the same time', async () => {
    const { state, named: find } = await counting();
    const hash = await published(randomBytes(100_000));
    const found = await Promise.all([find(hash), find(hash)]);
    expect([found.map(({ hasKeys }) => hasKeys), state.reads]).toEqual([[false, false], 1]);
    expect([(await find(hash)).hasKeys, state.reads]).toEqual([false, 1]);
    const key = await test.key(ada.proof);
    const other = await published(Buffer.from(key.token));
    expect([(await find(other)).hasKeys, (await find(other)).hasKeys, state.reads]).toEqual([true, true, 2]);
  });

  it('are read again when other keys were imported', async () => {
    const { state, named: find } = await counting();
    const secret = randomBytes(20).toString('hex');
    const hash = await published(Buffer.from(` ${secret} `));
    expect((await find(hash)).hasKeys).toBe(false);
    state.imported = { lengths: new Set([40]), hashes: new Set([hashToken(secret)]) };
    expect([(await find(hash)).hasKeys, state.reads]).toEqual([true, 2]);
  });

  it('are missing when they are lost after they were read', async () => {
    const { state, named: find } = await counting();
    const hash = await published(randomBytes(100_001));
    await find(hash);
    await loseBytes(test, hash);
    await expect(find(hash)).rejects.toMatchObject({ code: 'blob_missing' });
    expect(state.reads).toBe(1);
  });
});

describe('the transaction of a publish', () => {
  /** Decides about named bytes, as a publish does that has found them before. */
  async function claim(username: string, hash: string) {
    const principal = await principalOf(username);
    // A claim reads no bytes.
    const uploads = createUploads({ db: db(), clock: system, blobs: undefined as never } as never);
    return transact(db(), (trx) => uploads.claim(trx, principal, { hash, store: null, isCopy: false }));
  }

  it('decides again about bytes that were shared, deleted or used before it', async () => {
    const eve = await stranger();
    const { bytes, hash } = some();
    const made = (await publish([{ name: 'd', type: 'file', data: bytes.toString('base64') }])).body;
    const share = (sharing_enabled: boolean) =>
      test.call('POST', `revision/${made.api_id}/share/user/`, { username: eve.username, sharing_enabled }, ada.proof);
    await share(true);
    await claim(eve.username, hash);
    await share(false);
    await expect(claim(eve.username, hash)).rejects.toMatchObject({ code: 'blob_missing' });
    await claim(ada.username, hash);
    await test.call('DELETE', `revision/${made.api_id}/`, undefined, ada.proof);
    await expect(claim(ada.username, hash)).rejects.toMatchObject({ code: 'blob_missing' });
  });

  it('uses an upload once', async () => {
    const { bytes, hash } = some();
    await put(hash, bytes);
    await claim(ada.username, hash);
    await expect(claim(ada.username, hash)).rejects.toMatchObject({ code: 'blob_missing' });
  });

  it('of two publishes of one upload at once, both have the bytes', async () => {
    const { bytes, hash } = some(100_000);
    await put(hash, bytes);
    const made = await Promise.all([publish([named(hash)]), publish([named(hash)])]);
    for (const { status, body } of made)
      expect([status, status === 201 ? hashOf(await read(body.data[0].api_id)) : body.code]).toEqual(
        status === 201 ? [201, hash] : [422, 'blob_missing'],
      );
    expect(made.some(({ status }) => status === 201)).toBe(true);
  });
});

describe('the collector', () => {
  it('leaves parts and uploads alone until a day after their last change', async () => {
    const [whole, unfinished] = [some(70_000), some(140_000)];
    // A sign-in expires earlier.
    const { proof } = await test.key(ada.proof);
    await put(whole.hash, whole.bytes, proof);
    const half = unfinished.bytes.subarray(0, 70_000);
    await put(`${unfinished.hash}/?size=${unfinished.size}`, half, proof);
    const stateOf = async (hash: string) => (await test.call('GET', `blob/${hash}/`, undefined, proof)).status;
    const there = async (bytes: Uint8Array) => (await kept()).includes(hashOf(bytes));
    await collect(23 * HOUR);
    expect([await there(whole.bytes), await there(half)]).toEqual([true, true]);
    ahead = 23 * HOUR * 1000;
    await deleteExpiredUploads(db(), system.now() + ahead);
    expect(await missing([whole.hash], undefined, proof)).toEqual([]);
    expect([await stateOf(whole.hash), await stateOf(unfinished.hash)]).toEqual([200, 200]);
    ahead = 24 * HOUR * 1000 + 60_000_000;
    expect(await missing([whole.hash], undefined, proof)).toEqual([whole.hash]);
    expect([await stateOf(whole.hash), await stateOf(unfinished.hash)]).toEqual([404, 404]);
    expect((await publish([named(whole.hash)], proof)).body.code).toBe('blob_missing');
    await deleteExpiredUploads(db(), system.now() + ahead);
    ahead = 0;
    await collect(2 * HOUR);
    expect([await there(whole.bytes), await there(half)]).toEqual([false, false]);
  });

  it('removes the parts of an upload that is complete, and keeps the bytes', async () => {
    const { bytes, hash, size } = some(140_000);
    await put(`${hash}/?size=${size}`, bytes.subarray(0, 70_000));
    await put(`${hash}/?size=${size}&offset=70000`, bytes.subarray(70_000));
    await collect(2 * HOUR);
    const hashes = await kept();
    expect([hashes.includes(hash), hashes.includes(hashOf(bytes.subarray(0, 70_000)))]).toEqual([true, false]);
    expect((await publish([named(hash)])).status).toBe(201);
  });
});

it('a question names exactly one target', async () => {
  const hashes = [some().hash];
  for (const into of [{}, { figure: mine.figure, workspace: ada.workspace }]) {
    const answer = await test.call('POST', 'blob/missing/', { ...into, hashes }, ada.proof);
    expect(answer.status).toBe(400);
  }
  const many = Array.from({ length: 1001 }, (_, index) => createHash('sha256').update(`${index}`).digest('hex'));
  const refused = await test.call('POST', 'blob/missing/', { figure: mine.figure, hashes: many }, ada.proof);
  expect(refused.status).toBe(400);
  expect(await missing([...hashes, ...hashes])).toEqual(hashes);
});
