import type { ByteSource } from '../bytes/source.ts';
import type { CallOptions } from '../call.ts';
import type { Data } from '../wire.ts';

/** A datum of a revision to copy. */
export interface CopyDatum extends Pick<Data, 'api_id' | 'name' | 'type' | 'size_bytes' | 'metadata'> {
  is_clean_room?: boolean;
  /** BLAKE3, hex; other servers may have none yet. */
  hash: string | null;
}

/** Fields of both kinds of revision. All other fields of the server's answer are kept unchanged. */
export interface CopyRevision {
  metadata: unknown;
  data: CopyDatum[];
  [field: string]: unknown;
}

interface Identified {
  id: string;
  /** Changes with each change of the object itself. */
  stamp: string | null;
}

interface Named extends Identified {
  name: string;
  description: string | null;
  /** All fields, as the server sent them. */
  fields: Record<string, unknown>;
}

interface Loaded extends Identified {
  /** From 0. */
  index: number;
  /** Fetches the whole revision. That is one request, which revisions that are already copied don't need. */
  load(options: CallOptions): Promise<CopyRevision>;
}

/** One object of a workspace, with the IDs of the source. */
export type CopyRecord =
  | ({ kind: 'workspace' } & Named & { size: number })
  | ({ kind: 'analysis' } & Named)
  | ({ kind: 'asset' } & Named & { analysis: string | null })
  | ({ kind: 'asset_revision'; asset: string } & Loaded)
  | ({ kind: 'figure'; analysis: string } & Named)
  | ({ kind: 'revision'; figure: string } & Loaded);

/** Source of a copy: a server or an exported folder. */
export interface CopySource {
  /** Differs for every source. */
  identity: string;
  /** Number of retries when reading bytes fails. */
  retries: number;
  /** Yields each object after those that it refers to, revisions in their order. */
  records(options: CallOptions): AsyncGenerator<CopyRecord, void, undefined>;
  bytes(datum: CopyDatum, options: CallOptions): ByteSource;
}

/** Progress of a copy. */
export interface CopyProgress {
  /** Objects done, with those of earlier runs. */
  objects: number;
  /** Bytes of data done; the total is `totalBytes`. */
  bytes: number;
  totalBytes: number;
  /** Name of the object that is being copied. */
  current: string;
}

export interface CopyOptions extends CallOptions {
  onProgress?: ((progress: CopyProgress) => void) | undefined;
}
