import type { NewRevision, RevisionChanges } from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Blobs, StagedBlob } from '../../kernel/blobs/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, isConflict, type Trx, transact } from '../../kernel/db/index.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Stamp, type TreeObject, tree, wire } from '../../kernel/tree/index.ts';
import { recordActivity } from '../activity/index.ts';
import { ownsShortId } from '../short-id/index.ts';
import { type Item, sizeOf, toRows } from './data-items.ts';
import { foreignPrefix, revisionExists, shortIdTaken } from './errors.ts';
import {
  byIds,
  type DataRow,
  dataOf,
  deleteData,
  insertData,
  insertRevision,
  nextIndex,
  updateRevision,
  wasUsed,
} from './store.ts';

export interface RevisionDeps {
  db: Db;
  clock: Clock;
  blobs: Blobs;
  /** Told, after the commit, of a revision whose data is new. */
  onPublished(revisionId: string): void;
}

export interface RevisionService {
  create(principal: SignedIn, fields: NewRevision, items: readonly Item[]): Promise<string>;
  update(
    principal: SignedIn,
    object: TreeObject,
    fields: RevisionChanges,
    items: readonly Item[],
    silent: boolean,
  ): Promise<void>;
  delete(principal: SignedIn, object: TreeObject): Promise<void>;
}

export function createRevisionService({ db, clock, blobs, onPublished }: RevisionDeps): RevisionService {
  return {
    async create(principal, fields, items) {
      refuseAssets(fields.assets);
      const id = fields.client_id?.toLowerCase() ?? newId();
      const data = toRows(id, items, []);
      const size = sizeOf(data);
      await blobs.keep(blobsOf(items));
      await translateConflicts(() =>
        transact(db, async (trx) => {
          // Asked again: the upload may have taken long, and the figure may be gone or closed since.
          const { id: figureId } = await tree.authorise(trx, principal, 'create', 'figure', fields.figure);
          if (fields.client_id && (await wasUsed(trx, id))) throw revisionExists();
          const figure = await tree.lock(trx, figureId);
          const stamp = { by: principal.username, at: clock.now() };
          if (fields.short_id && !(await ownsShortId(trx, principal.userId, fields.short_id))) throw foreignPrefix();
          await tree.propagate(trx, new Map([[figureId, size]]), stamp);
          const object = await tree.insert(
            trx,
            { id, kind: 'revision', parent: figure, name: '', description: null, size },
            stamp,
          );
          const index = await nextIndex(trx, figureId);
          await insertRevision(trx, {
            id,
            revision_index: index,
            metadata: metadataOf(fields.metadata),
            is_clean_room: Number(fields.is_clean_room ?? false),
            short_id: fields.short_id ?? null,
          });
          await insertData(trx, data);
          await record(trx, 'create', object, figure, index, stamp);
        }),
      );
      onPublished(id);
      return id;
    },

    async update(principal, { id }, fields, items, silent) {
      refuseAssets(fields.assets);
      await blobs.keep(blobsOf(items));
      await transact(db, async (trx) => {
        await tree.authorise(trx, principal, 'update', 'revision', id);
        const object = await tree.lock(trx, id);
        const stamp = { by: principal.username, at: clock.now() };
        const figureId = fields.figure?.toLowerCase() ?? wire.parentId(object);
        const moves = figureId !== object.parent_id;
        await tree.authorise(trx, principal, moves ? 'create' : 'view', 'figure', figureId);
        const figure = await tree.lock(trx, figureId);
        const size = items.length > 0 ? await replaceData(trx, id, items) : object.size_bytes;
        const index = moves ? await nextIndex(trx, figureId) : undefined;
        if (moves) await tree.move(trx, object, figure, stamp);
        await tree.propagate(trx, new Map([[figureId, size - object.size_bytes]]), stamp);
        await tree.update(trx, id, { size_bytes: size }, stamp);
        await updateRevision(trx, id, {
          ...(fields.metadata !== undefined && { metadata: metadataOf(fields.metadata) }),
          ...(typeof fields.is_clean_room === 'boolean' && { is_clean_room: Number(fields.is_clean_room) }),
          ...(index !== undefined && { revision_index: index }),
        });
        if (silent) return;
        const [row] = await byIds(trx, [id]);
        if (row) await record(trx, moves ? 'move' : 'update', row, figure, row.revision_index, stamp);
      });
      if (items.length > 0) onPublished(id);
    },

    async delete(principal, { id }) {
      await transact(db, async (trx) => {
        await tree.authorise(trx, principal, 'delete', 'revision', id);
        const object = await tree.lock(trx, id);
        const stamp = { by: principal.username, at: clock.now() };
        const [row] = await byIds(trx, [id]);
        const figure = await tree.get(trx, wire.parentId(object));
        await tree.remove(trx, object, stamp);
        await record(trx, 'delete', object, figure, row?.revision_index ?? 0, stamp);
      });
    },
  };
}

/** Replaces a revision's data; gives its size now. */
async function replaceData(trx: Trx, id: string, items: readonly Item[]): Promise<number> {
  const rows: DataRow[] = toRows(id, items, await dataOf(trx, [id]));
  await deleteData(trx, id);
  await insertData(trx, rows);
  return sizeOf(rows);
}

const record = (
  trx: Trx,
  action: 'create' | 'update' | 'move' | 'delete',
  target: TreeObject,
  figure: TreeObject,
  index: number,
  stamp: Stamp,
) =>
  recordActivity(trx, {
    action,
    target,
    name: `${figure.name} – Revision #${index + 1}`,
    analysisId: wire.parentId(figure),
    stamp,
  });

const blobsOf = (items: readonly Item[]): StagedBlob[] =>
  items.map(({ blob }) => blob).filter((blob): blob is StagedBlob => blob !== null);

/** Any JSON value is kept as it came; an empty R list arrives as `[]` and means an empty object. */
const metadataOf = (metadata: unknown): string =>
  metadata === undefined || (Array.isArray(metadata) && metadata.length === 0) ? '{}' : JSON.stringify(metadata);

/** No asset can be reached yet, so a link to one is a link to something the caller can't see. */
function refuseAssets(assets: readonly unknown[] | null | undefined): void {
  if (assets && assets.length > 0) throw notAllowed();
}

async function translateConflicts<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isConflict(error, 'short_id')) throw shortIdTaken(error);
    if (isConflict(error, 'id')) throw revisionExists(error);
    throw error;
  }
}
