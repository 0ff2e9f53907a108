import type { Clock } from '../clock.ts';
import type { Db } from '../db/index.ts';
import { networkOf } from '../network.ts';

/** How long a network is remembered after a sign-in from it, in microseconds. */
const REMEMBERED = 30 * 24 * 60 * 60 * 1_000_000;

/** Notes that a user signed in from an address. */
export async function rememberPlace(db: Db, clock: Clock, userId: string, address: string): Promise<void> {
  const last_used = clock.now();
  await db
    .insertInto('sign_in_places')
    .values({ user_id: userId, network: networkOf(address), last_used })
    .onConflict((conflict) => conflict.columns(['user_id', 'network']).doUpdateSet({ last_used }))
    .execute();
}

/** Whether a user of this name signed in from a network lately. */
export async function isKnownPlace(db: Db, clock: Clock, username: string, network: string): Promise<boolean> {
  const row = await db
    .selectFrom('sign_in_places as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select('p.user_id')
    .where('u.username', '=', username)
    .where('p.network', '=', network)
    .where('p.last_used', '>', clock.now() - REMEMBERED)
    .executeTakeFirst();
  return row !== undefined;
}

export async function forgetPlaces(db: Db, clock: Clock): Promise<void> {
  await db
    .deleteFrom('sign_in_places')
    .where('last_used', '<=', clock.now() - REMEMBERED)
    .execute();
}
