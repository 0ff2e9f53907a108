import { join } from 'node:path';
import { createDamage, createScrub, type DamageDeps, savedStatus } from './features/scrub/index.ts';
import {
  type BlobStore,
  createCheckedBlobs,
  createFileBlobs,
  createSmallBlobs,
  createStores,
  holdKept,
  loadBlake3,
} from './kernel/blobs/index.ts';
import type { Config } from './kernel/config/index.ts';
import { type Database, type Db, openDatabase, type SqliteOptions } from './kernel/db/index.ts';
import { secretFile } from './kernel/secrets.ts';
import {
  checkDatabaseFile,
  checkStorage,
  type DiskSpace,
  diskSpace,
  isThere,
  lockFolder,
  openRoom,
  preparePrivateFolder,
  type Room,
  readStorageId,
} from './kernel/storage/index.ts';
import { allStores, type Buckets, createBuckets, createOpenStores } from './kernel/stores/index.ts';

const databasePath = ({ dataDir }: Config): string => join(dataDir, 'gofigr.sqlite');

/** Folder of the blobs; with a bucket, the data folder, whose disk only the rest needs. */
export const blobFolderOf = ({ dataDir, blobsUrl }: Config): string =>
  blobsUrl === null ? join(dataDir, 'blobs') : dataDir;

/** Space on the disks of the server. */
export const diskSpaceOf = (config: Config): Promise<DiskSpace> =>
  diskSpace({ folder: config.dataDir, blobFolder: blobFolderOf(config), reserveBytes: config.reserveBytes });

/** The server's bucket or files of blobs. Opening them creates and changes nothing. */
export async function largeBlobsOf(config: Config): Promise<BlobStore> {
  const newHasher = await loadBlake3();
  if (config.blobsUrl === null) return createFileBlobs(blobFolderOf(config), newHasher);
  // Loaded only by servers with a bucket: it takes some time.
  const { createS3Blobs, openBucket } = await import('./kernel/blobs/s3/index.ts');
  return createS3Blobs(openBucket(config.blobsUrl), newHasher);
}

/** The key that encrypts credentials of buckets. */
export const storageSecretOf = ({ dataDir }: Config) => secretFile(join(dataDir, 'secrets', 'storage'));

/** Opens the buckets of workspaces and organizations. */
export const bucketsOf = (config: Config, db: Db): Buckets =>
  createBuckets({
    config,
    secret: () => storageSecretOf(config),
    serverId: () => readStorageId(db),
  });

/** The server's blob storage: its bucket or files, and on SQLite the database too. Needs a migrated database. */
const blobStoreOf = async (large: BlobStore, { db, engine }: Database, { smallBytes }: Config): Promise<BlobStore> =>
  engine === 'sqlite' ? createSmallBlobs(large, db, await loadBlake3(), smallBytes) : large;

export const databaseOf = (config: Config, options?: SqliteOptions): Database =>
  openDatabase(config.databaseUrl === null ? { path: databasePath(config) } : { url: config.databaseUrl }, options);

/** Locks the data folder, then opens, migrates and checks the database. Releases everything if a step fails. */
export async function openStorage(
  config: Config,
  given: Database | undefined,
  onCheckpointFailure: (error: Error) => void,
) {
  const { dataDir, reserveBytes } = config;
  await preparePrivateFolder(dataDir);
  const blobFolder = blobFolderOf(config);
  const large = await largeBlobsOf(config);
  const lock = config.databaseUrl === null ? lockFolder(dataDir) : null;
  const mayBeNew = config.newData === 'allow';
  let room: Room | undefined;
  let database = given;
  try {
    // First of all, since opening a database needs disk space too.
    room = await openRoom({ folder: dataDir, blobFolder, cache: join(dataDir, 'cache'), reserveBytes });
    if (lock !== null && !database) await checkDatabaseFile(databasePath(config), large, mayBeNew);
    let isMigrated = false;
    // A migration must not use up the reserve: the server could not start with the rest.
    const onFull = () => isMigrated && room?.give() === true;
    database ??= databaseOf(config, { onFull, onCheckpointFailure });
    await database.migrate();
    isMigrated = true;
    const blobStore = await blobStoreOf(large, database, config);
    await checkStorage(database.db, blobStore, mayBeNew, room.give);
    await room.reserve();
    return { lock, room, database, blobStore };
  } catch (error) {
    await room?.close();
    await database?.close();
    lock?.release();
    throw error;
  }
}

interface BlobDeps extends Pick<DamageDeps, 'db' | 'clock' | 'log'> {
  blobStore: BlobStore;
  isShared: boolean;
  doesChores: boolean;
}

/** The blobs, the list of damaged ones, and the scrub that finds them. */
export async function openBlobs(config: Config, { blobStore, isShared, doesChores, ...deps }: BlobDeps) {
  const here = { isThere: () => isThere(blobStore) };
  const damage = createDamage({ ...deps, ...here });
  await damage.refresh();
  const newHasher = await loadBlake3();
  await blobStore.prepare(isShared);
  const own = createCheckedBlobs(holdKept(blobStore), newHasher, damage.seen);
  const bytesPerSecond = doesChores ? config.scrubBytesPerSecond : 0;
  const buckets = bucketsOf(config, deps.db);
  const openStore = createOpenStores(deps.db, buckets);
  const others = {
    ids: async () => (config.scrubBuckets === 'on' ? (await allStores(deps.db)).map(({ id }) => id) : []),
    open: async (id: string) => (await openStore(id))?.blobs,
  };
  const { status, close } = createScrub({ ...deps, ...here, blobs: own, others, damage, bytesPerSecond });
  const scrub = { status: doesChores ? status : () => savedStatus(deps.db, config.scrubBytesPerSecond), close };
  return { own, blobs: createStores(own, openStore), buckets, openStore, damage, scrub };
}
