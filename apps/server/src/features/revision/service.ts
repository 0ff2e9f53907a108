import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Blobs, StagedBlob } from '../../kernel/blobs/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, isConflict, type Trx, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import { type Stamp, type TreeObject, tree, wire } from '../../kernel/tree/index.ts';
import { recordActivity } from '../activity/index.ts';
import { ownsShortId } from '../short-id/index.ts';
import { type Item, sizeOf, toRows } from './data-items.ts';
import { foreignPrefix, revisionExists, shortIdTaken } from './errors.ts';
import { type SentLink, setLinks } from './links.ts';
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

/** Where a kind of revision hangs, and whose log tells of it. */
export interface Line {
  kind: 'revision' | 'asset_revision';
  parentKind: 'figure' | 'asset';
  analysisOf(trx: Trx, parent: TreeObject): Promise<string | null>;
}

export interface RevisionFields {
  /** ID of the figure or asset. */
  parent?: string | null;
  metadata?: unknown;
  is_clean_room?: boolean | null;
  assets?: readonly SentLink[] | null;
}

export interface NewRevisionFields extends RevisionFields {
  parent: string;
  client_id?: string | null;
  short_id?: string | null;
}

/** Publishing, changing and deleting revisions of figures, or of assets. */
export interface RevisionService {
  create(principal: SignedIn, fields: NewRevisionFields, items: readonly Item[]): Promise<string>;
  update(
    principal: SignedIn,
    object: TreeObject,
    fields: RevisionFields,
    items: readonly Item[],
    silent: boolean,
  ): Promise<void>;
  delete(principal: SignedIn, object: TreeObject): Promise<void>;
}

export function createRevisionService(
  { db, clock, blobs, onPublished }: RevisionDeps,
  { kind, parentKind, analysisOf }: Line,
): RevisionService {
  const record = async (
    trx: Trx,
    action: 'create' | 'update' | 'move' | 'delete',
    target: TreeObject,
    parent: TreeObject,
    index: number,
    stamp: Stamp,
  ) => {
    const name = wire.revisionName(parent.name, index);
    await recordActivity(trx, { action, target, name, analysisId: await analysisOf(trx, parent), stamp });
  };

  return {
    async create(principal, fields, items) {
      const id = fields.client_id?.toLowerCase() ?? newId();
      const data = toRows(id, items, []);
      const size = sizeOf(data);
      await blobs.keep(blobsOf(items));
      await translateConflicts(() =>
        transact(db, async (trx) => {
          // Asked again: the upload may have taken long, and the parent may be gone or closed since.
          const { id: parentId } = await tree.authorise(trx, principal, 'create', parentKind, fields.parent);
          if (fields.client_id && (await wasUsed(trx, id))) throw revisionExists();
          const parent = await tree.lock(trx, parentId);
          const stamp = { by: principal.username, at: clock.now() };
          if (fields.short_id && !(await ownsShortId(trx, principal.userId, fields.short_id))) throw foreignPrefix();
          await tree.propagate(trx, new Map([[parentId, size]]), stamp);
          const object = await tree.insert(trx, { id, kind, parent, name: '', description: null, size }, stamp);
          const index = await nextIndex(trx, parentId);
          await insertRevision(trx, {
            id,
            revision_index: index,
            metadata: metadataOf(fields.metadata),
            is_clean_room: Number(fields.is_clean_room ?? false),
            short_id: fields.short_id ?? null,
          });
          await insertData(trx, data);
          if (fields.assets && fields.assets.length > 0) await setLinks(trx, principal, id, fields.assets);
          await record(trx, 'create', object, parent, index, stamp);
        }),
      );
      onPublished(id);
      return id;
    },

    async update(principal, { id }, fields, items, silent) {
      await blobs.keep(blobsOf(items));
      await transact(db, async (trx) => {
        await tree.authorise(trx, principal, 'update', kind, id);
        const object = await tree.lock(trx, id);
        const stamp = { by: principal.username, at: clock.now() };
        const parentId = fields.parent?.toLowerCase() ?? wire.parentId(object);
        const moves = parentId !== object.parent_id;
        if (moves) await tree.authorise(trx, principal, 'create', parentKind, parentId);
        const parent = await tree.lock(trx, parentId);
        const size = items.length > 0 ? await replaceData(trx, id, items) : object.size_bytes;
        const index = moves ? await nextIndex(trx, parentId) : undefined;
        if (moves) await tree.move(trx, object, parent, stamp);
        await tree.propagate(trx, new Map([[parentId, size - object.size_bytes]]), stamp);
        await tree.update(trx, id, { size_bytes: size }, stamp);
        await updateRevision(trx, id, {
          ...(fields.metadata !== undefined && { metadata: metadataOf(fields.metadata) }),
          ...(typeof fields.is_clean_room === 'boolean' && { is_clean_room: Number(fields.is_clean_room) }),
          ...(index !== undefined && { revision_index: index }),
        });
        if (fields.assets) await setLinks(trx, principal, id, fields.assets);
        if (silent) return;
        const [row] = await byIds(trx, [id]);
        if (row) await record(trx, moves ? 'move' : 'update', row, parent, row.revision_index, stamp);
      });
      if (items.length > 0) onPublished(id);
    },

    async delete(principal, { id }) {
      await transact(db, async (trx) => {
        await tree.authorise(trx, principal, 'delete', kind, id);
        const object = await tree.lock(trx, id);
        const stamp = { by: principal.username, at: clock.now() };
        const [row] = await byIds(trx, [id]);
        const parent = await tree.get(trx, wire.parentId(object));
        await tree.remove(trx, object, stamp);
        await record(trx, 'delete', object, parent, row?.revision_index ?? 0, stamp);
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

const blobsOf = (items: readonly Item[]): StagedBlob[] =>
  items.map(({ blob }) => blob).filter((blob): blob is StagedBlob => blob !== null);

/** Any JSON value is kept as it came; an empty R list arrives as `[]` and means an empty object. */
const metadataOf = (metadata: unknown): string =>
  metadata === undefined || (Array.isArray(metadata) && metadata.length === 0) ? '{}' : JSON.stringify(metadata);

async function translateConflicts<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isConflict(error, 'short_id')) throw shortIdTaken(error);
    if (isConflict(error, 'id')) throw revisionExists(error);
    throw error;
  }
}
