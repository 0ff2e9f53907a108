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
  /** Name of the asset; absent: that of the file. */
  name?: string | undefined;
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
export async function syncFile(client: GoFigr, path: string, options: SyncOptions = {}): Promise<Synced> {
  const { name = basename(path), workspace, signal } = options;
  const hash = await blake3OfFile(path);
  const known = await client.assets.findByName(name, { workspace, signal });
  const same =
    known && (await client.assetRevisions.findByHash(hash, { signal })).find((one) => one.asset === known.api_id);
  if (same) return { asset: known, revision: same, isNew: false };
  const sent = { asset: known?.api_id ?? { name, workspace }, files: [await file(path)] };
  const revision = await client.assetRevisions.create(sent, { signal });
  return { asset: known ?? (await client.assets.get(revision.asset, { signal })), revision, isNew: true };
}
