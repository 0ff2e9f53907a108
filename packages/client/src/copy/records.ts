import type { ByteSource } from '../bytes/source.ts';
import type { CallOptions } from '../call.ts';
import type { Data } from '../wire.ts';

/** A datum of a revision to copy. */
export interface CopyDatum extends Pick<Data, 'api_id' | 'name' | 'type' | 'size_bytes' | 'metadata'> {
  is_clean_room?: boolean;
  /** BLAKE3, hex; other servers may have none yet. */
  hash: string | null;
}

/** What both kinds of revision have. Whatever else the server said of them is kept beside, as it was. */
export interface CopyRevision {
  metadata: unknown;
  data: CopyDatum[];
  [field: string]: unknown;
}

interface Identified {
  id: string;
  /** Another after each change of the object itself. */
  stamp: string | null;
}

interface Named extends Identified {
  name: string;
  description: string | null;
  /** The whole object, as the server described it. */
  fields: Record<string, unknown>;
}

interface Loaded extends Identified {
  /** From 0. */
  index: number;
  /** The rest costs a request each, which what is copied already doesn't need. */
  load(options: CallOptions): Promise<CopyRevision>;
}

/** One object of a workspace. IDs are those of where it comes from. */
export type CopyRecord =
  | ({ kind: 'workspace' } & Named & { size: number })
  | ({ kind: 'analysis' } & Named)
  | ({ kind: 'asset' } & Named & { analysis: string | null })
  | ({ kind: 'asset_revision'; asset: string } & Loaded)
  | ({ kind: 'figure'; analysis: string } & Named)
  | ({ kind: 'revision'; figure: string } & Loaded);

/** Where a workspace is copied from. */
export interface CopySource {
  /** What tells this source from any other. */
  identity: string;
  /** How often reading bytes is tried again. */
  retries: number;
  /** Every object after those that it refers to, revisions in their order. */
  records(options: CallOptions): AsyncGenerator<CopyRecord, void, undefined>;
  bytes(datum: CopyDatum, options: CallOptions): ByteSource;
}

/** How far a copy is. */
export interface CopyProgress {
  /** Objects done, those of an earlier run included. */
  objects: number;
  /** Bytes of data done, and how many there are. */
  bytes: number;
  totalBytes: number;
  /** What is being copied, for people. */
  current: string;
}

export interface CopyOptions extends CallOptions {
  onProgress?: ((progress: CopyProgress) => void) | undefined;
}
