import type { BlobStore, Blobs } from '../blobs/index.ts';
import { createCheckedBlobs, loadBlake3 } from '../blobs/index.ts';
import type { S3Blobs } from '../blobs/s3/index.ts';
import type { BucketPlace } from '../blobs/s3/place.ts';
import type { Config } from '../config/index.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { type AskedBucket, type Credentials, isSameBucket } from './params.ts';
import { seal, unseal } from './seal.ts';
import type { StoreRow } from './store.ts';

/** A bucket of a workspace or an organization. */
export interface OtherStore {
  store: BlobStore;
  blobs: Blobs;
  /** Address of the newest object with the bytes of a hash: `s3://bucket/…`. */
  addressOf(hash: string): Promise<string>;
}

export interface BucketDeps {
  config: Pick<Config, 'blobsUrl' | 'storageBuckets' | 'storageEndpoints'>;
  /** Reads the key of stored credentials; made when it is first needed. */
  secret(): Promise<Uint8Array>;
  /** ID of the server's storage. A server that was restored from a backup has another one. */
  serverId(): Promise<string | undefined>;
}

/** Time of the trial of a bucket, in milliseconds. */
const TRIAL_MS = 10_000;

/** Opens buckets that people chose, within the limits that administrators set. */
export interface Buckets {
  /** The whole place of a bucket; that of the list if it is meant. Throws the reason if it may not be used. */
  placeOf(asked: AskedBucket): BucketPlace;
  /** Throws the reason if a bucket can't be written and read within ten seconds. */
  tryOut(place: BucketPlace, credentials: Credentials | null, id: string): Promise<void>;
  /** Encrypts credentials for the row of a store. */
  seal(id: string, credentials: Credentials): Promise<string>;
  open(row: StoreRow): Promise<OtherStore>;
}

export function createBuckets({ config, secret, serverId }: BucketDeps): Buckets {
  /** The bucket of the list that the server's own credentials may be used for. */
  const listed = (place: BucketPlace): BucketPlace | undefined =>
    config.storageBuckets.find(
      (one) =>
        one.bucket === place.bucket &&
        (place.endpoint === null || place.endpoint.origin === one.endpoint?.origin) &&
        (one.prefix === '' || place.prefix === one.prefix || place.prefix.startsWith(`${one.prefix}/`)),
    );

  function placeOf({ place, credentials }: AskedBucket): BucketPlace {
    const entry = credentials === null ? listed(place) : undefined;
    const whole = entry ? { ...entry, prefix: place.prefix } : place;
    if (config.blobsUrl !== null && isSameBucket(whole, config.blobsUrl))
      throw new Error("this bucket holds the server's own data");
    if (!entry && credentials === null)
      throw new Error(
        'this bucket needs access_key_id and secret_access_key: an administrator has not listed it in GOFIGR_STORAGE_BUCKETS',
      );
    return whole;
  }

  /** Each store of each server has a folder of its own: they never remove each other's data. */
  async function openAt(place: BucketPlace, credentials: Credentials | null, id: string, maxAttempts = 3) {
    const { createS3Blobs, openBucket } = await import('../blobs/s3/index.ts');
    const isTrusted =
      credentials === null || config.storageEndpoints.some((origin) => origin === place.endpoint?.origin);
    const server = await serverId();
    if (server === undefined) throw new Error('a server without data has no stores');
    const prefix = [...(place.prefix === '' ? [] : [place.prefix]), server, id].join('/');
    const bucket = openBucket(
      { ...place, prefix },
      { maxAttempts, ...(credentials && { credentials }), ...(!isTrusted && { requestHandler: await outsideOnly() }) },
    );
    return createS3Blobs(bucket, await loadBlake3());
  }

  return {
    placeOf,

    async tryOut(place, credentials, id) {
      const store = await openAt(place, credentials, id, 1);
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error('it did not answer within 10 seconds')), TRIAL_MS);
      try {
        await Promise.race([trial(store), late.promise]);
      } finally {
        clearTimeout(timer);
      }
    },

    async seal(id, credentials) {
      return seal(await secret(), JSON.stringify(credentials), id);
    },

    async open(row) {
      const endpoint = row.endpoint === null ? null : new URL(row.endpoint);
      const place = { bucket: row.bucket, prefix: row.prefix, endpoint, region: row.region };
      const credentials =
        row.credentials === null ? null : (JSON.parse(unseal(await secret(), row.credentials, row.id)) as Credentials); // only `seal` writes it
      const store = await openAt(place, credentials, row.id);
      const blobs = createCheckedBlobs(store, await loadBlake3());
      const isAllowed = credentials !== null || listed(place) !== undefined;
      return { store, blobs: isAllowed ? blobs : { ...blobs, stage: noLongerListed }, addressOf: store.addressOf };
    },
  };
}

/** Refuses new data of those who chose a bucket before it was taken off the list. What is there can be read. */
async function noLongerListed(): Promise<never> {
  throw new ApiError(
    'unavailable',
    "The administrator has taken this workspace's bucket off the list. Choose another storage in the settings of the workspace or its organization.",
  );
}

/** Writes, lists, reads and removes a little, as publishing does. */
async function trial(store: S3Blobs): Promise<void> {
  const sink = await store.stage();
  // Bytes that nobody has published there: they are removed.
  await sink.write(Buffer.from(`trial ${newId()}`));
  const staged = await sink.end();
  await store.keep([staged]);
  const opened = await store.open(staged.hash);
  let size = 0;
  for await (const chunk of opened.read()) size += (chunk as Buffer).length; // a stream without an encoding gives buffers
  await store.remove(staged.hash, Number.POSITIVE_INFINITY);
  if (size !== staged.size) throw new Error('what was written can not be read back');
}

/** Reaches public addresses only, which are checked when a connection is made: a name may change where it leads. */
async function outsideOnly() {
  const { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } = await import('request-filtering-agent');
  return {
    httpAgent: new RequestFilteringHttpAgent({ keepAlive: true }),
    httpsAgent: new RequestFilteringHttpsAgent({ keepAlive: true }),
    connectionTimeout: 5000,
    requestTimeout: 60_000,
    throwOnRequestTimeout: true,
  };
}
