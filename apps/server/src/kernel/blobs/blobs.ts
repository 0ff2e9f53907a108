import type { Readable } from 'node:stream';
import type { Trx } from '../db/index.ts';
import type { ByteSink } from '../json-stream/index.ts';

/** Bytes that are received and hashed, but not kept yet. */
export interface StagedBlob {
  /** BLAKE3 in hex: the name of the kept bytes. */
  hash: string;
  size: number;
  /** Used by the driver: where the bytes wait. */
  staged: string;
}

/** First and last byte, both inclusive. */
export interface ByteRange {
  start: number;
  end: number;
}

/** A blob that is open for reading. It stays the same, even if another file takes its name meanwhile. */
export interface OpenBlob {
  size: number;
  /** Identifies the state of the bytes: differs from every earlier state, if they may have changed since. */
  state: string;
  /** Reads all bytes or a range, once; the end of the stream closes the blob. */
  read(range?: ByteRange): Readable;
  /** May be called again, and after the end of the stream. */
  close(): Promise<void>;
}

/** A stored blob, and the time it was last kept, in milliseconds since 1970. */
export interface ListedBlob {
  hash: string;
  at: number;
}

/** Kept bytes. */
export interface Kept {
  /** Writes those bytes that lie in the database. Call it in the transaction of the rows that refer to them. */
  write(trx: Trx): Promise<void>;
}

/** Result of a store without a database. */
export const NOTHING_TO_WRITE: Kept = { write: async () => undefined };

/** Releases a hold. */
export type Release = () => Promise<void>;

/**
 * Content-addressed storage, as provided by a driver: equal bytes are stored once, under their hash. Creating a store
 * changes nothing, so that other processes can read a storage that a server writes to.
 */
export interface BlobStore {
  /** Name of the storage in messages. */
  readonly location: string;
  /** Prepares the storage for writing and repairs the effects of a crash. `shared`: other servers use it too. */
  prepare(shared: boolean): Promise<void>;
  /** The storage's ID; undefined if it is new or missing. */
  readId(): Promise<string | undefined>;
  /** Gives a new storage its ID; durable when it returns. */
  writeId(id: string): Promise<void>;
  /** Writes, reads and removes a little; throws if that fails. */
  tryOut(): Promise<void>;
  /** Opens a sink for new bytes. */
  stage(): Promise<ByteSink<StagedBlob>>;
  /** Reads staged bytes, which are neither kept nor discarded yet. */
  readStaged(staged: StagedBlob): AsyncIterable<Uint8Array>;
  /**
   * Keeps staged bytes under their hashes, and replaces existing copies. They are durable after `write` of the result
   * and the commit of its transaction.
   */
  keep(staged: readonly StagedBlob[]): Promise<Kept>;
  /** Removes staged bytes that will not be kept; does nothing if they were kept. */
  discard(staged: StagedBlob): Promise<void>;
  /** Throws `BadBlob` if the bytes are missing or unreadable. */
  open(hash: string): Promise<OpenBlob>;
  /** Lends a file with the bytes until `work` ends, for programs that read files. */
  withLocalFile<T>(hash: string, work: (path: string) => Promise<T>): Promise<T>;
  /** All kept blobs, sorted by hash. */
  list(): AsyncIterable<ListedBlob>;
  /**
   * Removes bytes unless they were kept again since `before`; returns whether it did. Bytes that are kept at that
   * moment survive.
   */
  remove(hash: string, before: number): Promise<boolean>;
  /** Asks every server to remove nothing until the hold is released, or its process has been dead for ten minutes. */
  hold(): Promise<Release>;
  /** Tells whether there is a hold at a time, in milliseconds since 1970. */
  isHeld(now: number): Promise<boolean>;
}

/** `damaged`: the bytes don't match the hash, or there are more or fewer. */
export type BlobProblem = 'damaged' | 'missing' | 'unreadable';

/** Result of comparing a blob with its hash. */
export interface Look {
  hash: string;
  /** Size in the rows. */
  size: number;
  problem: BlobProblem | null;
  /** State of the bytes found; null if there were none. */
  state: string | null;
}

/**
 * A driver's blobs, checked: readers never get a damaged blob as a complete one. Sizes are those in the rows. Damage is
 * thrown as `BadBlob`.
 */
export interface Blobs
  extends Pick<BlobStore, 'stage' | 'readStaged' | 'keep' | 'discard' | 'list' | 'remove' | 'isHeld'> {
  /**
   * Opens the bytes of a hash. Blobs of up to 64 kB are compared with the hash before this returns. Of larger blobs,
   * the last 64 kB are sent only if all bytes match the hash; otherwise the stream ends with an error. A range is read
   * only from a blob that was compared completely since its file last changed.
   */
  open(hash: string, size: number, range?: ByteRange): Promise<Readable>;
  /** Throws what `open` would throw. Call it before an answer begins. */
  check(hash: string, size: number): Promise<void>;
  /** Lends a file with the bytes until `work` ends. The bytes were compared with the hash just before. */
  withLocalFile<T>(hash: string, size: number, work: (path: string) => Promise<T>): Promise<T>;
  /** Throws unless all bytes match the hash; reads them once per change of the file. */
  verify(hash: string, size: number): Promise<void>;
  /**
   * Reads all bytes. Awaits `onBytes` for each chunk, which sets the rate and stops the reading by throwing. Also
   * throws if it can't tell the blob's state, as with too many open files.
   */
  look(hash: string, size: number, onBytes: (count: number) => Promise<void>): Promise<BlobProblem | null>;
}
