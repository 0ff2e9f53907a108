/** Helpers for migrations. A change in this file would change migrations that have already run. */
import { type ColumnBuilderCallback, type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';

export const required: ColumnBuilderCallback = (column) => column.notNull();
/** Follows PostgreSQL's names of unique constraints, so that a conflict names its column. */
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

/** Numbers rows in order of insertion, which is the order of lists and pages. */
export const withSequence = <T extends string>(table: CreateTableBuilder<T>, engine: Engine) =>
  engine === 'sqlite'
    ? table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    : table.addColumn('seq', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());

export const index = (db: Kysely<unknown>, table: string, columns: string[]) =>
  sql`create index ${sql.id(`${table}_by_${columns.join('_')}`)} on ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})`.execute(
    db,
  );
