import type { Readable } from 'node:stream';
import type { ByteSink } from '../json-stream/index.ts';

/** Bytes received and hashed, but not kept yet. */
export interface StagedBlob {
  /** BLAKE3, hex: the name under which the bytes are kept. */
  hash: string;
  size: number;
  /** Of the driver: where the bytes wait. */
  staged: string;
}

/** First and last byte, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Content-addressed storage: the same bytes are kept once, under their hash. */
export interface Blobs {
  /** A place to write new bytes to. */
  stage(): Promise<ByteSink<StagedBlob>>;
  /** Makes staged bytes durable under their hashes; on the disk when it returns. */
  keep(staged: readonly StagedBlob[]): Promise<void>;
  /** Takes back staged bytes that are not to be kept. */
  discard(staged: StagedBlob): Promise<void>;
  /** The bytes under a hash; the stream fails when there are none. */
  open(hash: string, range?: ByteRange): Readable;
  /** A file that holds the bytes, for the child process that draws. */
  file(hash: string): Promise<string>;
}
