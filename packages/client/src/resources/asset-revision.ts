import type { CallOptions } from '../call.ts';
import { type Content, dataOf } from '../content.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { publish } from './publishing.ts';

export interface AssetRevisionChanges {
  /** ID of another asset: moves it there. */
  asset?: string;
  metadata?: unknown;
}

export interface NewAssetRevision extends AssetRevisionChanges, Pick<Content, 'files' | 'data'> {
  /** ID of the asset. */
  asset: string;
  /** Becomes the revision's ID; absent: a random UUID. */
  client_id?: string | undefined;
}

/** A file that figures are made from, at one moment. */
export type AssetRevision = Wire.AssetRevision & Handle<AssetRevision, AssetRevisionChanges>;

export interface AssetRevisions
  extends Omit<Collection<AssetRevision, NewAssetRevision, AssetRevisionChanges>, 'create'> {
  /** Publishes. Tried again as often as needed: the ID is chosen here, so that it can't arrive twice. */
  create(fields: NewAssetRevision, options?: CallOptions): Promise<AssetRevision>;
  /** Those that hold bytes with this BLAKE3 hash (hex) and that the caller can reach, oldest first. */
  findByHash(hash: string, options?: CallOptions): Promise<AssetRevision[]>;
}

export function assetRevisionsOf(transport: Transport): AssetRevisions {
  const wrap = (wire: Wire.AssetRevision): AssetRevision => withMethods(wire, handleOf(collection, wire.api_id));
  const collection: Collection<AssetRevision, NewAssetRevision, AssetRevisionChanges> = collectionOf(
    transport,
    'asset_revision',
    wrap,
  );

  async function create(fields: NewAssetRevision, options?: CallOptions): Promise<AssetRevision> {
    const { asset, metadata = {}, client_id, ...content } = fields;
    const publication = { parent: { asset }, fields: { metadata }, clientId: client_id, data: dataOf(content) };
    return wrap(await publish(transport, 'asset_revision', publication, options));
  }

  async function findByHash(digest: string, options?: CallOptions): Promise<AssetRevision[]> {
    const call = { ...options, body: { digest, hash_type: 'blake3' }, repeatable: true } as const;
    return (await transport.call('POST /asset_revision/find_by_hash/', call)).map(wrap);
  }

  return { ...collection, create, findByHash };
}
