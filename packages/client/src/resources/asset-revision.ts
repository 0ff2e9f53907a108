import type { CallOptions } from '../call.ts';
import { type Content, dataOf } from '../content.ts';
import { checkedName } from '../name.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { findOrCreate } from './find-or-create.ts';
import { unlessLacking } from './lacking.ts';
import { publish } from './publishing.ts';
import { type DefaultWorkspace, orDefault, type Reference } from './references.ts';

export interface AssetRevisionChanges {
  /** ID of another asset, to move the revision there. */
  asset?: string;
  metadata?: unknown;
}

export interface NewAssetRevision extends Pick<AssetRevisionChanges, 'metadata'>, Pick<Content, 'files' | 'data'> {
  /** ID of the asset; or its name in a workspace (absent: the client's), where it is found or created. */
  asset: string | { name: string; workspace?: Reference | undefined };
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

export function assetRevisionsOf(transport: Transport, defaultWorkspace: DefaultWorkspace): AssetRevisions {
  const wrap = (wire: Wire.AssetRevision): AssetRevision => withMethods(wire, handleOf(collection, wire.api_id));
  const collection: Collection<AssetRevision, NewAssetRevision, AssetRevisionChanges> = collectionOf(
    transport,
    'asset_revision',
    wrap,
  );

  async function create(fields: NewAssetRevision, options: CallOptions = {}): Promise<AssetRevision> {
    const { asset, metadata = {}, client_id, ...content } = fields;
    const publication = { fields: { metadata }, clientId: client_id, data: await dataOf(content) };
    const into = (parent: { asset: string } | { workspace: string; asset: string }) =>
      publish(transport, 'asset_revision', { parent, ...publication }, options);
    if (typeof asset === 'string') return wrap(await into({ asset }));
    const name = checkedName(asset.name, 'asset');
    const workspace = await orDefault(transport, defaultWorkspace, asset.workspace, options);
    const made = await unlessLacking(transport, 'asset_revision/by-name', () => into({ workspace, asset: name }));
    if (made) return wrap(made);
    const { api_id } = await findOrCreate(transport, 'asset', { name, parent: workspace }, options);
    return wrap(await into({ asset: api_id }));
  }

  async function findByHash(digest: string, options?: CallOptions): Promise<AssetRevision[]> {
    const call = { ...options, body: { digest, hash_type: 'blake3' }, repeatable: true } as const;
    return (await transport.call('POST /asset_revision/find_by_hash/', call)).map(wrap);
  }

  return { ...collection, create, findByHash };
}
