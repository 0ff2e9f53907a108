import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLeasedLimit, createRateLimit } from '../auth/index.ts';
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
    afterEach(() => {
      vi.useRealTimers();
      return test.remove();
    });

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

    it('of two processes with leased parts are exactly the limit, also at the same time', async () => {
      const limits = [one, other].map(({ db }) => createLeasedLimit(MANY, { db, limit: 'requests' }));
      const checks = await Promise.all(
        Array.from({ length: 220 }, (_, index) => result(limits[index % 2]!.check('ada'))),
      );
      expect(checks.toSorted()).toEqual([...Array(100).fill('ok'), ...Array(120).fill('too_many_attempts true')]);
      const { msLeft } = await attemptsOf(one.db)!.read((await rows())[0]!.id);
      for (const limit of limits) {
        const refused = await limit.check('ada').catch((error: any) => error);
        // Less if this test waits for the processor.
        expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(Math.ceil(msLeft / 1000));
        expect(Number(refused.headers['retry-after'])).toBeGreaterThan(msLeft / 2000);
      }
    });

    it('are counted for a leased part at once, and a refusal is remembered', async () => {
      const limit = createLeasedLimit(MANY, { db: one.db, limit: 'requests' });
      for (const count of [2, 2, 4, 4]) {
        await limit.check('ada');
        expect((await rows()).map((row) => row.count)).toEqual([count]);
      }
      await one.db.updateTable('attempts').set({ count: 1000 }).execute();
      for (let time = 0; time < 3; time++) expect(await result(limit.check('ada'))).toBe('too_many_attempts true');
      expect((await rows()).map((row) => row.count)).toEqual([1002]);
    });

    it('of a process that ends come back with the next window', async () => {
      vi.useFakeTimers({ toFake: ['performance'] });
      const [ending, staying] = [one, other].map(({ db }) => createLeasedLimit(MANY, { db, limit: 'requests' }));
      const use = async () => {
        let used = 0;
        while ((await result(staying!.check('ada'))) === 'ok') used += 1;
        return used;
      };
      await ending!.check('ada');
      expect(await use()).toBe(98);
      // A minute passes.
      await other.db.updateTable('attempts').set({ until: 1000 }).execute();
      vi.advanceTimersByTime(60_000);
      expect(await use()).toBe(100);
    });

    const MANY = { points: 100, seconds: 60 };
    const rows = () => one.db.selectFrom('attempts').select(['id', 'count']).orderBy('id').execute();
  },
);

it('a database of one process shares no attempts', async () => {
  const test = await createTestDatabase('sqlite');
  expect(attemptsOf(test.open().db)).toBeUndefined();
  await test.remove();
});
