import { ApiError } from '../errors.ts';
import type { Blobs } from './blobs.ts';

/** The server's own blobs, where new ones go, and through `of` those of the store that a row names. */
export interface Stores extends Blobs {
  /** `store`: as in a row of data; null: the server's own. Throws `unavailable` for one that this server does not know. */
  of(store: string | null): Blobs;
}

export const createStores = (own: Blobs): Stores => ({
  ...own,
  of(store) {
    if (store === null) return own;
    throw new ApiError('unavailable', 'These bytes are kept in a store that this server does not know.');
  },
});
