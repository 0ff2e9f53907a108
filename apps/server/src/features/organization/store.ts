import type { Selectable } from 'kysely';
import { type Db, forIds, type OrganizationTable, type Trx } from '../../kernel/db/index.ts';

export type OrganizationRow = Selectable<OrganizationTable>;

export const organizationsOf = (db: Db, ids: readonly string[]): Promise<OrganizationRow[]> =>
  forIds(ids, (some) => db.selectFrom('organizations').selectAll().where('id', 'in', some).execute());

export async function insertOrganization(trx: Trx, row: OrganizationRow): Promise<void> {
  await trx.insertInto('organizations').values(row).execute();
}

export async function updateOrganization(
  trx: Trx,
  id: string,
  fields: Partial<Omit<OrganizationRow, 'id'>>,
): Promise<void> {
  if (Object.keys(fields).length > 0) await trx.updateTable('organizations').set(fields).where('id', '=', id).execute();
}
