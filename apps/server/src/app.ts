import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { adminRoutes } from './features/admin/index.ts';
import { analysisRoutes } from './features/analysis/index.ts';
import {
  apiKeyRoutes,
  createKeyCare,
  createKeyChecks,
  createKeyGuard,
  createKeyService,
} from './features/api-key/index.ts';
import { assetRevisionRoutes, assetRoutes } from './features/asset/index.ts';
import { auditRoutes } from './features/audit/index.ts';
import { autoAssignRoutes } from './features/auto-assign/index.ts';
import { collectBlobs } from './features/blob-collector/index.ts';
import { contentPage, createContentLinks, dataRoutes } from './features/data/index.ts';
import { createDeviceService, deleteExpiredDeviceCodes, deviceRoutes } from './features/device/index.ts';
import { docsPages } from './features/docs/index.ts';
import { figureRoutes } from './features/figure/index.ts';
import { healthPages } from './features/health/index.ts';
import { infoRoutes } from './features/info/index.ts';
import { createInvitationService, invitationRoutes } from './features/invitation/index.ts';
import { lineageRoutes } from './features/lineage/index.ts';
import { listingRoutes } from './features/listing/index.ts';
import { logRoutes } from './features/log/index.ts';
import { createNotify, memberRoutes } from './features/member/index.ts';
import { metadataRoutes } from './features/metadata/index.ts';
import { organizationRoutes } from './features/organization/index.ts';
import { createPasswordService, passwordRoutes } from './features/password/index.ts';
import { pathRoutes } from './features/path/index.ts';
import { createRegistrationService, registrationRoutes } from './features/registration/index.ts';
import { revisionRoutes } from './features/revision/index.ts';
import { createDamage, createScrub, type DamageDeps } from './features/scrub/index.ts';
import { sessionRoutes, signInWith } from './features/session/index.ts';
import { sharingRoutes } from './features/sharing/index.ts';
import { shortIdRoutes } from './features/short-id/index.ts';
import { storageRoutes } from './features/storage/index.ts';
import { createAhead, createThumbnails, thumbnailRoutes } from './features/thumbnail/index.ts';
import { createLookup, userRoutes } from './features/user/index.ts';
import { createPreviews, webPages } from './features/web/index.ts';
import { workspaceRoutes } from './features/workspace/index.ts';
import {
  createAuthenticate,
  createFailedAttempts,
  createKeyUsage,
  createRateLimit,
  forgetNetworks,
  isKnownNetwork,
  sessionCookie,
  sweepExpired,
} from './kernel/auth/index.ts';
import {
  type BlobStore,
  createCheckedBlobs,
  createFileBlobs,
  createSmallBlobs,
  createStores,
  holdKept,
  loadBlake3,
} from './kernel/blobs/index.ts';
import { type Clock, createClock } from './kernel/clock.ts';
import type { Config } from './kernel/config/index.ts';
import { type Database, openDatabase, type SqliteOptions } from './kernel/db/index.ts';
import { answerNotFound, createHttp, type HttpDeps } from './kernel/http/index.ts';
import { createImportedKeys } from './kernel/key-scan/index.ts';
import { createLogOnce, type Log } from './kernel/log-once.ts';
import { createMail } from './kernel/mail.ts';
import { createPictures } from './kernel/pictures/index.ts';
import { secretFile } from './kernel/secrets.ts';
import {
  checkDatabaseFile,
  checkStorage,
  isThere,
  lockFolder,
  openRoom,
  preparePrivateFolder,
  type Room,
} from './kernel/storage/index.ts';
import { VERSION } from './kernel/version.ts';

const SWEEP_INTERVAL_MS = 60 * 60_000;

/**
 * Minimum age of removable blobs while the disk is full and several servers share it. Longer than any publish takes.
 */
const SHARED_GRACE_MS = 10 * 60_000;

/** Time that running requests get to finish at shutdown, in milliseconds. */
const SHUTDOWN_MS = 10_000;

/** Time that handlers get after their connections are closed, before the database closes. In milliseconds. */
const SETTLING_MS = 2000;

/** Replaceable parts, for tests. */
export interface Overrides extends Pick<HttpDeps, 'onAnswer' | 'onRoute'> {
  clock?: Clock;
  database?: Database;
}

export interface Server {
  http: FastifyInstance;
  database: Database;
  /** A one-time set-up link while there are no users, else null. */
  setupLink(): Promise<string | null>;
  /** Answers running requests, writes pending data, and releases everything. */
  close(): Promise<void>;
}

const databasePath = ({ dataDir }: Config): string => join(dataDir, 'gofigr.sqlite');

const blobFolderOf = ({ dataDir }: Config): string => join(dataDir, 'blobs');

/** The server's files of blobs. Opening them creates and changes nothing. */
export const fileBlobsOf = async (config: Config): Promise<BlobStore> =>
  createFileBlobs(blobFolderOf(config), await loadBlake3());

/** The server's blob storage: its files, and on SQLite the database too. Needs a migrated database. */
const blobStoreOf = async (files: BlobStore, { db, engine }: Database, { smallBytes }: Config): Promise<BlobStore> =>
  engine === 'sqlite' ? createSmallBlobs(files, db, await loadBlake3(), smallBytes) : files;

export const databaseOf = (config: Config, options?: SqliteOptions): Database =>
  openDatabase(config.databaseUrl === null ? { path: databasePath(config) } : { url: config.databaseUrl }, options);

/** Locks the data folder, then opens, migrates and checks the database. Releases everything if a step fails. */
async function openStorage(config: Config, given: Database | undefined, onCheckpointFailure: (error: Error) => void) {
  const { dataDir, reserveBytes } = config;
  await preparePrivateFolder(dataDir);
  const blobFolder = blobFolderOf(config);
  const files = await fileBlobsOf(config);
  const lock = config.databaseUrl === null ? lockFolder(dataDir) : null;
  const mayBeNew = config.newData === 'allow';
  let room: Room | undefined;
  let database = given;
  try {
    // First of all, since opening a database needs disk space too.
    room = await openRoom({ folder: dataDir, blobFolder, cache: join(dataDir, 'cache'), reserveBytes });
    if (lock !== null && !database) await checkDatabaseFile(databasePath(config), files, mayBeNew);
    let isMigrated = false;
    // A migration must not use up the reserve: the server could not start with the rest.
    const onFull = () => isMigrated && room?.give() === true;
    database ??= databaseOf(config, { onFull, onCheckpointFailure });
    await database.migrate();
    isMigrated = true;
    const blobStore = await blobStoreOf(files, database, config);
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
}

/** The blobs, the list of damaged ones, and the scrub that finds them. */
async function openBlobs(config: Config, { blobStore, isShared, ...deps }: BlobDeps) {
  const here = { isThere: () => isThere(blobStore) };
  const damage = createDamage({ ...deps, ...here });
  await damage.refresh();
  const newHasher = await loadBlake3();
  await blobStore.prepare(isShared);
  const own = createCheckedBlobs(holdKept(blobStore), newHasher, damage.seen);
  const scrub = createScrub({ ...deps, ...here, blobs: own, damage, bytesPerSecond: config.scrubBytesPerSecond });
  return { own, blobs: createStores(own), damage, scrub };
}

/** Builds the whole server, which listens only when told to. Only this function knows every feature. */
export async function createServer(config: Config, overrides: Overrides = {}): Promise<Server> {
  // The log opens later.
  let reportCheckpoint = (error: Error) => process.emitWarning(error);
  const onCheckpointFailure = (error: Error) => reportCheckpoint(error);
  const { lock, room, database, blobStore } = await openStorage(config, overrides.database, onCheckpointFailure);
  const { db } = database;
  const clock = overrides.clock ?? createClock();
  const log = {
    error: (detail: object, message: string) => http.log.error(detail, message),
    warn: (detail: object, message: string) => http.log.warn(detail, message),
  };
  const { own, blobs, damage, scrub } = await openBlobs(config, { db, clock, log, blobStore, isShared: lock === null });
  const warn: Log = (event, detail) => log.warn(detail, event);
  const warnings = createLogOnce(warn);
  reportCheckpoint = (err) => warnings.report(err.message, 'the log of the database was not copied', { err });
  const pictures = createPictures({ log: warn });
  const links = createContentLinks(await secretFile(join(config.dataDir, 'secrets', 'content-links')), clock);
  const mail = createMail(config, (error) => http.log.error({ err: error }, 'a mail could not be sent'));
  const usage = createKeyUsage(db, (error) =>
    http.log.error({ err: error }, 'the last use of keys could not be written'),
  );
  const failedAttempts = createFailedAttempts({
    limits: { pair: 10, network: 100, name: 100 },
    isKnown: (name, network) => isKnownNetwork(db, clock, name, network),
  });
  const invitations = createInvitationService({ db, clock, mail, publicUrl: config.publicUrl });
  const registrations = createRegistrationService({ db, clock, invitations });
  const passwords = createPasswordService({ db, clock, publicUrl: config.publicUrl });
  const lookup = createLookup();
  const keys = createKeyService({ database, clock });
  const keyChecks = createKeyChecks({ db, clock, maxDays: config.keyMaxDays });
  const devices = createDeviceService({ db, clock });
  const importedKeys = createImportedKeys({ db, clock });
  const keyGuard = createKeyGuard({ db, clock, mail, publicUrl: config.publicUrl, importedKeys });
  const cookie = sessionCookie(config.publicUrl);
  const signIn = signInWith({ db, clock, cookie });
  const thumbnails = createThumbnails({ db, blobs, pictures, folder: join(config.dataDir, 'cache', 'thumbnails') });
  let isClosing = false;
  let isCutOff = false;
  /** Stopping the server interrupts background work; those errors need no report. */
  const unlessClosing = (report: (error: unknown) => void) => (error: unknown) => {
    if (!isClosing) report(error);
  };
  const ahead = createAhead((revisionId) => {
    thumbnails
      .prepare(revisionId)
      .catch(unlessClosing((err) => warnings.report(String(err), 'a thumbnail could not be made', { err })));
  });

  const onRemoved = (hash: string) => {
    damage.forget(hash);
    return thumbnails.forget(hash);
  };
  const collect = (grace?: number) =>
    collectBlobs({
      db,
      blobs: own,
      onRemoved,
      ...(grace !== undefined && { grace }),
    }).then(
      (removed) => removed > 0 && http.log.info({ removed }, 'unreferenced blobs removed'),
      unlessClosing((err) => http.log.error({ err }, 'unreferenced blobs were not removed')),
    );
  // Other servers may be publishing blobs that this one doesn't know of.
  const collectAtOnce = () => collect(lock === null ? SHARED_GRACE_MS : 0);

  const routes = [
    ...infoRoutes({ config, version: VERSION, hasUsers: () => registrations.isSetUp() }),
    ...registrationRoutes({ config, registrations, signIn }),
    ...sessionRoutes({ db, clock, cookie, failedAttempts, usage }),
    ...passwordRoutes({ db, passwords, mail }),
    ...auditRoutes({ db, clock }),
    ...adminRoutes({ db, scrub }),
    ...userRoutes({ db }),
    ...apiKeyRoutes({
      database,
      clock,
      usage,
      keys,
      checks: keyChecks,
      narrow: devices.narrow,
      mail,
      publicUrl: config.publicUrl,
    }),
    ...deviceRoutes({ devices, publicUrl: config.publicUrl, ...keyChecks }),
    ...organizationRoutes({ db, clock }),
    ...workspaceRoutes({ db, clock }),
    ...memberRoutes({ db, clock, lookup, notify: createNotify({ mail, publicUrl: config.publicUrl }) }),
    ...invitationRoutes({ db, invitations }),
    ...analysisRoutes({ db, clock }),
    ...figureRoutes({ db, clock }),
    ...revisionRoutes({ db, clock, blobs, keyGuard, onPublished: ahead.published }),
    ...autoAssignRoutes({ db, clock, blobs, keyGuard, onPublished: ahead.published, thumbnails }),
    ...assetRoutes({ db, clock }),
    ...assetRevisionRoutes({ db, clock, blobs, keyGuard, onPublished: ahead.published }),
    ...dataRoutes({ db, clock, blobs, links }),
    ...sharingRoutes({ db, clock, lookup }),
    ...shortIdRoutes({ db, clock }),
    ...metadataRoutes({ db, clock }),
    ...logRoutes({ db, thumbnails }),
    ...thumbnailRoutes(thumbnails),
    ...storageRoutes(),
    ...pathRoutes({ db }),
    ...lineageRoutes({ database }),
    ...listingRoutes({ db }),
  ];
  const authenticate = createAuthenticate({ db, clock, usage });
  const { onAnswer, onRoute } = overrides;
  const http = createHttp(
    {
      config,
      db,
      settled: database.settled,
      blobs,
      importedKeys,
      room,
      isCutOff: () => isCutOff,
      onFreed: () => room.free(collectAtOnce),
      authenticate,
      clock,
      keyLimit: config.keyRequests > 0 ? createRateLimit({ points: config.keyRequests, seconds: 60 }) : null,
      sessionCookie: cookie,
      ...(onAnswer && { onAnswer }),
      ...(onRoute && { onRoute }),
    },
    routes,
  );
  void pictures.missingProtection().then((missing) => {
    if (missing.length > 0)
      http.log.warn({ missing }, 'pictures are drawn without some protections: see docs/operating.md');
  });
  if (!mail.enabled) http.log.info('no mail is sent: GOFIGR_SMTP_URL is not set');
  healthPages(http, { db, blobs: blobStore, room });
  docsPages(http, VERSION);
  contentPage(http, { db, clock, blobs, links });
  if (config.webDir === null) http.setNotFoundHandler(answerNotFound);
  else await webPages(http, config.webDir, createPreviews({ db, publicUrl: config.publicUrl }));

  room.watch((isFull) => {
    if (isFull) http.log.warn('the disk is full: nothing new is stored, reading and deleting work');
    else http.log.warn('the disk has space again');
  });
  const careForKeys = createKeyCare({
    db,
    clock,
    mail,
    publicUrl: config.publicUrl,
    unusedDays: config.keyUnusedDays,
  });
  const sweep = setInterval(() => {
    Promise.all([sweepExpired(db, clock), forgetNetworks(db, clock), deleteExpiredDeviceCodes(db, clock.now())]).catch(
      unlessClosing((err) => http.log.error({ err }, 'expired tokens were not removed')),
    );
    careForKeys().catch(unlessClosing((err) => http.log.error({ err }, 'API keys were not looked after')));
    void collect();
  }, SWEEP_INTERVAL_MS).unref();

  return {
    http,
    database,
    async setupLink() {
      const token = await registrations.offerSetup();
      // The token is in the fragment, which browsers don't send, so no log on the way records it.
      return token === null ? null : new URL(`/setup#token=${token}`, config.publicUrl).href;
    },
    async close() {
      isClosing = true;
      clearInterval(sweep);
      const scrubbing = scrub.close();
      // Idle or unfinished connections must not delay the shutdown.
      const deadline = setTimeout(() => {
        isCutOff = true;
        http.server.closeAllConnections();
      }, SHUTDOWN_MS).unref();
      await http.close();
      clearTimeout(deadline);
      await scrubbing;
      ahead.close();
      // Requests that wait for a picture end here.
      await pictures.close();
      await Promise.race([http.settled(), sleep(SETTLING_MS)]);
      await damage.close();
      await usage.close();
      await mail.close();
      warnings.close();
      await room.close();
      await database.close();
      lock?.release();
    },
  };
}
