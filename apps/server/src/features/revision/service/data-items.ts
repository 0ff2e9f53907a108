import type { DataType, SentData } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Kept, Stores } from '../../../kernel/blobs/index.ts';
import { invalid } from '../../../kernel/errors.ts';
import type { ReceivedBlob } from '../../../kernel/http/index.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Claim, NamedBlob, Uploads } from '../../blob/index.ts';
import type { DataRow } from '../store.ts';

/** A datum of a request: its fields, and the bytes that came with it or that it names. */
export type Item = Omit<SentData, 'data' | 'blob'> & {
  blob: ReceivedBlob | NamedBlob | null;
  /** The use of named bytes. */
  claim?: Claim;
};

/**
 * Turns a request's data into rows, in order. New bytes are in `store`. An item with the ID of an existing datum keeps that ID, and keeps the
 * bytes and fields that it omits. Any other item is new and needs bytes.
 */
export function toRows(
  ownerId: string,
  items: readonly Item[],
  existing: readonly DataRow[],
  store: string | null,
): DataRow[] {
  const known = new Map(existing.map((row) => [row.id, row]));
  return items.map((item, position) => {
    const old = item.api_id ? known.get(item.api_id.toLowerCase()) : undefined;
    // A second item with the same ID is a new datum.
    if (old) known.delete(old.id);
    const bytes = item.blob ? { store, ...item.blob } : old && { ...old, size: old.size_bytes };
    if (!bytes) throw invalid(`data[${position}].data`, 'is required: the bytes as base64');
    const type = item.type ?? old?.type;
    if (!type) throw invalid(`data[${position}].type`, 'is required');
    const name = item.name ?? old?.name;
    if (!name) throw invalid(`data[${position}].name`, 'is required');
    return {
      id: old?.id ?? newId(),
      owner_id: ownerId,
      position,
      name,
      type: type as DataType, // of a sent item or a row, both checked
      hash: bytes.hash,
      size_bytes: bytes.size,
      store: bytes.store,
      is_clean_room: Number(item.is_clean_room ?? old?.is_clean_room === 1),
      metadata: metadataOfDatum(item.metadata, position) ?? old?.metadata ?? '{}',
    };
  });
}

/** The bytes that came with a request. */
const receivedOf = (items: readonly Item[]): ReceivedBlob[] =>
  items.map(({ blob }) => blob).filter((blob): blob is ReceivedBlob => blob !== null && isReceived(blob));

export const isReceived = (blob: ReceivedBlob | NamedBlob): blob is ReceivedBlob => 'staged' in blob;

/**
 * Keeps the bytes that came with a request in a store. `write` of the result also decides whether the caller may use the
 * bytes that it names.
 */
export async function keepItems(
  { blobs, uploads }: { blobs: Pick<Stores, 'keep'>; uploads: Pick<Uploads, 'claim'> },
  principal: SignedIn,
  items: readonly Item[],
  store: string | null,
): Promise<Kept> {
  const kept = await blobs.keep(receivedOf(items), store);
  const claims = new Map(items.flatMap(({ claim }) => (claim ? [[JSON.stringify(claim), claim]] : [])));
  return {
    async write(trx) {
      for (const claim of claims.values()) await uploads.claim(trx, principal, claim);
      await kept.write(trx);
    },
  };
}

/** A revision's metadata: any JSON value, unchanged. R sends an empty list as `[]`, which means an empty object. */
export const metadataOf = (metadata: unknown): string =>
  metadata === undefined || (Array.isArray(metadata) && metadata.length === 0) ? '{}' : JSON.stringify(metadata);

/** A datum's metadata is always an object; R sends an empty list as `[]`. */
function metadataOfDatum(metadata: unknown, position: number): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (Array.isArray(metadata) && metadata.length === 0) return '{}';
  if (typeof metadata !== 'object' || Array.isArray(metadata) || JSON.isRawJSON(metadata))
    throw invalid(`data[${position}].metadata`, 'must be an object');
  return JSON.stringify(metadata);
}

export const sizeOf = (rows: readonly DataRow[]): number => rows.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
