import { type Kysely, sql } from 'kysely';
import type { Engine } from './engine.ts';
import type { Schema } from './schema.ts';

const SIZES = {
  sqlite: sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`,
  postgres: sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`,
} satisfies Record<Engine, unknown>;

/** Size of the database with its indexes; on SQLite it includes small blobs. */
export async function databaseBytes(db: Kysely<Schema>, engine: Engine): Promise<number> {
  const { rows } = await SIZES[engine].execute(db);
  return rows[0]?.bytes ?? 0;
}
