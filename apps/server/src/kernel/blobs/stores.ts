import { ApiError } from '../errors.ts';
import type { Blobs } from './blobs.ts';

/** New blobs go to the server's own store. Every blob is read from the store that its row names. */
export interface Stores extends Pick<Blobs, 'stage' | 'readStaged' | 'keep' | 'discard'> {
  /** Returns the store named in a row; null is the server's own. Throws `unavailable` for an unknown store. */
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
