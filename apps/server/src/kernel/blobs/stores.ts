import { ApiError } from '../errors.ts';
import type { Blobs } from './blobs.ts';

/** New blobs go to the server's own store. Each is read from the store that its row names, so there is no other way to read. */
export interface Stores extends Pick<Blobs, 'stage' | 'readStaged' | 'keep' | 'discard'> {
  /** `store`: as in a row of data; null: the server's own. Throws `unavailable` for one that this server does not know. */
  of(store: string | null): Blobs;
}

export const createStores = (own: Blobs): Stores => ({
  stage: own.stage,
  readStaged: own.readStaged,
  keep: own.keep,
  discard: own.discard,
  of(store) {
    if (store === null) return own;
    throw new ApiError('unavailable', 'These bytes are kept in a store that this server does not know.');
  },
});
