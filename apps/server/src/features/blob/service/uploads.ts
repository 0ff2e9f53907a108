import type { Upload } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Stores } from '../../../kernel/blobs/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db, Trx } from '../../../kernel/db/index.ts';
import type { ImportedKeys } from '../../../kernel/key-scan/index.ts';

export interface UploadDeps {
  db: Db;
  clock: Clock;
  blobs: Stores;
  importedKeys(): Promise<ImportedKeys>;
  /** Most uploaded and unpublished bytes of a person. */
  maxUploadedBytes: number;
}

/** A part of the bytes with a hash. */
export interface SentPart {
  hash: string;
  /** Size of all bytes. */
  size: number;
  /** Place of the first byte of the part. */
  offset: number;
}

/** Bytes that a revision names by their hash. */
export interface NamedBlob {
  hash: string;
  size: number;
  /** The store that holds them. */
  store: string | null;
  /** Some texts in them look like API keys. */
  hasKeys: boolean;
}

/** The use of named bytes by a revision, which the transaction that stores it decides. */
export interface Claim extends Pick<NamedBlob, 'hash' | 'store'> {
  /** The revision gets a copy, so that it doesn't matter where the bytes stay. */
  isCopy: boolean;
}

/** Bytes that clients upload before they publish them. They belong to a person, or to the API key that sends them. */
export interface Uploads {
  /** The hashes among these that the caller may name in a revision whose data go to a store. */
  present(principal: SignedIn, store: string | null, hashes: readonly string[]): Promise<ReadonlySet<string>>;
  find(principal: SignedIn, hash: string): Promise<Upload | undefined>;
  /** Keeps what arrives of a part, also if the connection breaks. */
  receive(
    principal: SignedIn,
    part: SentPart,
    bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<Upload>;
  /** Finds bytes that a revision names. `path`: where it does so. Throws `blob_missing`. */
  named(principal: SignedIn, hash: string, store: string | null, path: string): Promise<NamedBlob>;
  /** Reads named bytes. Throws `blob_missing` if they are damaged. */
  read(named: NamedBlob, path: string): AsyncIterable<Uint8Array>;
  /** Decides again that the caller may use the bytes, and protects them until the commit. Throws `blob_missing`. */
  claim(trx: Trx, principal: SignedIn, claim: Claim): Promise<void>;
}
