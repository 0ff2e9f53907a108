import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { required } from './parts.ts';

/**
 * Attempts that limits count, for all processes on a database. Only PostgreSQL has several. It may forget them in a
 * crash, and so needs no log for them.
 */
export async function attempts(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const table = db.schema.createTable('attempts');
  await (engine === 'postgres' ? table.modifyFront(sql`unlogged`) : table)
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('count', 'integer', required)
    .addColumn('until', 'bigint', required)
    .execute();
}
