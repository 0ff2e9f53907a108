import type { Db, Trx } from '../../kernel/db/index.ts';

const REGISTRATION = 'registration';

/** The administrators' choice in the app; undefined: none yet. */
export const readRegistration = async (db: Db): Promise<string | undefined> =>
  (await db.selectFrom('choices').select('value').where('name', '=', REGISTRATION).executeTakeFirst())?.value;

export async function writeRegistration(trx: Trx, value: string): Promise<void> {
  await trx
    .insertInto('choices')
    .values({ name: REGISTRATION, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
