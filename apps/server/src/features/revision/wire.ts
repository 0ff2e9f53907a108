import type { AssetLink, Data, DataType, Revision } from '@gofigr/contract';
import type { Stores } from '../../kernel/blobs/index.ts';
import { Base64Bytes, parseExact } from '../../kernel/json-stream/index.ts';
import { wire } from '../../kernel/objects/index.ts';
import type { DataRow, RevisionRow } from './store.ts';

/** Fields that revisions of figures and of assets share. */
export const revisionScalars = (row: RevisionRow) => ({
  api_id: row.id,
  revision_index: row.revision_index,
  size_bytes: row.size_bytes,
  // Everything that clients can see is ready when the answer is sent.
  is_processing: false,
  metadata: parseExact(row.metadata),
  ...wire.stamps(row),
});

const scalars = (row: RevisionRow) => ({
  ...revisionScalars(row),
  is_clean_room: row.is_clean_room === 1,
  figure: wire.parentId(row),
  short_id: row.short_id,
  figure_metadata: { api_id: wire.parentId(row), name: row.parent_name, analysis: row.grandparent_id },
});

export const toNestedRevision = (row: RevisionRow) => ({ _shallow: true as const, ...scalars(row) });

export const toData = (row: DataRow): Data => ({
  api_id: row.id,
  name: row.name,
  type: row.type as DataType, // checked when it was sent
  hash: row.hash,
  size_bytes: row.size_bytes,
  is_clean_room: row.is_clean_room === 1,
  metadata: parseExact(row.metadata) as Data['metadata'], // always an object, see data-items.ts
  data: null,
});

/** A datum with its bytes, which are sent as a stream. */
export const toDataWithBytes = (row: DataRow, blobs: Stores) => ({
  ...toData(row),
  data: new Base64Bytes(() => bytesOf(row, blobs), row.size_bytes),
});

async function* bytesOf({ hash, size_bytes, store }: DataRow, blobs: Stores): AsyncGenerator<Uint8Array> {
  yield* (await blobs.of(store).open(hash, size_bytes)) as AsyncIterable<Uint8Array>; // a stream of bytes
}

export const toRevision = (row: RevisionRow, data: readonly DataRow[], assets: AssetLink[]): Revision => ({
  ...scalars(row),
  assets,
  data: data.map(toData),
});
