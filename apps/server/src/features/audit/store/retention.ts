import type { Db } from '../../../kernel/db/index.ts';

/** Sequence numbers of the entries from before a time. Without any, the range is empty. */
export async function rangeBefore(db: Db, time: number): Promise<{ first: number; last: number }> {
  const { first, last } = await db
    .selectFrom('audit')
    .select((eb) => [eb.fn.min<number | null>('seq').as('first'), eb.fn.max<number | null>('seq').as('last')])
    .where('timestamp', '<', time)
    .executeTakeFirstOrThrow();
  return { first: first ?? 0, last: last ?? -1 };
}

/** Deletes entries from before a time, within a range of numbers. */
export async function deleteBetween(db: Db, time: number, from: number, to: number): Promise<void> {
  await db.deleteFrom('audit').where('seq', '>=', from).where('seq', '<', to).where('timestamp', '<', time).execute();
}

/** Empties the addresses and clients of entries from before a time, within a range of numbers. */
export async function forgetOriginsBetween(db: Db, time: number, from: number, to: number): Promise<void> {
  await db
    .updateTable('audit')
    .set({ address: null, client: null })
    .where('seq', '>=', from)
    .where('seq', '<', to)
    .where('timestamp', '<', time)
    .where((eb) => eb.or([eb('address', 'is not', null), eb('client', 'is not', null)]))
    .execute();
}

/** Deletes the networks from which people signed in before a time. */
export async function forgetPlacesBefore(db: Db, time: number): Promise<void> {
  await db.deleteFrom('sign_in_places').where('last_used', '<', time).execute();
}

/** Empties the addresses, clients and machines of credentials that were last used before a time. Returns of how many. */
export async function forgetUsesBefore(db: Db, time: number, most: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('credentials')
    .set({ last_address: null, last_client: null, last_machine: null })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('credentials')
        .select('id')
        .where('last_used', '<', time)
        .where((or) =>
          or.or([
            or('last_address', 'is not', null),
            or('last_client', 'is not', null),
            or('last_machine', 'is not', null),
          ]),
        )
        .limit(most),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
