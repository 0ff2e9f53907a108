import type { Db } from '../db/index.ts';

/** Unrevoked keys with a hexadecimal secret, current or replaced, that was made elsewhere. */
export async function hexKeys(db: Db): Promise<{ length: number; hash: string; previous: string | null }[]> {
  const rows = await db
    .selectFrom('credentials')
    .select(['hex_length', 'hash', 'previous_hash'])
    .where('hex_length', 'is not', null)
    .where('kind', 'in', ['api_key', 'resting_key'])
    .execute();
  return rows.map(({ hex_length, hash, previous_hash }) => ({
    length: hex_length ?? 0,
    hash,
    previous: previous_hash,
  }));
}
