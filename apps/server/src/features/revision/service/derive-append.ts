import { MAX_DATA_PER_REVISION } from '@gofigr/contract';
import { keyIdOf, type SignedIn } from '../../../kernel/auth/index.ts';
import { transact } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/ids.ts';
import { objects, type StoredObject, wire } from '../../../kernel/objects/index.ts';
import { storeFor } from '../../../kernel/stores/index.ts';
import { newShortId } from '../../short-id/index.ts';
import { tooManyData } from '../errors.ts';
import type { RevisionDeps } from '../service.ts';
import { byIds, type DataRow, dataOf, indexOf, insertData } from '../store.ts';
import { keepItems, metadataOf, sizeOf, toRows } from './data-items.ts';
import { insertInto } from './publish.ts';
import type { Publication } from './published-keys.ts';
import { type RevisionKind, recordRevisionActivity } from './revision-kind.ts';
import { showNewest } from './shown.ts';

/** Operations of the web app on revisions of figures: derive one from another, and append data. */
export interface DeriveAndAppend {
  /** Appends data to the existing data. */
  append(principal: SignedIn, object: StoredObject, publication: Publication, silent: boolean): Promise<void>;
  /** Creates a revision of a figure from another revision's data frames; returns its ID. */
  derive(principal: SignedIn, origin: StoredObject, figureId: string, publication: Publication): Promise<string>;
}

const framesOf = (data: readonly DataRow[]): DataRow[] => data.filter(({ type }) => type === 'dataframe');

export function createDeriveAndAppend(
  { db, clock, blobs, uploads, onPublished }: RevisionDeps,
  revisionKind: RevisionKind,
): DeriveAndAppend {
  const { kind, parentKind } = revisionKind;
  return {
    async derive(principal, { id: originId }, figureId, { metadata, onStored }) {
      const id = newId();
      // A new revision must not start with bytes that are already lost.
      for (const { hash, size_bytes, store } of framesOf(await dataOf(db, [originId])))
        await blobs.of(store).verify(hash, size_bytes);
      await transact(db, async (trx) => {
        await objects.authorise(trx, principal, 'view', kind, originId);
        await objects.authorise(trx, principal, 'create', parentKind, figureId);
        // Locked: its bytes must stay in use until the copies refer to them.
        await objects.lock(trx, originId);
        const [origin] = await byIds(trx, [originId]);
        const frames = framesOf(await dataOf(trx, [originId]));
        const made = {
          id,
          metadata: metadataOf(metadata),
          is_clean_room: origin?.is_clean_room ?? 0,
          short_id: await newShortId(trx, principal.userId, clock.now()),
          derived_from: originId,
          key_id: keyIdOf(principal),
        };
        const data = frames.map((frame, position) => ({ ...frame, id: newId(), owner_id: id, position }));
        await insertInto(trx, revisionKind, figureId.toLowerCase(), made, data, () => ({
          by: principal.username,
          at: clock.now(),
        }));
        await onStored(trx, id);
      });
      onPublished(id, figureId.toLowerCase());
      return id;
    },

    async append(principal, revision, { items, onStored }, silent) {
      if (items.length === 0) return;
      const { id } = revision;
      const store = await storeFor(db, id);
      const kept = await keepItems({ blobs, uploads }, principal, items, store);
      await transact(db, async (trx) => {
        await objects.authorise(trx, principal, 'update', kind, id);
        await kept.write(trx);
        const object = await objects.lock(trx, id);
        const there = await dataOf(trx, [id]);
        if (there.length + items.length > MAX_DATA_PER_REVISION) throw tooManyData();
        const rows = toRows(id, items, [], store).map((row, index) => ({ ...row, position: there.length + index }));
        const stamp = { by: principal.username, at: clock.now() };
        await insertData(trx, rows);
        await onStored(trx, id);
        // Its own size and the sizes above; only PUT and PATCH change `updated_*`.
        await objects.propagate(trx, new Map([[id, sizeOf(rows)]]), stamp);
        const parent = await objects.get(trx, wire.parentId(object));
        await showNewest(trx, [parent.id]);
        const index = await indexOf(trx, id);
        const change = { action: 'update', target: object, parent, index, stamp, isSilent: silent } as const;
        await recordRevisionActivity(trx, revisionKind, change);
      });
      onPublished(id, wire.parentId(revision));
    },
  };
}
