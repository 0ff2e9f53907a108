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

/** One blob, open for reading: it stays the same even if another file takes its name meanwhile. */
export interface OpenBlob {
  size: number;
  /** Differs from every earlier state of the bytes under this hash, if they may have been changed since. */
  state: string;
  /** All bytes, or some; the end of the stream closes the blob. To be called once. */
  read(range?: ByteRange): Readable;
  /** May be called again, and after the end of the stream. */
  close(): Promise<void>;
}

/** A blob that a storage has, and when it was last kept, in milliseconds since 1970. */
export interface ListedBlob {
  hash: string;
  at: number;
}

/** Ends what was held. */
export type Release = () => Promise<void>;

/**
 * Content-addressed storage, as a driver gives it: the same bytes are kept once, under their hash. It changes nothing
 * until it is told to, so that one may look at a storage that a server writes to.
 */
export interface BlobStore {
  /** Names the storage in messages. */
  readonly place: string;
  /** Makes what writing needs, and puts right what a crash left. `shared`: other servers use it at the same time. */
  prepare(shared: boolean): Promise<void>;
  /** The ID that tells one storage from another; undefined when it is new, or not there. */
  readId(): Promise<string | undefined>;
  /** Gives a new storage its ID; on the disk when it returns. */
  writeId(id: string): Promise<void>;
  /** Writes, reads and removes a little; throws when that does not work. */
  tryOut(): Promise<void>;
  /** A place to write new bytes to. */
  stage(): Promise<ByteSink<StagedBlob>>;
  /** The bytes that wait: neither kept nor discarded yet. */
  readStaged(staged: StagedBlob): AsyncIterable<Uint8Array>;
  /** Makes staged bytes durable under their hashes, in place of what is there; on the disk when it returns. */
  keep(staged: readonly StagedBlob[]): Promise<void>;
  /** Takes back staged bytes that are not to be kept; nothing happens when they have been kept. */
  discard(staged: StagedBlob): Promise<void>;
  /** Throws `BadBlob` when the bytes are missing or can't be read. */
  open(hash: string): Promise<OpenBlob>;
  /** Lends a file that holds the bytes until `work` ends, for programs that read files. */
  withLocalFile<T>(hash: string, work: (path: string) => Promise<T>): Promise<T>;
  /** Everything that is kept, in order of the hashes. */
  list(): AsyncIterable<ListedBlob>;
  /**
   * Removes bytes unless they were kept again since `before`. Whoever keeps the same bytes at that moment still has
   * them afterwards. Gives whether they were removed.
   */
  remove(hash: string, before: number): Promise<boolean>;
  /** Asks every server to remove nothing until this is released, or its process has been gone for ten minutes. */
  hold(): Promise<Release>;
  /** Whether somebody holds it at a moment (milliseconds since 1970). */
  isHeld(now: number): Promise<boolean>;
}

/** `damaged`: other bytes than the hash says, or more, or fewer. */
export type BlobProblem = 'damaged' | 'missing' | 'unreadable';

/** The outcome of comparing a blob with its hash. */
export interface Look {
  hash: string;
  /** As the rows say. */
  size: number;
  problem: BlobProblem | null;
  /** Of the bytes that were found; null when there were none. */
  state: string | null;
}

/**
 * Blobs as the server uses them: a driver's, but no byte of a damaged blob passes for good. Sizes are those of the rows.
 * What is wrong with a blob is thrown as `BadBlob`.
 */
export interface Blobs
  extends Pick<BlobStore, 'stage' | 'readStaged' | 'keep' | 'discard' | 'list' | 'remove' | 'isHeld'> {
  /**
   * The bytes under a hash. Up to 64 kB are compared with the hash before this returns. Of more, the last 64 kB come once
   * all bytes agree with the hash; else the stream ends with an error. A range comes from a blob that was compared as a
   * whole since its file last changed.
   */
  open(hash: string, size: number, range?: ByteRange): Promise<Readable>;
  /** To be asked before an answer begins: throws what `open` would throw. */
  check(hash: string, size: number): Promise<void>;
  /** Lends a file that holds the bytes, which have just been compared with the hash, until `work` ends. */
  withLocalFile<T>(hash: string, size: number, work: (path: string) => Promise<T>): Promise<T>;
  /** Throws unless all bytes agree with the hash; they are read once for each change of the file. */
  verify(hash: string, size: number): Promise<void>;
  /**
   * Reads all bytes at the pace of `onBytes`, which is awaited for each piece and ends the look by throwing. Throws also
   * when nothing can be said about the blob, as with too many open files.
   */
  look(hash: string, size: number, onBytes: (count: number) => Promise<void>): Promise<BlobProblem | null>;
}
