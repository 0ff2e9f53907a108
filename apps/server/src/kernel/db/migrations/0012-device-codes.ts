import type { Kysely } from 'kysely';
import { index, required, unique } from './parts.ts';

/** Terminals that ask to sign in by a browser. */
export async function deviceCodes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('device_codes')
    .addColumn('id', 'text', unique)
    .addColumn('device_hash', 'text', unique)
    .addColumn('user_hash', 'text', unique)
    .addColumn('client', 'text', required)
    .addColumn('machine', 'text')
    .addColumn('address', 'text', required)
    .addColumn('wish', 'text', required)
    .addColumn('created', 'bigint', required)
    .addColumn('expiry', 'bigint', required)
    .addColumn('last_asked', 'bigint')
    .addColumn('state', 'text', required)
    .addColumn('user_id', 'text', (column) => column.references('users.id').onDelete('cascade'))
    .addColumn('granted', 'text')
    .addColumn('credential_id', 'text', (column) => column.references('credentials.id').onDelete('cascade'))
    .execute();
  await index(db, 'device_codes', ['expiry']);
  await index(db, 'device_codes', ['credential_id']);
}
