import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, prepared } from './index.ts';
import { createTestDatabase, ENGINES, type TestDatabase } from './test-databases.ts';

const insert = prepared((db, { value, name }: { name: string; value: string }) =>
  db.insertInto('settings').values({ name, value }),
);
const find = prepared((db, { from, to }: { from: string; to: string }) =>
  db.selectFrom('settings').select('value').where('name', '<=', to).where('name', '>=', from).orderBy('name').limit(2),
);

describe.each(ENGINES)('a prepared query on %s', (engine) => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase(engine);
    database = test.open();
    await database.migrate();
    await database.db.deleteFrom('settings').execute();
  });
  afterAll(() => test.remove());

  it('takes its parameters by name, in transactions too', async () => {
    const { db } = database;
    await insert(db, { name: 'a', value: 'first' });
    await db.transaction().execute(async (trx) => {
      await insert(trx, { value: 'second', name: 'b' });
      expect((await find(trx, { to: 'b', from: 'b' })).rows).toEqual([{ value: 'second' }]);
    });
    expect((await find(db, { from: 'a', to: 'z' })).rows).toEqual([{ value: 'first' }, { value: 'second' }]);
  });

  it('passes every text on as it is', async () => {
    const { db } = database;
    const value = 'parameter name';
    await insert(db, { name: 'odd', value });
    expect((await find(db, { from: 'odd', to: 'odd' })).rows).toEqual([{ value }]);
  });

  it('refuses a missing parameter', async () => {
    const missing = { name: 'c' } as { name: string; value: string };
    expect(() => insert(database.db, missing)).toThrow('value');
  });
});
