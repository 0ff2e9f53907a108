import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GUARD } from '../clock.ts';
import type { Db } from '../db/index.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-databases.ts';
import { insertCredential } from './store.ts';
import { addUser } from './test-users.ts';
import { createKeyUsage, type KeyUsage } from './usage.ts';

/** An interval longer than a test, so that only `flush` writes. */
const NEVER = 3_600_000;
const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const START = 1_900_000_000_000_000;

let store: TestDatabase;
let db: Db;
let ada: string;
let usage: KeyUsage;
let errors: unknown[];
let count = 0;
beforeEach(async () => {
  store = await createTestDatabase('sqlite');
  const database = store.open();
  await database.migrate();
  db = database.db;
  ada = await addUser(db, 'ada');
  errors = [];
  usage = createKeyUsage(db, (error) => errors.push(error), NEVER);
});
afterEach(() => store.remove());

const use = (time: number, address = '192.0.2.1') => ({ time, address, client: `client of ${time - START}` });
const newKey = (kind: 'api_key' | 'revoked_key' | 'refresh', token = `token ${count++}`, userId = ada) =>
  insertCredential(db, { kind, token, userId, name: 'a key', created: 1, expiry: null });
const lastUse = async (id: string) =>
  (await db.selectFrom('credentials').select('last_used').where('id', '=', id).executeTakeFirst())?.last_used;
const audit = () => db.selectFrom('audit').selectAll().orderBy('seq').execute();

describe('the use of a key', () => {
  it('is read from memory until it is written, the latest one', async () => {
    const [one, other] = [await newKey('api_key'), await newKey('api_key')];
    for (const time of [START + 5, START + 9, START + 9, START + 7]) usage.noteKey(one, use(time));
    usage.noteKey(one, { ...use(START + 9), client: 'at the same moment' });
    expect(usage.pending(one)).toEqual(use(START + 9));
    expect(usage.pending(other)).toBeUndefined();
    const flushing = usage.flush();
    await Promise.resolve();
    expect(usage.pending(one)).toEqual(use(START + 9));
    usage.noteKey(one, use(START + 12));
    await flushing;
    expect(await lastUse(one)).toBe(START + 9);
    expect(usage.pending(one)).toEqual(use(START + 12));
    await usage.flush();
    expect([await lastUse(one), usage.pending(one), await lastUse(other)]).toEqual([START + 12, undefined, null]);
  });

  it('from each address is audited once, for the owner of the key', async () => {
    const [one, other] = [await newKey('api_key'), await newKey('api_key')];
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1']) usage.noteKey(one, use(START, address));
    usage.noteKey(other, use(START + 1));
    await usage.flush();
    usage.noteKey(one, use(START + HOUR));
    await usage.flush();
    // After a restart of the server the memory is empty.
    usage = createKeyUsage(db, (error) => errors.push(error), NEVER);
    usage.noteKey(one, use(START + 2 * HOUR));
    usage.noteKey(one, use(START + 2 * HOUR, '192.0.2.3'));
    await usage.flush();
    const entries = await audit();
    expect(entries.map(({ address, object_id }) => [address, object_id])).toEqual([
      ['192.0.2.1', one],
      ['192.0.2.2', one],
      ['192.0.2.1', other],
      ['192.0.2.3', one],
    ]);
    expect(entries[0]).toMatchObject({
      event: 'key_used_from_new_address',
      timestamp: START,
      username: 'ada',
      subject: 'ada',
      object_kind: 'api_key',
      object_name: 'a key',
      client: 'client of 0',
    });
    expect(errors).toEqual([]);
  });

  it('of a key that was deleted meanwhile is not audited', async () => {
    usage.noteKey('nothing', use(START));
    await usage.flush();
    expect(await audit()).toEqual([]);
    expect([errors, usage.pending('nothing')]).toEqual([[], undefined]);
  });

  it('is noted even for more keys and addresses than the memory holds', async () => {
    const last = await newKey('api_key');
    for (let number = 0; number < 10_000; number++) usage.noteKey(`k${number}`, use(START));
    usage.noteKey(last, use(START));
    expect(usage.pending(last)).toEqual(use(START));
    expect(usage.pending('k9999')).toEqual(use(START));
  });
});

describe('the use of a sign-in', () => {
  it('is noted once a minute, and not as the use of a key', async () => {
    const id = await newKey('refresh');
    usage.noteSignIn(id, use(START));
    usage.noteSignIn(id, use(START + MINUTE - 1));
    expect(usage.pending(id)).toEqual(use(START));
    usage.noteSignIn(id, use(START + MINUTE));
    expect(usage.pending(id)).toEqual(use(START + MINUTE));
    // Notes follow a clock that was set back.
    usage.noteSignIn(id, use(START - GUARD));
    await usage.flush();
    expect(await audit()).toEqual([]);
    const other = await newKey('refresh');
    usage.noteSignIn(other, use(START + 1));
    expect(usage.pending(other)).toEqual(use(START + 1));
  });

  it('is noted again after more than ten thousand others', async () => {
    for (let number = 0; number < 10_000; number++) usage.noteSignIn(`s${number}`, use(START));
    usage.noteSignIn('s0', use(START + 1));
    expect(usage.pending('s0')).toEqual(use(START));
    usage.noteSignIn('another', use(START));
    usage.noteSignIn('s0', use(START + 2));
    expect(usage.pending('s0')).toEqual(use(START + 2));
  });
});

describe('a refused key', () => {
  it('is audited once an hour for each key and address, with the reason', async () => {
    const closed = await addUser(db, 'bob', 0);
    await newKey('revoked_key', 'R');
    await newKey('api_key', 'E');
    await newKey('api_key', 'C', closed);
    for (const [token, reason] of [
      ['R', 'revoked'],
      ['E', 'expired'],
      ['C', 'account closed'],
      ['unknown', 'unknown'],
    ] as const)
      for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2'])
        usage.noteFailure(token, use(START, address), reason);
    await usage.flush();
    const audited = (await audit()).map((row) => [row.subject, row.address, row.object_name, JSON.parse(row.details)]);
    const reasons = [
      ['ada', 'a key', 'revoked'],
      ['ada', 'a key', 'expired'],
      ['bob', 'a key', 'account closed'],
      [null, null, 'unknown'],
    ] as const;
    expect(audited).toEqual(
      reasons.flatMap(([subject, name, reason]) =>
        ['192.0.2.1', '192.0.2.2'].map((address) => [subject, address, name, { reason }]),
      ),
    );
    expect((await audit())[0]).toMatchObject({
      event: 'key_failed',
      username: null,
      timestamp: START,
      object_kind: 'api_key',
    });
    usage.noteFailure('R', use(START + HOUR - 1), 'revoked');
    await usage.flush();
    expect(await audit()).toHaveLength(8);
    usage.noteFailure('R', use(START + HOUR), 'revoked');
    await usage.flush();
    expect(await audit()).toHaveLength(9);
  });

  it('that is unknown is audited at most a hundred times an hour', async () => {
    await newKey('revoked_key', 'R');
    const fail = async (from: number, to: number, time: number) => {
      for (let number = from; number < to; number++) usage.noteFailure(`unknown ${number}`, use(time), 'unknown');
      await usage.flush();
    };
    await fail(0, 101, START);
    expect(await audit()).toHaveLength(100);
    usage.noteFailure('R', use(START), 'revoked');
    await fail(101, 102, START + HOUR);
    expect((await audit()).map(({ subject }) => subject).filter((subject) => subject !== null)).toEqual(['ada']);
    expect(await audit()).toHaveLength(101);
    await fail(102, 204, START + HOUR + 1);
    expect(await audit()).toHaveLength(201);
  });
});

describe('a note', () => {
  it('is written within the interval, and at the end', async () => {
    usage = createKeyUsage(db, (error) => errors.push(error), 1);
    const [one, two] = [await newKey('api_key'), await newKey('api_key')];
    usage.noteKey(one, use(START));
    await expect.poll(() => lastUse(one)).toBe(START);
    usage.noteFailure('unknown', use(START), 'unknown');
    await expect.poll(async () => (await audit()).length).toBe(2);
    usage.noteKey(one, use(START + 1));
    await expect.poll(() => lastUse(one)).toBe(START + 1);
    usage = createKeyUsage(db, (error) => errors.push(error), NEVER);
    usage.noteKey(two, use(START));
    await usage.close();
    expect(await lastUse(two)).toBe(START);
    expect(errors).toEqual([]);
  });

  it('is retried after growing pauses, and the error is reported once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let isDown = true;
      let attempts = 0;
      const id = await newKey('api_key');
      const transaction = db.transaction.bind(db);
      const broken = Object.assign(Object.create(db), {
        transaction() {
          attempts++;
          if (isDown) throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 });
          return transaction();
        },
      }) as Db;
      usage = createKeyUsage(broken, (error) => errors.push(error), 1000);
      const pass = async (milliseconds: number) => {
        await vi.advanceTimersByTimeAsync(milliseconds);
        return attempts;
      };
      usage.noteKey(id, use(START));
      const seen = [];
      // A second, then two, four, eight, sixteen, and half a minute from then on.
      for (const milliseconds of [999, 1, 1999, 1, 4000, 8000, 16_000, 29_999, 1, 30_000])
        seen.push(await pass(milliseconds));
      expect(seen).toEqual([0, 1, 1, 2, 3, 4, 5, 5, 6, 7]);
      expect(errors).toHaveLength(1);
      expect(usage.pending(id)).toEqual(use(START));
      usage.noteKey(id, use(START + 3));
      isDown = false;
      await pass(30_000);
      vi.useRealTimers();
      await expect.poll(() => lastUse(id)).toBe(START + 3);
      await expect.poll(() => usage.pending(id)).toBeUndefined();
      // The next failure starts with the first pause again.
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      isDown = true;
      attempts = 0;
      usage.noteKey(id, use(START + 4));
      expect([await pass(999), await pass(1), await pass(2000)]).toEqual([0, 1, 2]);
      expect(errors).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that could not be written is kept, unless a newer one replaces it', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const [one, two] = [await newKey('api_key'), await newKey('api_key')];
    const failing = Object.assign(Object.create(db), {
      transaction: () => ({ execute: () => promise }),
    }) as Db;
    usage = createKeyUsage(failing, (error) => errors.push(error), NEVER);
    for (const id of [one, two]) usage.noteKey(id, use(START));
    const flushing = usage.flush();
    await Promise.resolve();
    usage.noteKey(one, use(START + 1));
    reject(Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 }));
    await expect(flushing).rejects.toThrow('disk I/O error');
    expect([usage.pending(one), usage.pending(two)]).toEqual([use(START + 1), use(START)]);
  });
});
