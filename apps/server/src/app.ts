import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import {
  accessRequestRoutes,
  createAccessRequestService,
  deleteExpiredAccessRequests,
} from './features/access-request/index.ts';
import { adminRoutes, noteMail } from './features/admin/index.ts';
import { analysisRoutes } from './features/analysis/index.ts';
import {
  apiKeyRoutes,
  createKeyCare,
  createKeyChecks,
  createKeyGuard,
  createKeyService,
} from './features/api-key/index.ts';
import { assetRevisionRoutes, assetRoutes } from './features/asset/index.ts';
import { auditRoutes, createRetention } from './features/audit/index.ts';
import { autoAssignRoutes } from './features/auto-assign/index.ts';
import { batchRoutes } from './features/batch/index.ts';
import { blobRoutes, createUploads, deleteExpiredUploads } from './features/blob/index.ts';
import { collectBlobs } from './features/blob-collector/index.ts';
import { compareRoutes, createBackground, createComparisons } from './features/compare/index.ts';
import { contentsRoutes } from './features/contents/index.ts';
import { contentPage, createContentLinks, dataRoutes, runtimeFiles } from './features/data/index.ts';
import { createDeviceService, deleteExpiredDeviceCodes, deviceRoutes } from './features/device/index.ts';
import { docsPages } from './features/docs/index.ts';
import { createEmailService, emailRoutes } from './features/email/index.ts';
import { createStreams, eventRoutes } from './features/events/index.ts';
import { exportRoutes } from './features/export/index.ts';
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
import { createCheckCurrent, createPasswordService, passwordRoutes } from './features/password/index.ts';
import { pathRoutes } from './features/path/index.ts';
import { createDescriptions, createPictureSearch, pictureSearchRoutes } from './features/picture-search/index.ts';
import { createRegistrationService, registrationRoutes } from './features/registration/index.ts';
import { createRemoval } from './features/removal/index.ts';
import { revisionRoutes } from './features/revision/index.ts';
import { savedSearchRoutes } from './features/saved-search/index.ts';
import {
  createIndexer,
  createOcrTexts,
  createPdfTexts,
  createPostgresIndex,
  createReadStart,
  createSearch,
  isOcrInstalled,
  searchRoutes,
  startIndexThread,
} from './features/search/index.ts';
import { sessionRoutes, signInWith } from './features/session/index.ts';
import { createSettings, settingRoutes } from './features/setting/index.ts';
import { picturePages, sharingRoutes } from './features/sharing/index.ts';
import { shortIdRoutes } from './features/short-id/index.ts';
import { starRoutes } from './features/star/index.ts';
import { storageRoutes } from './features/storage/index.ts';
import { tagRoutes } from './features/tag/index.ts';
import { createAhead, createThumbnails, thumbnailRoutes } from './features/thumbnail/index.ts';
import { createTrashService, trashRoutes } from './features/trash/index.ts';
import { createAvatars, createLookup, userRoutes } from './features/user/index.ts';
import { accountRoutes, createAccountService } from './features/user-admin/index.ts';
import { createPreviews, webPages } from './features/web/index.ts';
import { workspaceRoutes } from './features/workspace/index.ts';
import {
  createAuthenticate,
  createFailedAttempts,
  createKeyUsage,
  createLeasedLimit,
  forgetNetworks,
  isKnownNetwork,
  sessionCookie,
  sweepExpired,
} from './kernel/auth/index.ts';
import { openFeed } from './kernel/change-feed.ts';
import { type Clock, createClock } from './kernel/clock.ts';
import type { Config } from './kernel/config/index.ts';
import { attemptsOf, type Database } from './kernel/db/index.ts';
import { answerNotFound, createHttp, type HttpDeps } from './kernel/http/index.ts';
import { createImportedKeys } from './kernel/key-scan/index.ts';
import { createLogOnce, type Log } from './kernel/log-once.ts';
import { createMail } from './kernel/mail.ts';
import { createPages } from './kernel/pages/index.ts';
import { createPictures } from './kernel/pictures/index.ts';
import { createRuntimes, runtimeFolderOf } from './kernel/runtimes/index.ts';
import { areSharedSecrets, secretFile } from './kernel/secrets.ts';
import { allStores } from './kernel/stores/index.ts';
import { VERSION } from './kernel/version.ts';
import type { Drawing } from './kernel/workers/index.ts';
import { blobFolderOf, diskSpaceOf, openBlobs, openStorage, storageSecretOf } from './storage.ts';

const SWEEP_INTERVAL_MS = 60 * 60_000;

/** Time after the start at which old revisions are compared, in milliseconds. */
const FIRST_FILL_MS = 60_000;

/** Time after which the server looks if all pictures are to be described anew, in milliseconds. */
const REFILL_MS = 5000;

/**
 * Minimum age of removable blobs while the disk is full and several servers share it. Longer than any publish takes.
 */
const SHARED_GRACE_MS = 10 * 60_000;

/** Time between looks whether a newer version has migrated the database, in milliseconds. */
const VERSION_LOOK_MS = 2000;

/** Time that running requests get to finish at shutdown, in milliseconds. */
const SHUTDOWN_MS = 10_000;

/** Time that handlers get after their connections are closed, before the database closes. In milliseconds. */
const SETTLING_MS = 2000;

/** Replaceable parts, for tests and for one of several processes. */
export interface Overrides extends Pick<HttpDeps, 'onAnswer' | 'onRoute'> {
  clock?: Clock;
  database?: Database;
  /** `false`: only `indexChanges` puts changes into the search index, and nothing describes pictures anew. */
  indexes?: boolean;
  /** Pictures and pages that another process draws for this one. */
  drawing?: Drawing;
  /** `false`: another process does what must happen once, such as sweeping, checking and filling the index. */
  doesChores?: boolean;
}

export interface Server {
  http: FastifyInstance;
  database: Database;
  /** A one-time set-up link while there are no users, else null. */
  setupLink(): Promise<string | null>;
  /** Puts everything into the search index that is not in it yet. The server does so by itself in the background. */
  indexChanges(): Promise<void>;
  /** Answers running requests, writes pending data, and releases everything. */
  close(): Promise<void>;
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
  const isShared = lock === null;
  const { doesChores = true } = overrides;
  const { own, blobs, buckets, openStore, damage, scrub } = await openBlobs(config, {
    db,
    clock,
    log,
    blobStore,
    isShared,
    doesChores,
  });
  const warn: Log = (event, detail) => log.warn(detail, event);
  const warnings = createLogOnce(warn);
  reportCheckpoint = (err) => warnings.report(err.message, 'the log of the database was not copied', { err });
  const pictures = overrides.drawing?.pictures ?? createPictures({ log: warn });
  const runtimes = createRuntimes({ added: runtimeFolderOf(config) });
  const linkSecret = await secretFile(join(config.dataDir, 'secrets', 'content-links'));
  const links = createContentLinks(linkSecret, clock);
  const hasOwnSecrets = isShared && !(await areSharedSecrets(db, [linkSecret, await storageSecretOf(config)]));
  const onMailError = (error: unknown) => http.log.error({ err: error }, 'a mail could not be sent');
  const onResult = (problem: string | null) => noteMail(db, clock, problem).catch(onMailError);
  const mail = createMail(config, { onError: onMailError, onResult });
  const usage = createKeyUsage(db, (error) =>
    http.log.error({ err: error }, 'the last use of keys could not be written'),
  );
  const failedAttempts = createFailedAttempts({
    limits: { pair: 10, network: 100, name: 100 },
    isKnown: (name, network) => isKnownNetwork(db, clock, name, network),
    shared: { db, limit: 'sign-ins' },
  });
  const invitations = createInvitationService({ db, clock, mail, publicUrl: config.publicUrl });
  const registrations = createRegistrationService({ db, clock, invitations });
  const settings = createSettings({ db, clock, config });
  const passwords = createPasswordService({ db, clock, publicUrl: config.publicUrl });
  const checkCurrent = createCheckCurrent({ db });
  const emails = createEmailService({ db, clock, mail, publicUrl: config.publicUrl });
  const lookup = createLookup(db);
  const accessRequests = createAccessRequestService({ db, clock, mail, publicUrl: config.publicUrl });
  const keys = createKeyService({ database, clock });
  const keyChecks = createKeyChecks({ db, clock, maxDays: config.keyMaxDays });
  const devices = createDeviceService({ db, clock });
  const importedKeys = createImportedKeys({ db, clock });
  const keyGuard = createKeyGuard({ db, clock, mail, publicUrl: config.publicUrl, importedKeys });
  const { maxUploadedBytes } = config;
  const uploads = createUploads({ db, clock, blobs, importedKeys, maxUploadedBytes });
  const cookie = sessionCookie(config.publicUrl);
  const signIn = signInWith({ db, clock, cookie });
  const pages = overrides.drawing?.pages ?? createPages({ chromium: config.chromium, runtimes, log: warn });
  const thumbnails = createThumbnails({
    db,
    blobs,
    pictures,
    pages,
    folder: join(config.dataDir, 'cache', 'thumbnails'),
  });
  let isClosing = false;
  let isCutOff = false;
  let isOutdated = false;
  /** Stopping the server interrupts background work; those errors need no report. */
  const unlessClosing = (report: (error: unknown) => void) => (error: unknown) => {
    if (!isClosing) report(error);
  };
  const reportDescription = unlessClosing((err) =>
    warnings.report(String(err), 'a picture was not described', { err }),
  );
  const reportSearch = unlessClosing((err) => warnings.report(String(err), 'a picture was not searched', { err }));
  const search = createPictureSearch({ db, pictures, thumbnails, publicUrl: config.publicUrl, report: reportSearch });
  const descriptions = createDescriptions({
    db,
    pictures,
    thumbnails,
    onRefilled: search.refresh,
    refills: doesChores,
    report: reportDescription,
  });
  const ahead = createAhead((revisionId) => {
    thumbnails
      .prepare(revisionId)
      .then(() => descriptions.describe(revisionId).catch(reportDescription))
      .catch(unlessClosing((err) => warnings.report(String(err), 'a thumbnail could not be made', { err })));
  });

  const reportComparison = unlessClosing((err) =>
    warnings.report(String(err), 'revisions could not be compared', { err }),
  );
  const comparisons = createComparisons({ db, clock, blobs, report: reportComparison });
  const background = createBackground({ db, comparisons, report: reportComparison });
  const { indexes = true } = overrides;
  const places = {
    database: database.where,
    // Deleting the file only costs the time to fill it.
    file: database.engine === 'sqlite' ? join(config.dataDir, 'cache', 'search.sqlite') : null,
    blobFolder: config.blobsUrl === null ? blobFolderOf(config) : null,
  };
  const indexThread = startIndexThread(places, createReadStart(blobs));
  const index = database.engine === 'sqlite' ? indexThread : createPostgresIndex({ db });
  const reportText = unlessClosing((err) =>
    warnings.report(String(err), 'the text of a picture was not read', { err }),
  );
  const readers = { db, blobs, pictures, report: reportText };
  const hasOcr = doesChores && config.ocr === 'on' && isOcrInstalled();
  const textReaders = [createPdfTexts(readers), ...(hasOcr ? [createOcrTexts(readers)] : [])];
  const readOldTexts = () => {
    for (const reader of textReaders) void reader.fill().catch(reportText);
  };
  const indexer = createIndexer({
    db,
    thread: indexThread,
    onCleared: () => {
      if (indexes) readOldTexts();
    },
    report: unlessClosing((err) =>
      warnings.report(String(err), 'changes could not be put into the search index', { err }),
    ),
  });
  const onPublished = (revisionId: string, parentId: string) => {
    ahead.published(revisionId, parentId);
    descriptions.published(revisionId);
    background.published(revisionId);
    for (const reader of textReaders) reader.published(revisionId);
  };

  const onRemoved = async (hash: string) => {
    damage.forget(hash);
    await descriptions.forget(hash);
    await thumbnails.forget(hash);
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
  /** Unused bytes in the buckets of workspaces, which is not much work but many requests. */
  const collectOthers = async () => {
    for (const { id } of await allStores(db)) {
      const report = (err: unknown) =>
        warnings.report(`${id} ${String(err)}`, 'unreferenced blobs of a bucket were not removed', { err, store: id });
      await collectStore(id).catch(unlessClosing(report));
    }
  };
  const collectStore = async (id: string) => {
    const other = await openStore(id);
    if (other) await collectBlobs({ db, store: id, blobs: { ...other.blobs, isHeld: own.isHeld } });
  };
  // Other servers may be publishing blobs that this one doesn't know of.
  const collectAtOnce = () => collect(lock === null ? SHARED_GRACE_MS : 0);

  const streams = createStreams({
    database,
    clock,
    report: unlessClosing((err) => warnings.report(String(err), 'pages did not learn of changes', { err })),
  });
  const feed = openFeed(database, { onChanges: streams.changed, onLost: streams.lost });

  const disk = () => diskSpaceOf(config);
  // While the disk is full, deleting is to give space.
  const trashPolicy = { days: () => (room.isFull ? 0 : config.trashDays) };
  const trash = createTrashService({
    db,
    clock,
    policy: trashPolicy,
    days: config.trashDays,
    isStopped: () => isClosing,
  });
  const routes = [
    ...infoRoutes({
      config,
      version: VERSION,
      hasUsers: () => registrations.isSetUp(),
      registration: settings.registration,
    }),
    ...registrationRoutes({ db, mode: settings.registration, registrations, signIn }),
    ...sessionRoutes({ db, clock, cookie, failedAttempts, usage }),
    ...passwordRoutes({ db, passwords, mail, checkCurrent }),
    ...emailRoutes({ db, emails, mail, checkCurrent }),
    ...auditRoutes({ db, clock }),
    ...adminRoutes({
      database,
      clock,
      scrub: scrub.status,
      mail,
      publicUrl: config.publicUrl,
      disk,
      missingProtection: pictures.missingProtection,
      pageProblem: pages.problem,
    }),
    ...settingRoutes({ settings }),
    ...userRoutes({ db, avatars: createAvatars({ pictures, folder: join(config.dataDir, 'cache', 'avatars') }) }),
    ...accountRoutes({ db, clock, accounts: createAccountService({ db, clock }), passwords, cookie }),
    ...exportRoutes({ db, clock, blobs, usage, publicUrl: config.publicUrl }),
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
    ...deviceRoutes({ db, devices, publicUrl: config.publicUrl, ...keyChecks }),
    ...organizationRoutes({ db, clock }),
    ...workspaceRoutes({ db, clock, trashPolicy }),
    ...memberRoutes({ db, clock, lookup, notify: createNotify({ db, mail, publicUrl: config.publicUrl }) }),
    ...invitationRoutes({ db, invitations }),
    ...analysisRoutes({ db, clock, trashPolicy }),
    ...figureRoutes({ db, clock, trashPolicy }),
    ...tagRoutes({ db, clock }),
    ...starRoutes({ db, clock }),
    ...savedSearchRoutes({ database, clock }),
    ...revisionRoutes({
      db,
      clock,
      blobs,
      uploads,
      keyGuard,
      trashPolicy,
      onPublished,
      onDescribed: background.published,
    }),
    ...autoAssignRoutes({ db, clock, blobs, uploads, keyGuard, trashPolicy, onPublished, thumbnails }),
    ...assetRoutes({ db, clock, trashPolicy }),
    ...assetRevisionRoutes({ db, clock, blobs, uploads, keyGuard, trashPolicy, onPublished }),
    ...blobRoutes({ db, uploads }),
    ...dataRoutes({ db, blobs, links }),
    ...sharingRoutes({ db, clock, lookup }),
    ...accessRequestRoutes(accessRequests),
    ...contentsRoutes({ db, clock, trashPolicy }),
    ...trashRoutes(trash),
    ...batchRoutes({ db, clock }),
    ...shortIdRoutes({ db, clock }),
    ...metadataRoutes({ db, clock }),
    ...logRoutes({ db, thumbnails }),
    ...thumbnailRoutes({ db, thumbnails }),
    ...storageRoutes({ database, clock, disk, buckets, openStore }),
    ...pathRoutes({ db }),
    ...lineageRoutes({ database }),
    ...compareRoutes({ db, comparisons }),
    ...pictureSearchRoutes({ db, search }),
    ...listingRoutes({ db, clock }),
    ...searchRoutes({ db, search: createSearch({ db, clock, blobs, index }) }),
    ...eventRoutes({ streams }),
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
      isOutdated: () => isOutdated,
      onFreed: () => room.free(collectAtOnce),
      authenticate,
      clock,
      keyLimit:
        config.keyRequests > 0
          ? createLeasedLimit({ points: config.keyRequests, seconds: 60 }, { db, limit: 'requests of a key' })
          : null,
      sessionCookie: cookie,
      ...(onAnswer && { onAnswer }),
      ...(onRoute && { onRoute }),
    },
    routes,
  );
  const tellMissing = (missing: readonly string[]) => {
    if (missing.length > 0)
      http.log.warn({ missing }, 'pictures are drawn without some protections: see docs/operating.md');
  };
  if (doesChores) void pictures.missingProtection().then(tellMissing, () => undefined);
  if (doesChores && config.ocr === 'on' && !hasOcr)
    http.log.warn('GOFIGR_OCR is on, but its optional packages are not installed: no picture is read');
  if (doesChores && !mail.enabled) http.log.info('no mail is sent: GOFIGR_SMTP_URL is not set');
  if (hasOwnSecrets)
    http.log.warn(
      'this server has other secrets than the last one that started on its database: give both the same folder secrets, see docs/scaling.md',
    );
  healthPages(http, { db, blobs: blobStore, room, isOutdated: () => isOutdated });
  docsPages(http, VERSION);
  contentPage(http, { db, clock, blobs, links, runtimes, publicUrl: config.publicUrl });
  runtimeFiles(http, runtimes);
  picturePages(http, { db, clock, thumbnails, publicUrl: config.publicUrl });
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
  const retain = createRetention({
    db,
    clock,
    auditDays: config.auditDays,
    addressDays: config.addressDays,
    isStopped: () => isClosing,
  });
  const reportRemoval = unlessClosing((err) =>
    warnings.report(String(err), 'deleted objects could not be removed', { err }),
  );
  const removal = doesChores ? createRemoval({ db, onFailure: reportRemoval }) : null;
  const purgeDue = () =>
    void trash.purgeDue().catch(unlessClosing((err) => http.log.error({ err }, 'the trash was not emptied')));
  const compareOld = () => void background.fill().catch(reportComparison);
  const describeOld = () => void descriptions.fill().catch(reportDescription);
  const firstFill = setTimeout(() => {
    if (!doesChores) return;
    compareOld();
    describeOld();
    readOldTexts();
    purgeDue();
  }, FIRST_FILL_MS).unref();
  const sweep = setInterval(() => {
    if (!doesChores) return;
    Promise.all([
      sweepExpired(db, clock),
      forgetNetworks(db, clock),
      attemptsOf(db)?.sweep(),
      deleteExpiredDeviceCodes(db, clock.now()),
      deleteExpiredAccessRequests(db, clock.now()),
      deleteExpiredUploads(db, clock.now()),
    ]).catch(unlessClosing((err) => http.log.error({ err }, 'expired tokens were not removed')));
    careForKeys().catch(unlessClosing((err) => http.log.error({ err }, 'API keys were not looked after')));
    retain().catch(unlessClosing((err) => http.log.error({ err }, 'old audit entries were not removed')));
    void collect().then(collectOthers);
    purgeDue();
    compareOld();
    describeOld();
    readOldTexts();
  }, SWEEP_INTERVAL_MS).unref();

  const refill = setInterval(() => void descriptions.refill().catch(reportDescription), REFILL_MS).unref();
  if (!indexes) clearInterval(refill);
  if (indexes) for (const reader of textReaders) reader.start();
  if (indexes && doesChores) indexer.start();

  /** Stops the work that no request waits for. It may be called again. */
  async function stopChores(): Promise<void> {
    for (const timer of [sweep, refill, versionLook]) clearInterval(timer);
    clearTimeout(firstFill);
    await Promise.all([removal?.close(), scrub.close()]);
  }
  /** The old code does not know what new rows mean: it must not answer, nor remove what only they refer to. */
  async function lookAtVersion(): Promise<void> {
    if (!isShared || isOutdated || !(await database.isNewer())) return;
    isOutdated = true;
    http.log.error('a newer version has migrated the database: this server answers 503 until it is upgraded');
    descriptions.close();
    for (const reader of textReaders) reader.close();
    await Promise.all([stopChores(), streams.close(), indexer.close()]);
  }
  const reportVersion = unlessClosing((err) =>
    warnings.report(String(err), 'the version of the database was not read', { err }),
  );
  const versionLook = setInterval(() => void lookAtVersion().catch(reportVersion), VERSION_LOOK_MS).unref();

  return {
    http,
    database,
    async indexChanges() {
      for (const reader of textReaders) await reader.settle();
      await indexer.settle();
    },
    async setupLink() {
      const token = await registrations.offerSetup();
      // The token is in the fragment, which browsers don't send, so no log on the way records it.
      return token === null ? null : new URL(`/setup#token=${token}`, config.publicUrl).href;
    },
    async close() {
      isClosing = true;
      const stopping = stopChores();
      await streams.close();
      // Idle or unfinished connections must not delay the shutdown.
      const deadline = setTimeout(() => {
        isCutOff = true;
        http.server.closeAllConnections();
      }, SHUTDOWN_MS).unref();
      await http.close();
      clearTimeout(deadline);
      await stopping;
      ahead.close();
      background.close();
      for (const reader of textReaders) reader.close();
      await indexer.close();
      comparisons.close();
      descriptions.close();
      search.close();
      // Requests that wait for a picture end here.
      await Promise.all([pages.close(), pictures.close()]);
      await Promise.race([http.settled(), sleep(SETTLING_MS)]);
      await damage.close();
      await usage.close();
      await feed.close();
      await mail.close();
      warnings.close();
      await room.close();
      await database.close();
      lock?.release();
    },
  };
}
