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
  /** Takes back staged bytes that are not to be kept; nothing happens when they have been kept. */
  discard(staged: StagedBlob): Promise<void>;
  /** The bytes under a hash. Throws `unavailable` when they are not there or can't be read. */
  open(hash: string, range?: ByteRange): Promise<Readable>;
  /** Throws `unavailable` unless there are this many bytes under the hash: to be asked before an answer begins. */
  check(hash: string, size: number): Promise<void>;
  /** A file that holds the bytes, for the child process that draws. */
  file(hash: string): Promise<string>;
  /** Hashes of everything that was last kept before a moment (milliseconds since 1970). */
  list(before: number): AsyncIterable<string>;
  /**
   * Removes bytes unless they were kept again since `before`. Whoever keeps the same bytes at that moment still has
   * them afterwards. Gives whether they were removed.
   */
  remove(hash: string, before: number): Promise<boolean>;
}
