import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRateLimit } from '../auth/index.ts';
import { attemptsOf, type Database } from './index.ts';
import { createTestDatabase, ENGINES, type TestDatabase } from './test-databases.ts';

describe.each(ENGINES.filter((engine) => engine !== 'sqlite'))(
  'attempts that several processes count on %s',
  (engine) => {
    let test: TestDatabase;
    let one: Database;
    let other: Database;
    beforeEach(async () => {
      test = await createTestDatabase(engine);
      [one, other] = [test.open(), test.open()];
      await one.migrate();
    });
    afterEach(() => test.remove());

    const LIMIT = { points: 3, seconds: 60 };
    const result = (work: Promise<void>) =>
      work.then(
        () => 'ok',
        (error: any) => `${error.code} ${error.headers['retry-after'] > 0}`,
      );

    it('reach one limit together, also at the same time, and not that of another caller or limit', async () => {
      const limits = [one, other].map(({ db }) => createRateLimit(LIMIT, { db, limit: 'sign-ins' }));
      const checks = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => result(limits[index % 2]!.check('ada'))));
      expect(checks.toSorted()).toEqual(['ok', 'ok', 'ok', ...Array(3).fill('too_many_attempts true')]);
      for (const limit of limits) expect(await result(limit.demand('ada'))).toBe('too_many_attempts true');
      for (const limit of limits) expect(await result(limit.demand('bob'))).toBe('ok');
      expect(await result(createRateLimit(LIMIT, { db: one.db, limit: 'mails' }).check('ada'))).toBe('ok');
    });

    it('are forgotten at the end of their window, and their rows are deleted', async () => {
      const limit = createRateLimit({ ...LIMIT, points: 1 }, { db: one.db, limit: 'sign-ins' });
      await limit.check('ada');
      await limit.check('bob');
      expect(await result(limit.check('ada'))).toBe('too_many_attempts true');
      // An hour passes for one of them.
      const [first] = await rows();
      await one.db.updateTable('attempts').set({ until: 1000 }).where('id', '=', first!.id).execute();
      expect([await result(limit.demand('ada')), await result(limit.demand('bob'))].toSorted()).toEqual([
        'ok',
        'too_many_attempts true',
      ]);
      await attemptsOf(other.db)?.sweep();
      expect(await rows()).toHaveLength(1);
      await limit.check('carl');
      await one.db.updateTable('attempts').set({ until: 1000 }).execute();
      for (const caller of ['ada', 'bob', 'carl']) expect(await result(limit.check(caller))).toBe('ok');
      expect((await rows()).map(({ count }) => count)).toEqual([1, 1, 1]);
    });

    it('name nobody, and are not undone with the transaction of a refused request', async () => {
      const limit = createRateLimit(LIMIT, { db: one.db, limit: 'sign-ins' });
      const refused = one.db.transaction().execute(async () => {
        await limit.check('ada@example.org');
        throw new Error('refused');
      });
      await expect(refused).rejects.toThrow('refused');
      const [row, ...more] = await rows();
      expect([row!.count, more]).toEqual([1, []]);
      expect(row!.id).toMatch(/^[\w-]{43}$/);
    });

    it('do not wait for connections that are all in transactions', async () => {
      const limit = createRateLimit({ points: 100, seconds: 60 }, { db: one.db, limit: 'sign-ins' });
      const all = Array.from({ length: 20 }, () => one.db.transaction().execute(() => limit.check('ada')));
      expect((await Promise.allSettled(all)).filter(({ status }) => status === 'rejected')).toEqual([]);
    });

    it('are in a table that no commit waits for', async () => {
      if (!('url' in test.where)) throw new Error('not PostgreSQL');
      const client = new pg.Client(test.where.url);
      await client.connect();
      const { rows: found } = await client.query(`select relpersistence from pg_class where relname = 'attempts'`);
      await client.end();
      expect(found).toEqual([{ relpersistence: 'u' }]);
    });

    const rows = () => one.db.selectFrom('attempts').select(['id', 'count']).orderBy('id').execute();
  },
);

it('a database of one process shares no attempts', async () => {
  const test = await createTestDatabase('sqlite');
  expect(attemptsOf(test.open().db)).toBeUndefined();
  await test.remove();
});
