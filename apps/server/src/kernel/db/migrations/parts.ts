/** What migrations are written with. Changing anything here would change migrations that have run. */
import { type ColumnBuilderCallback, type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';

export const required: ColumnBuilderCallback = (column) => column.notNull();
/** Named like PostgreSQL names unique columns, so that a conflict tells its column. */
export const key = <T extends string>(table: string, column: T): [name: string, columns: [T]] => [
  `${table}_${column}_key`,
  [column],
];
export const unique: ColumnBuilderCallback = (column) => column.notNull().unique();
export const to =
  (target: string): ColumnBuilderCallback =>
  (column) =>
    column.notNull().references(target).onDelete('cascade');
export const orNothing =
  (target: string): ColumnBuilderCallback =>
  (column) =>
    column.references(target).onDelete('set null');

/** Rows in order of insertion: the order that lists and pages go by. */
export const withSequence = <T extends string>(table: CreateTableBuilder<T>, engine: Engine) =>
  engine === 'sqlite'
    ? table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    : table.addColumn('seq', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());

export const index = (db: Kysely<unknown>, table: string, columns: string[]) =>
  sql`create index ${sql.id(`${table}_by_${columns.join('_')}`)} on ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})`.execute(
    db,
  );
