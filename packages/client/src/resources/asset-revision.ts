import type { CallOptions } from '../call.ts';
import { type Content, dataOf } from '../content.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { publish } from './publishing.ts';

export interface AssetRevisionChanges {
  /** ID of another asset, to move the revision there. */
  asset?: string;
  metadata?: unknown;
}

export interface NewAssetRevision extends AssetRevisionChanges, Pick<Content, 'files' | 'data'> {
  /** ID of the asset. */
  asset: string;
  /** ID of the revision; absent: a random UUID. */
  client_id?: string | undefined;
}

/** One version of a file that figures are made from. */
export type AssetRevision = Wire.AssetRevision & Handle<AssetRevision, AssetRevisionChanges>;

export interface AssetRevisions
  extends Omit<Collection<AssetRevision, NewAssetRevision, AssetRevisionChanges>, 'create'> {
  /** Publishes a revision. Retries are safe: the client chooses the ID, so the server can't create it twice. */
  create(fields: NewAssetRevision, options?: CallOptions): Promise<AssetRevision>;
  /** Finds revisions by the BLAKE3 hash (hex) of their bytes, among those that the caller can read, oldest first. */
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
