import { ApiError } from '../errors.ts';
import { type Blobs, type Kept, NOTHING_TO_WRITE, type StagedBlob } from './blobs.ts';

/** Blobs of a store that readers need. */
export type ReadBlobs = Pick<Blobs, 'open' | 'check' | 'withLocalFile' | 'verify'>;

/** Bytes wait in the server's own store, are kept in the store of their workspace, and read from that of their row. */
export interface Stores extends Pick<Blobs, 'stage' | 'readStaged' | 'discard'> {
  /** Keeps staged bytes in a store; null is the server's own. They are durable as `Blobs.keep` says. */
  keep(staged: readonly StagedBlob[], store: string | null): Promise<Kept>;
  /** Returns the store named in a row; null is the server's own. Reading throws `unavailable` for an unknown store. */
  of(store: string | null): ReadBlobs;
}

/** Opens the other stores by ID; undefined for an unknown one. */
export type OpenStore = (id: string) => Promise<{ blobs: Blobs } | undefined>;

export function createStores(own: Blobs, openStore: OpenStore): Stores {
  async function blobsIn(id: string): Promise<Blobs> {
    const found = await openStore(id);
    if (found) return found.blobs;
    throw new ApiError('unavailable', 'These bytes are kept in a store that this server does not know.');
  }

  /** Copies bytes that wait in the own store to another one, and keeps them there. */
  async function keepIn(id: string, staged: readonly StagedBlob[]): Promise<Kept> {
    const blobs = await blobsIn(id);
    const copies: StagedBlob[] = [];
    try {
      for (const one of staged) {
        const copy = await copyInto(blobs, own.readStaged(one));
        copies.push(copy);
        if (copy.hash !== one.hash) throw new Error(`the bytes of ${one.hash} changed while they were copied`);
      }
      await blobs.keep(copies);
    } finally {
      for (const copy of copies) await blobs.discard(copy);
    }
    return NOTHING_TO_WRITE;
  }

  return {
    stage: own.stage,
    readStaged: own.readStaged,
    discard: own.discard,
    keep: (staged, store) => (store === null || staged.length === 0 ? own.keep(staged) : keepIn(store, staged)),
    of: (store) =>
      store === null
        ? own
        : {
            open: async (...given) => (await blobsIn(store)).open(...given),
            check: async (...given) => (await blobsIn(store)).check(...given),
            verify: async (...given) => (await blobsIn(store)).verify(...given),
            withLocalFile: async (...given) => (await blobsIn(store)).withLocalFile(...given),
          },
  };
}

async function copyInto(target: Blobs, bytes: AsyncIterable<Uint8Array>): Promise<StagedBlob> {
  const sink = await target.stage();
  try {
    for await (const chunk of bytes) await sink.write(chunk);
    return await sink.end();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
