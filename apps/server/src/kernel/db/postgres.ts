import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

const INT8 = 20;

/** Kysely on PostgreSQL. Microseconds and sizes stay below 2^53, so bigint columns are read as numbers. */
export function postgresDialect(url: string): Dialect {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  return new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 10, types }) });
}
