export { type Buckets, createBuckets } from './buckets.ts';
export { createOpenStores, type OpenStores } from './open.ts';
export { readParams } from './params.ts';
export { allStores, currentStore, mayChooseStore, type StoreRow, storeAt, storeFor, writeCurrent } from './store.ts';
