import type { Selectable } from 'kysely';
import { type Db, engineOf, type TrashTable, type Trx } from '../db/index.ts';
import { notFound } from '../errors.ts';
import { get, lock, propagate, type Stamp, type StoredObject } from './objects.ts';
import { disown, end, leaveParent } from './removal.ts';
import { trashMark } from './removed.ts';

type TrashRow = Omit<Selectable<TrashTable>, 'seq'>;

/** Tells whether deleted objects rest in the trash now, or are deleted for good. */
export interface TrashPolicy {
  /** Days in the trash; 0: none, because of the setting or because the disk is full. */
  days(): number;
}

/**
 * Deletes an object that was locked with everything below it (`lockTree`): puts it into the trash, or deletes it for
 * good. All rows that lead to it stay, but whoever reads them finds no object (`isThere`).
 */
export async function discard(trx: Trx, object: StoredObject, stamp: Stamp, { days }: TrashPolicy): Promise<void> {
  await leaveParent(trx, object, stamp);
  if (days() === 0) return end(trx, object);
  await disown(trx, object, trashMark(object.id));
  await trx
    .insertInto('trash')
    .values({
      object_id: object.id,
      workspace_id: object.workspace_id,
      parent_id: object.parent_id,
      deleted_on: stamp.at,
      deleted_by: stamp.by,
    })
    .execute();
}

/** Locks an object in the trash until the transaction ends. Throws `not_found` if it is not there any more. */
export async function lockTrashed(trx: Trx, id: string): Promise<StoredObject> {
  const object = await lockIfTrashed(trx, id);
  if (!object) throw notFound('Nothing in the trash');
  return object;
}

/** Locks an object in the trash like `lockTrashed`. Returns undefined if it is not there any more. */
export async function lockIfTrashed(trx: Trx, id: string): Promise<StoredObject | undefined> {
  const row = await trx
    .selectFrom('trash')
    .select('object_id')
    .where('object_id', '=', id)
    .$if(engineOf(trx) === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  return row && (await trashed(trx, id));
}

/** An object in the trash, as it is stored there. */
const trashed = (db: Db, id: string): Promise<StoredObject | undefined> =>
  db
    .selectFrom('objects')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', '=', trashMark(id))
    .executeTakeFirst();

/** Restores a locked object and everything that was deleted with it. Its parent must be there. */
export async function bringBack(trx: Trx, row: TrashRow, stamp: Stamp): Promise<StoredObject> {
  const { object_id: id, parent_id } = row;
  const parent = parent_id === null ? null : await lock(trx, parent_id);
  await trx
    .updateTable('objects')
    .set({ workspace_id: parent?.workspace_id ?? id })
    .where('workspace_id', '=', trashMark(id))
    .execute();
  await trx.updateTable('objects').set({ parent_id }).where('id', '=', id).execute();
  await trx.deleteFrom('trash').where('object_id', '=', id).execute();
  const object = await get(trx, id);
  const isRevision = object.kind === 'revision' || object.kind === 'asset_revision';
  if (parent) await propagate(trx, new Map([[parent.id, object.size_bytes]]), isRevision ? stamp : null);
  return object;
}
