import { afterEach, describe, expect, it } from 'vitest';
import type { Database, Db } from '../db/index.ts';
import { createTestDatabase, ENGINES, type TestDatabase } from '../db/test-databases.ts';
import { newId } from '../ids.ts';
import { insertCredential } from './store.ts';
import { createKeyUsage, type KeyUsage } from './usage.ts';

/** An interval longer than a test, so that only `flush` writes. */
const NEVER = 3_600_000;
const HOUR = 3_600_000_000;

describe.each(ENGINES)('the use of keys, on %s', (engine) => {
  let store: TestDatabase;
  let database: Database;
  let usage: KeyUsage;
  let errors: unknown[];
  afterEach(() => store.remove());

  async function begin(wrap: (db: Db) => Db = (db) => db): Promise<[string, string]> {
    store = await createTestDatabase(engine);
    database = store.open();
    await database.migrate();
    errors = [];
    const userId = newId();
    await database.db
      .insertInto('users')
      .values({
        id: userId,
        username: 'ada',
        username_key: 'ada',
        email: 'ada@example.org',
        first_name: '',
        last_name: '',
        password_hash: '',
        avatar: null,
        user_profile: '{}',
        is_active: 1,
        is_staff: 0,
        date_joined: 1,
      })
      .execute();
    const key = (token: string) =>
      insertCredential(database.db, { kind: 'api_key', token, userId, created: 1, expiry: null });
    const keys: [string, string] = [await key('one'), await key('two')];
    usage = createKeyUsage(wrap(database.db), (error) => errors.push(error), NEVER);
    return keys;
  }

  const use = (time: number, address = '192.0.2.1') => ({ time, address, client: 'python-requests/2' });
  /** A use that cannot be written: neither engine accepts a function. */
  const broken = (time: number) => ({ ...use(time), client: (() => undefined) as unknown as string });
  const lastUse = async (id: string) =>
    (await database.db.selectFrom('credentials').select('last_used').where('id', '=', id).executeTakeFirstOrThrow())
      .last_used;
  const events = async () =>
    (await database.db.selectFrom('audit').select('event').orderBy('event').execute()).map(({ event }) => event);

  it('a use that cannot be written is dropped alone and reported once', async () => {
    const [one, two] = await begin();
    usage.noteKey(one, broken(10));
    usage.noteKey(two, use(11));
    usage.noteFailure('nonsense', use(HOUR), 'unknown');
    await usage.flush();
    expect([await lastUse(one), await lastUse(two)]).toEqual([null, 11]);
    expect(await events()).toEqual(['key_failed', 'key_used_from_new_address']);
    expect(errors).toHaveLength(1);

    usage.noteKey(one, use(20));
    await usage.flush();
    expect(await lastUse(one)).toBe(20);
    expect(errors).toHaveLength(1);
  });

  it('a failed attempt that cannot be written is dropped alone', async () => {
    const [one] = await begin();
    usage.noteFailure('nonsense', broken(HOUR), 'unknown');
    usage.noteKey(one, use(11));
    await usage.flush();
    expect(await lastUse(one)).toBe(11);
    expect(await events()).toEqual(['key_used_from_new_address']);
  });

  it('is kept while the database is unavailable, and reported if the server stops then', async () => {
    let isDown = true;
    const [one, two] = await begin((db) => {
      const transaction = db.transaction.bind(db);
      return Object.assign(db, {
        transaction() {
          if (isDown) throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 });
          return transaction();
        },
      });
    });
    usage.noteKey(one, use(10));
    await expect(usage.flush()).rejects.toThrow('disk I/O error');
    usage.noteKey(two, use(11));
    await usage.close();
    expect(errors).toHaveLength(1);
    isDown = false;
    await usage.flush();
    expect([await lastUse(one), await lastUse(two)]).toEqual([10, 11]);
    expect(await events()).toHaveLength(2);
  });
});
