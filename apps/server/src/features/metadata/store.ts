import type { Selectable } from 'kysely';
import type { Db, MetadataProxyTable } from '../../kernel/db/index.ts';

export type ProxyRow = Selectable<MetadataProxyTable> & { username: string };

export async function insertProxy(db: Db, row: Selectable<MetadataProxyTable>): Promise<void> {
  await db.insertInto('metadata_proxies').values(row).execute();
}

/** A proxy that has not expired. */
export const findProxy = (db: Db, hash: string, now: number): Promise<ProxyRow | undefined> =>
  db
    .selectFrom('metadata_proxies as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .selectAll('p')
    .select('u.username')
    .where('p.hash', '=', hash)
    .where('p.expiry', '>', now)
    .executeTakeFirst();

export async function fillProxy(db: Db, hash: string, metadata: string, updated: number): Promise<void> {
  await db.updateTable('metadata_proxies').set({ metadata, updated }).where('hash', '=', hash).execute();
}

export async function deleteProxy(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('metadata_proxies').where('hash', '=', hash).execute();
}

export async function deleteExpired(db: Db, now: number): Promise<void> {
  await db.deleteFrom('metadata_proxies').where('expiry', '<=', now).execute();
}
