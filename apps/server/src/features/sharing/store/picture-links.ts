import type { Insertable, Selectable } from 'kysely';
import type { Db, PictureLinkTable, Trx } from '../../../kernel/db/index.ts';
import { isThere, objects, type StoredObject } from '../../../kernel/objects/index.ts';

export type PictureLinkRow = Selectable<PictureLinkTable>;

/** The picture link of an object, also after it has expired. */
export const findPictureLink = (db: Db, objectId: string): Promise<PictureLinkRow | undefined> =>
  db.selectFrom('picture_links').selectAll().where('object_id', '=', objectId).executeTakeFirst();

export async function savePictureLink(trx: Trx, row: Insertable<PictureLinkTable>): Promise<void> {
  await trx
    .insertInto('picture_links')
    .values(row)
    .onConflict((conflict) => conflict.column('object_id').doUpdateSet(row))
    .execute();
}

export const deletePictureLink = async (trx: Trx, objectId: string): Promise<void> => {
  await trx.deleteFrom('picture_links').where('object_id', '=', objectId).execute();
};

/** The figure or revision that a working token shows, and the name of its figure. */
export const pictureBehind = (
  db: Db,
  token: string,
  now: number,
): Promise<(StoredObject & { figure_name: string }) | undefined> =>
  db
    .selectFrom('picture_links as l')
    .innerJoin('objects as o', 'o.id', 'l.object_id')
    .leftJoin('objects as f', (join) => join.onRef('f.id', '=', 'o.parent_id').on('o.kind', '=', 'revision'))
    .selectAll('o')
    .select((eb) => eb.fn.coalesce('f.name', 'o.name').as('figure_name'))
    .where('l.token', '=', token)
    .where(isThere('o'))
    .where(objects.isLive(now))
    .executeTakeFirst();

export const newestRevision = (db: Db, figureId: string): Promise<StoredObject | undefined> =>
  db
    .selectFrom('objects')
    .selectAll()
    .where('parent_id', '=', figureId)
    .where('kind', '=', 'revision')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
