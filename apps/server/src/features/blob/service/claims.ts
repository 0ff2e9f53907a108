import { BadBlob } from '../../../kernel/blobs/index.ts';
import { ApiError } from '../../../kernel/errors.ts';
import { createKeySearches } from '../../../kernel/key-scan/index.ts';
import { objects } from '../../../kernel/objects/index.ts';
import { blobMissing } from '../errors.ts';
import {
  completeOf,
  deleteUpload,
  expiredBy,
  findReadable,
  findUpload,
  ownerOf,
  readableOf,
  takeComplete,
} from '../store.ts';
import type { UploadDeps, Uploads } from './uploads.ts';

/** Decides which bytes a caller may name instead of sending them. */
export function createClaims({
  db,
  clock,
  blobs,
  importedKeys,
}: Pick<UploadDeps, 'db' | 'clock' | 'blobs' | 'importedKeys'>): Pick<Uploads, 'present' | 'named' | 'read' | 'claim'> {
  const searches = createKeySearches(importedKeys);

  async function* bytesIn(store: string | null, hash: string, size: number): AsyncGenerator<Uint8Array> {
    yield* await blobs.of(store).open(hash, size);
  }

  return {
    async present(principal, store, hashes) {
      const uploaded = await completeOf(db, ownerOf(principal), hashes, expiredBy(clock.now()));
      return new Set([...uploaded, ...(await readableOf(db, principal, store, hashes))]);
    },

    async named(principal, hash, store, path) {
      const upload = await findUpload(db, ownerOf(principal), hash);
      if (upload?.is_complete === 1 && upload.updated > expiredBy(clock.now())) {
        const size = upload.size_bytes;
        try {
          await blobs.of(null).check(hash, size);
          return { hash, size, store: null, hasKeys: upload.has_keys === 1 };
        } catch (error) {
          if (!(error instanceof BadBlob)) throw error;
          // The server's storage was moved or lost bytes. The client uploads them again.
          await deleteUpload(db, upload.id);
        }
      }
      const datum = await findReadable(db, principal, { hash, store });
      if (!datum) throw blobMissing(hash, path);
      const size = datum.size_bytes;
      try {
        await blobs.of(store).check(hash, size);
        return { hash, size, store, hasKeys: await searches.hasKeys(hash, () => bytesIn(store, hash, size)) };
      } catch (error) {
        throw missingIfBad(error, hash, path);
      }
    },

    async *read({ hash, size, store }, path) {
      try {
        yield* bytesIn(store, hash, size);
      } catch (error) {
        throw missingIfBad(error, hash, path);
      }
    },

    async claim(trx, principal, { hash, store, isCopy }) {
      // The collector sees the upload until the commit, and the new datum from then on.
      if ((isCopy || store === null) && (await takeComplete(trx, ownerOf(principal), hash))) return;
      const datum = await findReadable(trx, principal, { hash, store });
      if (!datum) throw blobMissing(hash);
      // Locked: its bytes stay in use until the new datum refers to them.
      await objects.lock(trx, datum.owner_id).catch((error: unknown) => {
        throw error instanceof ApiError && error.code === 'not_found' ? blobMissing(hash) : error;
      });
      if (!(await findReadable(trx, principal, { hash, store, owner: datum.owner_id }))) throw blobMissing(hash);
    },
  };
}

/** Uploading damaged bytes again repairs them. */
const missingIfBad = (error: unknown, hash: string, path: string): unknown =>
  error instanceof BadBlob ? blobMissing(hash, path) : error;
