import { keyIdOf, type SignedIn } from '../../kernel/auth/index.ts';
import type { Stores } from '../../kernel/blobs/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, isConflict, type Trx, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids.ts';
import {
  lockTree,
  objects,
  type Stamp,
  type StoredObject,
  type TrashPolicy,
  trash,
  wire,
} from '../../kernel/objects/index.ts';
import { storeFor } from '../../kernel/stores/index.ts';
import type { KeyGuard } from '../api-key/index.ts';
import type { Uploads } from '../blob/index.ts';
import { ownsShortId } from '../short-id/index.ts';
import { addTags, cleanTags } from '../tag/index.ts';
import { foreignPrefix, revisionExists, shortIdTaken } from './errors.ts';
import { type Item, keepItems, metadataOf, sizeOf, toRows } from './service/data-items.ts';
import { type SentLink, setLinks } from './service/links.ts';
import { insertInto } from './service/publish.ts';
import type { Publication } from './service/published-keys.ts';
import { type RevisionKind, recordRevisionActivity } from './service/revision-kind.ts';
import { showNewest } from './service/shown.ts';
import {
  type DataRow,
  dataOf,
  deleteData,
  indexOf,
  insertData,
  nextIndex,
  type RevisionRow,
  updateRevision,
  wasUsed,
} from './store.ts';

export interface RevisionDeps {
  db: Db;
  clock: Clock;
  blobs: Stores;
  uploads: Uploads;
  keyGuard: KeyGuard;
  trashPolicy: TrashPolicy;
  /** Called after the commit with each revision that has new data. */
  onPublished(revisionId: string, parentId: string): void;
  /** Called after the commit with each revision that has new metadata, but no new data. */
  onDescribed?(revisionId: string): void;
}

export interface RevisionFields {
  /** ID of the figure or asset. */
  parent?: string | null;
  is_clean_room?: boolean | null;
  assets?: readonly SentLink[] | null;
}

/** Finds or creates the figure of a revision, in the transaction that publishes it. */
export type ChooseFigure = (trx: Trx, stamp: () => Stamp) => Promise<string>;

export interface NewRevisionFields extends Omit<RevisionFields, 'parent'> {
  /** ID of the figure or asset. Or what it will be in, and how to choose it after the data are stored. */
  parent: string | { within: string; choose(data: readonly DataRow[], metadata: unknown): Promise<ChooseFigure> };
  client_id?: string | null;
  short_id?: string | null;
  /** Tags to add to the figure. */
  tags?: readonly string[] | null;
}

/** A revision that was just published. */
export interface Published {
  row: RevisionRow;
  data: readonly DataRow[];
  /** Tells whether it names assets that it was made from. */
  hasLinks: boolean;
}

/** Publishes, changes and deletes revisions of figures, or of assets. */
export interface RevisionService {
  create(principal: SignedIn, fields: NewRevisionFields, publication: Publication): Promise<Published>;
  update(
    principal: SignedIn,
    object: StoredObject,
    fields: RevisionFields,
    publication: Publication,
    silent: boolean,
  ): Promise<void>;
  delete(principal: SignedIn, object: StoredObject): Promise<void>;
}

export function createRevisionService(
  { db, clock, blobs, uploads, trashPolicy, onPublished, onDescribed }: RevisionDeps,
  revisionKind: RevisionKind,
): RevisionService {
  const { kind, parentKind } = revisionKind;
  return {
    async create(principal, fields, { items, metadata, onStored }) {
      const id = fields.client_id?.toLowerCase() ?? newId();
      const tags = cleanTags(fields.tags ?? []);
      const { parent } = fields;
      const store = await storeFor(db, typeof parent === 'string' ? parent : parent.within);
      const data = toRows(id, items, [], store);
      const kept = await keepItems({ blobs, uploads }, principal, items, store);
      const chooseFigure: ChooseFigure =
        typeof parent === 'string' ? async () => parent : await parent.choose(data, metadata);
      const hasLinks = fields.assets !== undefined && fields.assets !== null && fields.assets.length > 0;
      const row = await translateConflicts(() =>
        transact(db, async (trx) => {
          const stamp = () => ({ by: principal.username, at: clock.now() });
          // Checked again: the upload may have taken long, and the parent may be deleted or inaccessible by now.
          const { id: parentId } = await objects.authorise(
            trx,
            principal,
            'create',
            parentKind,
            await chooseFigure(trx, stamp),
          );
          if (fields.client_id && (await wasUsed(trx, id))) throw revisionExists();
          if (fields.short_id && !(await ownsShortId(trx, principal.userId, fields.short_id))) throw foreignPrefix();
          const made = {
            id,
            metadata: metadataOf(metadata),
            is_clean_room: Number(fields.is_clean_room ?? false),
            short_id: fields.short_id ?? null,
            derived_from: null,
            key_id: keyIdOf(principal),
          };
          await kept.write(trx);
          const inserted = await insertInto(trx, revisionKind, parentId, made, data, stamp);
          if (hasLinks) await setLinks(trx, principal, id, fields.assets ?? []);
          await addTags(trx, parentId, tags);
          await onStored(trx, id);
          return inserted;
        }),
      );
      onPublished(id, wire.parentId(row));
      return { row, data, hasLinks };
    },

    async update(principal, { id }, fields, { items, metadata, onStored }, silent) {
      const store = await storeFor(db, id);
      const kept = await keepItems({ blobs, uploads }, principal, items, store);
      const publishedTo = await transact(db, async (trx) => {
        await objects.authorise(trx, principal, 'update', kind, id);
        await kept.write(trx);
        const object = await objects.lock(trx, id);
        const stamp = { by: principal.username, at: clock.now() };
        const parentId = fields.parent?.toLowerCase() ?? wire.parentId(object);
        const moves = parentId !== object.parent_id;
        if (moves) await objects.authorise(trx, principal, 'create', parentKind, parentId);
        const parent = await objects.lockParents(trx, object, parentId);
        const size = items.length > 0 ? await replaceData(trx, id, items, store) : object.size_bytes;
        const index = moves ? await nextIndex(trx, parentId) : undefined;
        if (moves) await objects.move(trx, object, parent, stamp);
        await objects.propagate(trx, new Map([[parentId, size - object.size_bytes]]), stamp);
        await objects.update(trx, id, { size_bytes: size }, stamp);
        await updateRevision(trx, id, {
          ...(metadata !== undefined && { metadata: metadataOf(metadata) }),
          ...(typeof fields.is_clean_room === 'boolean' && { is_clean_room: Number(fields.is_clean_room) }),
          ...(index !== undefined && { revision_index: index, parent_id: parentId }),
        });
        if (moves || items.length > 0) await showNewest(trx, [wire.parentId(object), parentId]);
        if (fields.assets) await setLinks(trx, principal, id, fields.assets);
        await onStored(trx, id);
        const target = await objects.get(trx, id);
        const change = { target, parent, index: index ?? (await indexOf(trx, id)), stamp, isSilent: silent };
        await recordRevisionActivity(
          trx,
          revisionKind,
          moves ? { ...change, action: 'move', from: object } : { ...change, action: 'update' },
        );
        return parentId;
      });
      if (items.length > 0) onPublished(id, publishedTo);
      else if (metadata !== undefined) onDescribed?.(id);
    },

    async delete(principal, { id }) {
      await transact(db, async (trx) => {
        await objects.authorise(trx, principal, 'delete', kind, id);
        const object = await lockTree(trx, id);
        const stamp = { by: principal.username, at: clock.now() };
        const parent = await objects.get(trx, wire.parentId(object));
        const index = await indexOf(trx, id);
        await recordRevisionActivity(trx, revisionKind, { action: 'delete', target: object, parent, index, stamp });
        await trash.discard(trx, object, stamp, trashPolicy);
        await showNewest(trx, [parent.id]);
      });
    },
  };
}

/** Replaces a revision's data; returns the new size. */
async function replaceData(trx: Trx, id: string, items: readonly Item[], store: string | null): Promise<number> {
  const rows: DataRow[] = toRows(id, items, await dataOf(trx, [id]), store);
  await deleteData(trx, id);
  await insertData(trx, rows);
  return sizeOf(rows);
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
