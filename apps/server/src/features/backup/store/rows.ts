import { type RawBuilder, sql } from 'kysely';
import type { Database, Db, Engine, Trx } from '../../../kernel/db/index.ts';
import type { BlobEntry } from '../service/blob-folder.ts';
import type { Row } from '../service/lines.ts';
import type { TablePlan } from './tables.ts';

/** Rows in memory at once: the metadata of one row may have 100 kB and more. */
export const BATCH = 250;

/**
 * Reads everything from one snapshot while others write. Needs a connection of its own; on SQLite it takes no lock that
 * blocks a writer.
 */
export async function inSnapshot<T>({ engine, db }: Database, read: (db: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const begin = engine === 'sqlite' ? 'begin' : 'begin isolation level repeatable read read only';
    await sql.raw(begin).execute(connection);
    try {
      return await read(connection);
    } finally {
      await sql`rollback`.execute(connection);
    }
  });
}

/** Names of a database's tables and applied migrations; both empty for a new database. */
export async function stateOf(db: Db): Promise<{ tables: Set<string>; migrations: string[] }> {
  const found = await db.introspection.getTables({ withInternalKyselyTables: true });
  const tables = new Set(found.map(({ name }) => name));
  if (!tables.has('kysely_migration')) return { tables, migrations: [] };
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return { tables, migrations: rows.map(({ name }) => name) };
}

/** Number of rows of a table that are backed up. */
export async function countRows(db: Db, table: string, { kinds }: TablePlan): Promise<number> {
  const ofKinds = kinds ? sql`where kind in (${sql.join(kinds)})` : sql``;
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} ${ofKinds}`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** Rows of a table that are backed up, in the plan's order. */
export async function* rowsOf(db: Db, table: string, plan: TablePlan): AsyncGenerator<Row[]> {
  const key = sql`(${sql.join(plan.key.map((column) => sql.ref(column)))})`;
  const order = sql.join(plan.key.map((column) => sql.ref(column)));
  for (const kind of plan.kinds ?? [null]) {
    for (let last: Row | undefined, more = true; more; ) {
      const conditions = [
        ...(kind === null ? [] : [sql`kind = ${kind}`]),
        ...(last ? [sql`${key} > (${sql.join(plan.key.map((column) => last?.[column]))})`] : []),
      ];
      const where: RawBuilder<unknown> = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
      const { rows } = await sql<Row>`
        select * from ${sql.table(table)} ${where} order by ${order} limit ${BATCH}`.execute(db);
      last = rows.at(-1);
      more = rows.length === BATCH;
      if (rows.length > 0) yield rows.map((row) => clear(row, plan));
    }
  }
}

const clear = (row: Row, { cleared = [] }: TablePlan): Row => ({
  ...row,
  ...Object.fromEntries(cleared.map((column) => [column, null])),
});

/** Every distinct blob that rows refer to, sorted by hash; or only those of the server's own store. */
export async function* blobsOf(db: Db, onlyOwn = false): AsyncGenerator<BlobEntry[]> {
  for (let last = '', more = true; more; ) {
    const rows = await db
      .selectFrom('data')
      .select((eb) => ['hash', eb.fn.max('size_bytes').as('size')])
      .where('hash', '>', last)
      .$if(onlyOwn, (query) => query.where('store', 'is', null))
      .groupBy('hash')
      .orderBy('hash')
      .limit(BATCH)
      .execute();
    last = rows.at(-1)?.hash ?? last;
    more = rows.length === BATCH;
    if (rows.length > 0) yield rows;
  }
}

/** Inserts rows with all their columns, including the sequence. */
export async function insertRows(trx: Trx, engine: Engine, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const overriding = engine === 'postgres' && columns.includes('seq') ? sql`overriding system value` : sql``;
  const values = sql.join(rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`));
  await sql`insert into ${sql.table(table)} (${names}) ${overriding} values ${values}`.execute(trx);
}

export async function deleteCredentials(trx: Trx): Promise<void> {
  await trx.deleteFrom('credentials').execute();
}

/** Continues a sequence after the highest row; SQLite does so by itself. */
export async function continueSequence(trx: Trx, engine: Engine, table: string): Promise<void> {
  if (engine === 'sqlite') return;
  await sql`
    select setval(
      pg_get_serial_sequence(${table}, 'seq'),
      (select coalesce(max(seq), 0) + 1 from ${sql.table(table)}),
      false
    )`.execute(trx);
}
