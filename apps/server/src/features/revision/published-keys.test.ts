import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataType, LeakAction } from '@gofigr/contract';
import { createBLAKE3 } from 'hash-wasm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { hashToken } from '../../kernel/ids.ts';
import { createImportedKeys } from '../../kernel/key-scan/index.ts';
import type { Message } from '../../kernel/mail.ts';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { createKeyGuard, createKeyService } from '../api-key/index.ts';

const HEX_KEY = createHash('sha1').update('a key from elsewhere').digest('hex');
const MINUTE = 60_000_000;

let test: TestServer;
/** Microseconds that the server's clock is ahead. */
let ahead = 0;
const system = createClock();
const clock = { now: () => system.now() + ahead };

type Account = Awaited<ReturnType<TestServer['account']>>;
let publisher: Account;
let planted: Awaited<ReturnType<typeof plant>>;
let asset: string;
/** A person with a key that others publish. */
let owner: Account;
let key: Awaited<ReturnType<TestServer['key']>>;

beforeAll(async () => {
  test = await startTestServer({}, { clock });
  publisher = await test.account();
  planted = await plant(test, publisher.proof, publisher.workspace);
  const made = { name: 'Asset', workspace: publisher.workspace };
  asset = (await test.call('POST', 'asset/', made, publisher.proof)).body.api_id;
});
afterAll(() => test.close());
beforeEach(async () => {
  owner = await test.account();
  key = await test.key(owner.proof, { name: 'Laptop' });
});

const encode = (text: string) => Buffer.from(text).toString('base64');
const datum = (text: string, more: object = {}) => ({ name: 'd', type: 'code', data: encode(text), ...more });
const publish = (body: object, as: Proof = publisher.proof) =>
  test.call('POST', 'revision/', { figure: planted.figure, metadata: {}, ...body }, as);
const choose = async (action: LeakAction, as = owner.proof) =>
  expect((await test.call('PUT', 'api_key/leaks/settings/', { action }, as)).body).toEqual({ action });
const leaks = async (as = owner.proof) => (await test.call('GET', 'api_key/leaks/', undefined, as)).body;
const keyStatus = async ({ proof } = key) => (await test.call('GET', 'user/', undefined, proof)).status;
const bytesOf = async (id: string) =>
  (await test.call('GET', `data/${id}/content/`, undefined, publisher.proof)).bytes.toString();
const masked = (secret: string) => (secret.startsWith('gf_') ? `gf_${'*'.repeat(49)}` : '*'.repeat(secret.length));
const blobFolder = () => join(test.config.dataDir, 'blobs');
async function hashOf(text: string): Promise<string> {
  return (await createBLAKE3()).init().update(text).digest('hex');
}

/** Files below the blob folder whose bytes hold a text. */
async function filesWith(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(blobFolder(), { recursive: true, withFileTypes: true }))
    if (entry.isFile() && (await readFile(join(entry.parentPath, entry.name))).includes(text)) found.push(entry.name);
  return found;
}

/** Numbers of rows and files: what a refused publish may not change. */
async function everything() {
  const { db } = test.server.database;
  const counts = [];
  for (const table of ['objects', 'revisions', 'data', 'activity', 'key_leaks'] as const)
    counts.push((await db.selectFrom(table).select('id').execute()).length);
  return [counts, (await readdir(blobFolder(), { recursive: true })).toSorted()];
}

/** Bodies of one datum in which the bytes come before or after the rest. */
const orders = {
  'bytes last': ({ data, ...rest }: Record<string, unknown>) => ({ ...rest, data }),
  'bytes first': ({ data, ...rest }: Record<string, unknown>) => ({ data, ...rest }),
};
const inOrder = (name: keyof typeof orders, text: string, more: object) => orders[name]({ ...datum(text, more) });

describe('a published key', () => {
  const kinds: [DataType, string, boolean][] = [
    ['code', 'cell', true],
    ['text', 'notes', true],
    ['file', 'Rain in May.ipynb', true],
    ['file', 'key.env', false],
    ['image', 'figure', false],
    ['image', 'picture.ipynb', false],
    ['dataframe', 'table', false],
  ];
  const cases = kinds.flatMap(([type, name, isText]) =>
    Object.keys(orders).map((order) => [type, name, order as keyof typeof orders, isText] as const),
  );

  it.each(cases)('in a %s named %s, %s, is told, redacted or revoked', async (type, name, order, isText) => {
    const text = `x\n${key.token}\n`;
    const send = () =>
      publish({ data: [inOrder(order, 'before', { name: 'b' }), inOrder(order, text, { type, name })] });

    const told = await send();
    expect([told.status, await bytesOf(told.body.data[1].api_id)]).toEqual([201, text]);
    expect(told.headers['gofigr-notice']).toMatch(/^An API key of this server is in what you published\./);
    expect(told.text).not.toContain(key.token);

    await choose('redact');
    const redacted = await send();
    const expected = isText ? text.replace(key.token, masked(key.token)) : text;
    const stored = redacted.body.data[1];
    expect([redacted.status, await bytesOf(stored.api_id)]).toEqual([201, expected]);
    expect([stored.hash, stored.size_bytes]).toEqual([await hashOf(expected), text.length]);
    expect(redacted.headers['gofigr-notice']).toMatch(isText ? /replaced by asterisks/ : /is in what you published/);
    expect(await keyStatus()).toBe(200);

    await choose('revoke');
    const revoked = await send();
    expect([revoked.status, await bytesOf(revoked.body.data[1].api_id)]).toEqual([201, text]);
    expect(revoked.headers['gofigr-notice']).toMatch(/It is revoked now/);
    expect(await keyStatus()).toBe(401);

    expect(await leaks()).toMatchObject([
      { key: key.id, key_name: 'Laptop', revision: revoked.body.api_id, data: name, action: 'revoke' },
      { revision: redacted.body.api_id, action: isText ? 'redact' : 'tell' },
      { revision: told.body.api_id, action: 'tell', username: publisher.username },
    ]);
    // Nobody's any more.
    expect((await send()).headers['gofigr-notice']).toBeUndefined();
  });

  it.each(cases)('in a %s named %s, %s, is refused', async (type, name, order) => {
    await choose('refuse');
    const before = await everything();
    const answer = await publish({ data: [datum('new here'), inOrder(order, key.token, { type, name })] });
    expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([
      400,
      'contains_key',
      'data[1].data',
    ]);
    expect(answer.text).not.toContain(key.token);
    await expect.poll(everything).toEqual(before);
    expect(await keyStatus()).toBe(200);
  });

  it('leaves no byte of itself on the disk when it is redacted', async () => {
    await choose('redact');
    const text = `${'a'.repeat(300_000)}${key.token}${'b'.repeat(300_000)}${key.token}`;
    const { body } = await publish({ data: [datum(text)] });
    expect(await filesWith(key.token)).toEqual([]);
    expect(await filesWith(`${'a'.repeat(100)}${masked(key.token)}b`)).toEqual([body.data[0].hash]);
    expect(await readdir(join(blobFolder(), 'tmp'))).toEqual([]);
  });

  it('is found in metadata and names, however JSON writes it', async () => {
    const escaped = `{"figure":"${planted.figure}","metadata":{"a":[{"b":"x \\u0067f_${key.token.slice(3)}\\n"}],"n":1.0},
      "data":[{"name":"d ${key.token}","type":"image","metadata":{"${key.token}":1e2},"data":"${encode('x')}"}]}`;
    const send = () =>
      test.call('POST', 'revision/', undefined, publisher.proof, {
        payload: escaped,
        headers: { 'content-type': 'application/json' },
      });
    const told = await send();
    expect(told.status).toBe(201);
    expect(told.body.metadata.a[0].b).toBe(`x ${key.token}\n`);
    expect(await leaks()).toMatchObject([
      { data: null, revision: told.body.api_id },
      { data: `d ${masked(key.token)}` },
    ]);
    await choose('redact');
    const redacted = await send();
    expect(redacted.body.metadata).toEqual({ a: [{ b: `x ${masked(key.token)}\n` }], n: 1 });
    expect(redacted.text).toContain('"n":1.0');
    expect(redacted.body.data[0]).toMatchObject({
      name: `d ${key.token}`,
      metadata: { [masked(key.token)]: 100 },
    });
    // The name is left as it is, so the owner is told of the datum.
    expect((await leaks()).slice(0, 2).map(({ action }: { action: string }) => action)).toEqual(['redact', 'tell']);
    await choose('refuse');
    const refused = await send();
    expect([refused.body.code, refused.body.errors[0].path]).toEqual(['contains_key', 'data[0].name']);
  });

  it('that is unknown, mistyped or revoked is none', async () => {
    await choose('refuse');
    const revoked = await test.key(owner.proof);
    await test.call('DELETE', `api_key/${revoked.id}/`, undefined, owner.proof);
    const unknown = (await test.key(publisher.proof)).token;
    await test.server.database.db.deleteFrom('credentials').where('name', '=', 'a key').execute();
    const mistyped = `${key.token.slice(0, -1)}${key.token.endsWith('0') ? '1' : '0'}`;
    const answer = await publish({ data: [datum([revoked.token, unknown, mistyped, key.token.slice(1)].join('\n'))] });
    expect([answer.status, answer.headers['gofigr-notice']]).toEqual([201, undefined]);
    expect(await leaks()).toEqual([]);
  });

  it('counts also by a replaced secret, as long as that is valid', async () => {
    await test.call('POST', `api_key/${key.id}/rotate/`, { grace_hours: 1 }, owner.proof);
    expect((await publish({ data: [datum(key.token)] })).headers['gofigr-notice']).toBeDefined();
    const previous_expiry = clock.now();
    await test.server.database.db
      .updateTable('credentials')
      .set({ previous_expiry })
      .where('id', '=', key.id)
      .execute();
    expect((await publish({ data: [datum(key.token)] })).headers['gofigr-notice']).toBeUndefined();
  });

  it('that publishes itself is revoked, and the publish succeeds', async () => {
    const own = await test.key(publisher.proof);
    await choose('revoke', publisher.proof);
    const answer = await publish({ data: [datum(own.token)] }, own.proof);
    expect([answer.status, answer.body.data.length]).toEqual([201, 1]);
    expect((await publish({}, own.proof)).status).toBe(401);
    await choose('tell', publisher.proof);
  });

  it('is told beside what the key itself has to be told', async () => {
    const own = await test.key(publisher.proof);
    const expiry = clock.now() + 24 * 60 * MINUTE;
    await test.server.database.db.updateTable('credentials').set({ expiry }).where('id', '=', own.id).execute();
    const { headers } = await publish({ data: [datum(key.token)] }, own.proof);
    expect(headers['gofigr-notice']).toMatch(/^This API key expires .* An API key of this server is in what/);
  });

  it('of several owners is treated as each wants, and refused when one refuses', async () => {
    const [second, third] = [await test.account(), await test.account()];
    const [revoked, told] = [await test.key(second.proof), await test.key(third.proof)];
    await choose('redact');
    await choose('revoke', second.proof);
    const text = [key.token, revoked.token, told.token].join(' ');
    const { status, body } = await publish({ data: [datum(text)] });
    expect([status, await bytesOf(body.data[0].api_id)]).toEqual([201, text.replace(key.token, masked(key.token))]);
    expect([await keyStatus(), await keyStatus(revoked), await keyStatus(told)]).toEqual([200, 401, 200]);
    await choose('refuse', third.proof);
    const before = await everything();
    const refused = await publish({ data: [datum(`${key.token} ${told.token} other`)] });
    expect(refused.body.code).toBe('contains_key');
    await expect.poll(everything).toEqual(before);
  });

  it('of a service account is treated as the person wants who made it', async () => {
    const made = await test.call('POST', `workspace/${owner.workspace}/api_key/`, { name: 'nightly' }, owner.proof);
    await choose('redact');
    const { body } = await publish({ data: [datum(made.body.token)] });
    expect(await bytesOf(body.data[0].api_id)).toBe(masked(made.body.token));
    expect(await leaks()).toMatchObject([{ key: made.body.api_id, action: 'redact' }]);
  });

  it('is audited for its owner without its secret', async () => {
    const { body } = await publish({ data: [datum(key.token, { name: `of ${key.token}` })] });
    const audit = await test.call('GET', 'audit/?event=key_leaked', undefined, owner.proof);
    expect(audit.body.entries).toMatchObject([
      {
        object_id: key.id,
        username: publisher.username,
        subject: owner.username,
        details: { revision: body.api_id, data: `of ${masked(key.token)}` },
      },
    ]);
    expect(audit.text).not.toContain(key.token);
    expect((await test.call('GET', 'api_key/leaks/', undefined, owner.proof)).text).not.toContain(key.token);
    expect(await leaks((await test.account()).proof)).toEqual([]);
  });
});

describe('every way to publish', () => {
  const as = () => publisher.proof;

  it('looks: changing, appending, deriving, auto-assigning', async () => {
    await choose('redact');
    const made = await publish({ data: [datum('x', { name: 'cell' })] });
    const [{ api_id: id }] = made.body.data;
    // The type and name of a datum that is there count where the item leaves them out.
    const items = [{ api_id: id.toUpperCase(), data: encode(key.token) }];
    const patched = await test.call('PATCH', `revision/${made.body.api_id}/`, { data: items }, as());
    expect([patched.status, await bytesOf(patched.body.data[0].api_id)]).toEqual([200, masked(key.token)]);
    const put = await test.call('PUT', `revision/${made.body.api_id}/`, { metadata: { k: key.token } }, as());
    expect(put.body.metadata).toEqual({ k: masked(key.token) });
    const more = { data: [datum(key.token, { name: 'appended' })] };
    const appended = await test.call('POST', `revision/${made.body.api_id}/append_data/`, more, as());
    expect(await bytesOf(appended.body.data[1].api_id)).toBe(masked(key.token));
    const derived = await test.call(
      'POST',
      `revision/${made.body.api_id}/derive/`,
      { figure: planted.figure, metadata: { title: key.token } },
      as(),
    );
    expect(derived.body.metadata).toEqual({ title: masked(key.token) });
    const assigned = await test.call(
      'POST',
      'revision/auto-assign/',
      { analysis: planted.analysis, metadata: { title: key.token }, data: [datum(key.token)] },
      as(),
    );
    expect(await bytesOf(assigned.body.data[0].api_id)).toBe(masked(key.token));
    // The figure is named after the title.
    const figure = await test.call('GET', `figure/${assigned.body.figure}/`, undefined, as());
    expect(figure.body.name).toBe(masked(key.token));
    expect((await leaks()).map((leak: { data: string | null }) => leak.data)).toEqual([
      null,
      'd',
      null,
      'appended',
      null,
      'cell',
    ]);
  });

  it.each([
    ['PATCH', (id: string) => `revision/${id}/`],
    ['POST', (id: string) => `revision/${id}/append_data/`],
  ] as const)('%s changes nothing when the owner refuses', async (method, path) => {
    const made = await publish({ data: [datum('x')] });
    await choose('refuse');
    const before = await everything();
    const answer = await test.call(method, path(made.body.api_id), { data: [datum(key.token)] }, as());
    expect(answer.body.code).toBe('contains_key');
    await expect.poll(everything).toEqual(before);
  });

  it('tells once of a key in a datum that is sent again', async () => {
    const made = await publish({ data: [datum(key.token)] });
    const again = { data: [datum(key.token)] };
    const { headers } = await test.call('PATCH', `revision/${made.body.api_id}/`, again, as());
    expect(headers['gofigr-notice']).toBeDefined();
    expect(await leaks()).toHaveLength(1);
  });

  it('in two calls of v1.1: each is looked at', async () => {
    await choose('redact');
    const v1 = (path: string) => `/api/v1.1/${path}`;
    const first = { figure: planted.figure, metadata: { k: key.token }, data: [] };
    const made = await test.call('POST', v1('revision/'), first, as());
    expect([made.status, made.body.metadata]).toEqual([201, { k: masked(key.token) }]);
    const data = [{ type: 'code', name: 'cell', metadata: {}, data: encode(key.token) }];
    const whole = { ...first, api_id: made.body.api_id, data };
    const filled = await test.call('PUT', v1(`revision/${made.body.api_id}/`), whole, as());
    // This version embeds the bytes.
    expect(Buffer.from(filled.body.data[0].data, 'base64').toString()).toBe(masked(key.token));
    expect(filled.headers['gofigr-notice']).toMatch(/replaced by asterisks/);
    expect(await leaks()).toHaveLength(2);
  });

  it('never alters assets: a key in them is told, revoked or refused', async () => {
    const send = () =>
      test.call(
        'POST',
        'asset_revision/',
        { asset, metadata: { k: key.token }, data: [datum(key.token, { type: 'text', name: 'a.txt' })] },
        as(),
      );
    await choose('redact');
    const kept = await send();
    expect([kept.status, kept.body.metadata]).toEqual([201, { k: key.token }]);
    expect(await bytesOf(kept.body.data[0].api_id)).toBe(key.token);
    expect((await leaks()).map(({ action }: { action: string }) => action)).toEqual(['tell', 'tell']);
    await choose('refuse');
    expect((await send()).body.code).toBe('contains_key');
    const path = `asset_revision/${kept.body.api_id}/`;
    expect((await test.call('PATCH', path, { metadata: { k: key.token } }, as())).body.code).toBe('contains_key');
    await choose('revoke');
    expect([(await send()).status, await keyStatus()]).toEqual([201, 401]);
  });
});

describe('a hexadecimal key from elsewhere', () => {
  it('is found once the server knows of it, in the data and the metadata', async () => {
    const { database } = test.server;
    const fields = {
      permission: 'full',
      workspaces: null,
      addresses: null,
      managesPeople: false,
      expiry: null,
    } as const;
    const { user_id: userId } = await database.db
      .selectFrom('credentials')
      .select('user_id')
      .where('id', '=', key.id)
      .executeTakeFirstOrThrow();
    await createKeyService({ database, clock }).create(
      { userId: userId ?? '', username: owner.username },
      { ...fields, name: 'Old' },
      { token: HEX_KEY },
    );
    ahead += 2 * MINUTE;
    await choose('redact');
    const text = `key = "${HEX_KEY}" # not ${HEX_KEY}0`;
    const { body } = await publish({ metadata: { k: HEX_KEY, longer: `${HEX_KEY}a` }, data: [datum(text)] });
    expect(body.metadata).toEqual({ k: masked(HEX_KEY), longer: `${masked(HEX_KEY)}a` });
    expect(await bytesOf(body.data[0].api_id)).toBe(text.replaceAll(HEX_KEY, masked(HEX_KEY)));
    expect(await leaks()).toMatchObject([{ key_name: 'Old' }, { key_name: 'Old' }]);
    expect(JSON.stringify(await leaks())).not.toContain(HEX_KEY);
  });

  it('that was imported before lengths were kept is known from its next use', async () => {
    const hexKey = HEX_KEY.replaceAll('a', 'b');
    const set = { hash: hashToken(hexKey) };
    await test.server.database.db.updateTable('credentials').set(set).where('id', '=', key.id).execute();
    expect(await keyStatus({ ...key, proof: { authorization: `Token ${hexKey}` } })).toBe(200);
    const length = () =>
      test.server.database.db
        .selectFrom('credentials')
        .select('hex_length')
        .where('id', '=', key.id)
        .executeTakeFirst();
    await expect.poll(length, { timeout: 5000 }).toEqual({ hex_length: 40 });
    expect((await publish({ data: [datum(hexKey)] })).headers['gofigr-notice']).toBeUndefined();
    ahead += 2 * MINUTE;
    expect((await publish({ data: [datum(hexKey)] })).headers['gofigr-notice']).toBeDefined();
  });
});

describe('the owner', () => {
  it('is mailed once a day for a key, without its secret', async () => {
    const sent: Message[] = [];
    const waiting: Promise<void>[] = [];
    const mail = {
      enabled: true,
      send: (message: Message) => void sent.push(message),
      later: (work: () => Promise<void>) => void waiting.push(work()),
      close: async () => undefined,
    };
    const { db } = test.server.database;
    const publicUrl = new URL('https://figures.example.org');
    let later = 0;
    const guardClock = { now: () => clock.now() + later };
    const guard = createKeyGuard({
      db,
      clock: guardClock,
      mail,
      publicUrl,
      importedKeys: createImportedKeys({ db, clock }),
    });
    const part = { name: 'cell', path: 'data[0].data', texts: new Set([key.token]), mayRedact: true };
    const by = { username: 'grace', origin: { address: '', client: '' } };
    const leak = async (revision = randomUUID()) => {
      const found = await guard.judge([part, { ...part, name: 'other' }], by);
      await db.transaction().execute((trx) => found?.record(trx, revision) ?? Promise.resolve());
      found?.tell();
      await Promise.all(waiting);
    };
    await leak();
    await leak();
    expect(sent.map(({ to }) => to)).toEqual([`${owner.username}@example.org`]);
    expect(sent[0]?.text).toMatch(/^grace published the secret of your GoFigr API key "Laptop"/);
    expect(sent[0]?.text).not.toContain(key.token);
    later = 25 * 60 * MINUTE;
    await leak();
    expect(sent).toHaveLength(2);
    expect(await leaks()).toHaveLength(6);
  });

  it('begins with being told, and chooses for all their keys', async () => {
    const settings = () => test.call('GET', 'api_key/leaks/settings/', undefined, owner.proof);
    expect((await settings()).body).toEqual({ action: 'tell' });
    await choose('refuse');
    expect((await settings()).body).toEqual({ action: 'refuse' });
    const wrong = await test.call('PUT', 'api_key/leaks/settings/', { action: 'shout' }, owner.proof);
    expect(wrong.body.code).toBe('invalid_request');
    const audit = await test.call('GET', 'audit/?event=leak_action_changed', undefined, owner.proof);
    expect(audit.body.entries).toMatchObject([{ details: { action: 'refuse' } }]);
  });
});
