import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../index.ts';

const LONG = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1e6) select count(*) from n`;

it('other work runs between long queries, and not in the middle of a transaction of others', async () => {
  const { db, close } = openDatabase({ path: ':memory:' });
  const done: string[] = [];
  const long = db.transaction().execute(async (trx) => {
    setImmediate(() => done.push('other work'));
    await LONG.execute(trx);
    done.push('first');
    await LONG.execute(trx);
    done.push('second');
  });
  const other = sql`select 1`.execute(db).then(() => done.push('other query'));
  await Promise.all([long, other]);
  expect(done).toEqual(['other work', 'first', 'second', 'other query']);
  await close();
});
