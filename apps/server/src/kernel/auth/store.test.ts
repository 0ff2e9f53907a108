import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GUARD } from '../clock.ts';
import type { Db } from '../db/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-databases.ts';
import { createAuthenticate } from './authenticate.ts';
import {
  findCredential,
  findKey,
  forgetNetworks,
  insertCredential,
  isAudited,
  isKnownNetwork,
  issue,
  keyBy,
  LIFETIME,
  type NewCredential,
  rememberNetwork,
  revoke,
  sweepExpired,
  takeCredential,
  writeUse,
} from './store.ts';
import { addUser } from './test-users.ts';
import { createKeyUsage, type KeyUsage } from './usage.ts';

const DAY = 24 * 3_600_000_000;
const START = 1_900_000_000_000_000;

let store: TestDatabase;
let db: Db;
let ada: string;
let now: number;
const clock = { now: () => now };
beforeEach(async () => {
  now = START;
  store = await createTestDatabase('sqlite');
  const database = store.open();
  await database.migrate();
  db = database.db;
  ada = await addUser(db, 'ada');
});
afterEach(() => store.remove());

const insert = (kind: NewCredential['kind'], token: string, more: Partial<NewCredential> = {}) =>
  insertCredential(db, { kind, token, userId: ada, created: START, expiry: null, ...more });
const tokens = async () =>
  (await db.selectFrom('credentials').select('id').orderBy('seq').execute()).map(({ id }) => id);

describe('a credential', () => {
  it('is found by its token and kind, with the user behind it', async () => {
    const id = await insert('session', 'T');
    expect(await findCredential(db, clock, 'T', 'session')).toEqual({
      kind: 'user',
      userId: ada,
      username: 'ada',
      isStaff: false,
      credentialId: id,
      signInId: id,
      scope: null,
      key: null,
    });
    for (const kind of ['access', 'device', 'refresh', 'reset'] as const)
      expect(await findCredential(db, clock, 'T', kind)).toBeNull();
    expect(await findCredential(db, clock, 't', 'session')).toBeNull();
    await db.updateTable('users').set({ is_staff: 1 }).execute();
    expect((await findCredential(db, clock, 'T', 'session'))?.isStaff).toBe(true);
  });

  it('belongs to the sign-in that issued it', async () => {
    const refresh = await insert('refresh', 'R');
    await insert('access', 'B', { parentId: refresh });
    expect(await findCredential(db, clock, 'B', 'access')).toMatchObject({ signInId: refresh, scope: null });
  });

  it('of an API key is found with its rights, also when it is no longer valid', async () => {
    const rights = { permission: 'publish' as const, manages_people: 0, workspaces: '["W"]', addresses: null };
    const id = await insert('api_key', 'K', { rights, expiry: START - 1 });
    expect(await findKey(db, 'K')).toMatchObject({ id, ...rights, username: 'ada', isPrevious: false });
    await db.updateTable('credentials').set({ kind: 'revoked_key' }).execute();
    expect((await findKey(db, 'K'))?.kind).toBe('revoked_key');
    expect(await findKey(db, 'k')).toBeUndefined();
  });

  it('is valid until its expiry, while its user is active', async () => {
    await insert('session', 'T', { expiry: START + 1 });
    expect(await findCredential(db, clock, 'T', 'session')).not.toBeNull();
    now = START + 1;
    expect(await findCredential(db, clock, 'T', 'session')).toBeNull();
    await insert('device', 'D');
    expect(await findCredential(db, clock, 'D', 'device')).not.toBeNull();
    await db.updateTable('users').set({ is_active: 0 }).execute();
    expect(await findCredential(db, clock, 'D', 'device')).toBeNull();
  });

  it.each([
    ['access', 60 * 60_000_000],
    ['refresh', 30 * DAY],
    ['session', 30 * DAY],
  ] as const)('of the kind %s is issued for its time', async (kind, lifetime) => {
    const origin = { address: '192.0.2.1', client: 'browser' };
    const issued = await issue(db, clock, kind, ada, { origin });
    expect(issued).toEqual({ token: expect.stringContaining(`gf${kind}`), id: issued.id, expiry: START + lifetime });
    expect(LIFETIME[kind]).toBe(lifetime);
    expect((await findCredential(db, clock, issued.token, kind))?.credentialId).toBe(issued.id);
    const row = await db.selectFrom('credentials').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      kind,
      name: '',
      created: START,
      expiry: START + lifetime,
      last_used: START,
      last_address: '192.0.2.1',
      last_client: 'browser',
    });
    const other = await issue(db, clock, kind, ada, { prefix: 'gfhost' });
    expect(other.token).toMatch(/^gfhost/);
  });

  it('without an origin has no use yet', async () => {
    await insert('api_key', 'K', { name: 'a key' });
    const row = await db.selectFrom('credentials').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ name: 'a key', last_used: null, last_address: null, last_client: null });
  });

  it('is revoked with the tokens that were issued from it, and no others', async () => {
    const [one, other] = [await insert('refresh', 'R'), await insert('refresh', 'S')];
    const child = await insert('access', 'A', { parentId: one });
    const kept = await insert('access', 'B', { parentId: other });
    await revoke(db, one);
    expect(await tokens()).toEqual([other, kept]);
    expect(child).not.toBe(kept);
  });

  it('is used up once', async () => {
    const [one, other] = [await insert('reset', 'R'), await insert('reset', 'S')];
    await db.transaction().execute(async (trx) => {
      expect([await takeCredential(trx, one), await takeCredential(trx, one)]).toEqual([true, false]);
    });
    expect(await tokens()).toEqual([other]);
  });

  it('that has expired is deleted, unless it is a key', async () => {
    const kept = [
      await insert('session', '1', { expiry: START }),
      await insert('access', '2'),
      await insert('api_key', '3', { expiry: START - 1 }),
      await insert('revoked_key', '4', { expiry: START - 1 }),
      await insert('resting_key', '5', { expiry: START - 1 }),
    ];
    for (const kind of ['session', 'access', 'refresh', 'reset'] as const)
      await insert(kind, `${kind} over`, { expiry: START - 1 });
    await sweepExpired(db, clock);
    expect(await tokens()).toEqual(kept);
  });

  it('is found as a key by its ID or hash, even if it is revoked', async () => {
    const [key, revoked, session] = [
      await insert('api_key', 'K', { name: 'one' }),
      await insert('revoked_key', 'R', { name: 'two' }),
      await insert('session', 'S'),
    ];
    expect(await keyBy(db, 'c.id', key)).toEqual({
      id: key,
      name: 'one',
      kind: 'api_key',
      username: 'ada',
      is_active: 1,
    });
    expect(await keyBy(db, 'c.id', revoked)).toMatchObject({ name: 'two', kind: 'revoked_key' });
    expect(await keyBy(db, 'c.id', session)).toBeUndefined();
    const { hash } = await db.selectFrom('credentials').select('hash').where('id', '=', key).executeTakeFirstOrThrow();
    expect((await keyBy(db, 'c.hash', hash))?.id).toBe(key);
  });

  it('keeps its latest use in any order of writes, unless the clock was set back', async () => {
    const [id, other] = [await insert('api_key', 'K'), await insert('api_key', 'L')];
    const write = (time: number) =>
      db.transaction().execute((trx) => writeUse(trx, id, { time, address: `at ${time}`, client: 'c' }));
    const last = async (which: string) =>
      (await db.selectFrom('credentials').selectAll().where('id', '=', which).executeTakeFirst())?.last_used;
    for (const [time, seen] of [
      [START, START],
      [START - 1, START],
      [START - GUARD, START],
      [START + 5, START + 5],
      [START + 4 - GUARD, START + 4 - GUARD],
    ] as const) {
      await write(time);
      expect([time, await last(id)]).toEqual([time, seen]);
    }
    expect(await last(other)).toBeNull();
    const row = await db.selectFrom('credentials').selectAll().where('id', '=', id).executeTakeFirst();
    expect(row).toMatchObject({ last_address: `at ${START + 4 - GUARD}`, last_client: 'c' });
  });
});

describe('networks of sign-ins', () => {
  const known = (name: string, network: string) => isKnownNetwork(db, clock, name, network);

  it('are known for thirty days after the last time, by user and network', async () => {
    await addUser(db, 'bob');
    await rememberNetwork(db, clock, ada, '192.0.2.1');
    expect(await known('ada', '192.0.2.1')).toBe(true);
    expect([await known('bob', '192.0.2.1'), await known('ada', '192.0.2.2')]).toEqual([false, false]);
    now += 10 * DAY;
    await rememberNetwork(db, clock, ada, '192.0.2.1');
    now += 30 * DAY - 1;
    await forgetNetworks(db, clock);
    expect(await known('ada', '192.0.2.1')).toBe(true);
    now += 1;
    expect(await known('ada', '192.0.2.1')).toBe(false);
    await rememberNetwork(db, clock, ada, '192.0.2.7');
    await forgetNetworks(db, clock);
    const rows = await db.selectFrom('sign_in_places').select('network').execute();
    expect(rows).toEqual([{ network: '192.0.2.7' }]);
  });
});

describe('the caller of a request', () => {
  let usage: KeyUsage;
  let ids: Record<'key' | 'access' | 'session' | 'refresh', string>;
  beforeEach(async () => {
    const refresh = await insert('refresh', 'R');
    ids = {
      key: await insert('api_key', 'K'),
      access: await insert('access', 'A', { parentId: refresh }),
      session: await insert('session', 'S'),
      refresh,
    };
    usage = createKeyUsage(db, () => undefined, 3_600_000);
  });

  const authenticate = (authorization: string | undefined, session?: string) =>
    createAuthenticate({ db, clock, usage })({ authorization, session, address: '192.0.2.1', client: 'c' });
  const refused = (authorization: string) =>
    authenticate(authorization).then(
      () => null,
      (error: any) => [error.code, error.message, error.headers],
    );

  it('is found by a key or an access token, in any case and with extra spaces', async () => {
    for (const text of ['Token K', 'token K', ' TOKEN   K  '])
      expect(await authenticate(text)).toMatchObject({ via: 'api_key', credentialId: ids.key, username: 'ada' });
    for (const text of ['Bearer A', 'bearer\tA'])
      expect(await authenticate(text)).toMatchObject({
        via: 'access',
        credentialId: ids.access,
        signInId: ids.refresh,
      });
    // The header overrides a cookie.
    expect(await authenticate('Token K', 'S')).toMatchObject({ via: 'api_key' });
  });

  it('is found by a session, and anonymous without a valid one', async () => {
    expect(await authenticate(undefined, 'S')).toMatchObject({ via: 'session', credentialId: ids.session });
    for (const session of [undefined, 'A', 'none'])
      expect(await authenticate(undefined, session)).toEqual({ kind: 'anonymous' });
  });

  it('is refused for an invalid header, with a text and the expected scheme', async () => {
    const unknown = [
      'key_not_valid',
      expect.stringMatching(/API key.*unknown, revoked, disabled/),
      { 'www-authenticate': 'Token' },
    ];
    for (const text of ['Token S', 'Token', 'Token none']) expect(await refused(text)).toEqual(unknown);
    const over = ['token_not_valid', expect.stringMatching(/access token.*expired/), { 'www-authenticate': 'Bearer' }];
    for (const text of ['Bearer K', 'Bearer']) expect(await refused(text)).toEqual(over);
    for (const text of ['', 'Basic YTpi', 'K', 'TokenK'])
      expect(await refused(text)).toEqual([
        'key_not_valid',
        expect.stringMatching(/"Token <API key>" or "Bearer <access token>"/),
        {},
      ]);
  });

  it('is noted as a use of the key, or of the sign-in', async () => {
    await authenticate('Token K');
    now += 1;
    await authenticate('Bearer A');
    now += 1;
    await authenticate(undefined, 'S');
    const used = { address: '192.0.2.1', client: 'c' };
    expect(usage.pending(ids.key)).toMatchObject({ ...used, machine: null, time: START });
    expect(usage.pending(ids.refresh)).toEqual({ ...used, time: START + 1 });
    expect(usage.pending(ids.session)).toEqual({ ...used, time: START + 2 });
    expect(usage.pending(ids.access)).toBeUndefined();
    await refused('Token none');
    await usage.flush();
    const events = await db.selectFrom('audit').select(['event', 'address', 'object_id']).orderBy('seq').execute();
    expect(events).toEqual([
      { event: 'key_used_from_new_address', address: '192.0.2.1', object_id: ids.key },
      { event: 'key_failed', address: '192.0.2.1', object_id: null },
    ]);
    expect(await isAudited(db, 'key_used_from_new_address', ids.key, '192.0.2.1')).toBe(true);
    expect(await isAudited(db, 'key_failed', ids.key, '192.0.2.1')).toBe(false);
    expect(await isAudited(db, 'key_used_from_new_address', ids.key, '192.0.2.2')).toBe(false);
    expect(await isAudited(db, 'key_used_from_new_address', ids.session, '192.0.2.1')).toBe(false);
  });
});
