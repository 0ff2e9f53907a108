import { basename } from 'node:path';
import type { CallOptions } from '../call.ts';
import type { GoFigr } from '../gofigr.ts';
import { file } from '../node/files.ts';
import type { Asset } from '../resources/asset.ts';
import type { AssetRevision } from '../resources/asset-revision.ts';
import { blake3OfFile } from './hash-file.ts';

export interface SyncOptions extends CallOptions {
  /** ID of the workspace; absent: the client's. */
  workspace?: string | undefined;
}

export interface Synced {
  asset: Asset;
  revision: AssetRevision;
  /** False if the asset already has a revision with these bytes. Then nothing was sent. */
  isNew: boolean;
}

/**
 * Saves a file as a revision of the asset of its name, which is created if missing. Sends the bytes only if they are
 * new.
 */
export async function syncFile(client: GoFigr, path: string, { workspace, signal }: SyncOptions = {}): Promise<Synced> {
  const hash = await blake3OfFile(path);
  const asset = await client.assets.findByName(basename(path), { workspace, create: true, signal });
  const known = await client.assetRevisions.findByHash(hash, { signal });
  const same = known.find((revision) => revision.asset === asset.api_id);
  if (same) return { asset, revision: same, isNew: false };
  const sent = { asset: asset.api_id, files: [await file(path)] };
  return { asset, revision: await client.assetRevisions.create(sent, { signal }), isNew: true };
}
