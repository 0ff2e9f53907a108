import { createRecent } from '../blobs/recent.ts';
import type { Db } from '../db/index.ts';
import type { Buckets, OtherStore } from './buckets.ts';
import { findStore } from './store.ts';

/** Opens the stores of workspaces and organizations; undefined for an unknown ID. */
export type OpenStores = (id: string) => Promise<OtherStore | undefined>;

/** Stores that are kept open. */
const MOST_OPEN = 200;

/** Keeps stores open, and opens one again when its credentials have changed, here or at another server. */
export function createOpenStores(db: Db, buckets: Pick<Buckets, 'open'>): OpenStores {
  const opened = createRecent<{ changedOn: number; store: Promise<OtherStore> }>(MOST_OPEN);
  return async (id) => {
    const row = await findStore(db, id);
    if (!row) return undefined;
    const known = opened.get(id);
    if (known?.changedOn === row.changed_on) return known.store;
    const store = buckets.open(row);
    opened.set(id, { changedOn: row.changed_on, store });
    store.catch(() => opened.delete(id));
    return store;
  };
}
