import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '../../../kernel/blobs/index.ts';
import { type Database, type Db, openDatabase } from '../../../kernel/db/index.ts';
import { refused } from '../errors.ts';
import { bytesOf, checkRows, usedOf } from '../store/checks.ts';
import { blobsOf, stateOf } from '../store/rows.ts';
import { blobsIn } from './backup.ts';
import { type BlobEntry, blobFolder, check } from './blob-folder.ts';
import { type BlobProblem, blobFaults } from './blob-problems.ts';
import { checkTables } from './check-tables.ts';
import { AT_ONCE, type BackupDeps, blobsOfServer, phase, refuseOtherStores } from './deps.ts';
import { loadRows, migrateAsRecorded, refuseNewer } from './load.ts';
import { backupPaths, type Manifest, readManifest } from './manifest.ts';
import { forEachPooled, hashesOf, without } from './streams.ts';

/** A blob that no row refers to. */
export interface Orphan {
  hash: string;
  /** Written recently: it may belong to a running publish. */
  young: boolean;
}

export interface VerifyReport {
  /** Count and total bytes of the distinct blobs that were read. */
  blobs: { count: number; bytes: number };
  problems: BlobProblem[];
  /** Problems with rows and other files. */
  others: string[];
  /** The first orphans; they are not a fault. */
  orphans: Orphan[];
  orphanCount: number;
}

/** The most time that a publish may take between its bytes and its rows. */
const YOUNG_MS = 60 * 60_000;
const MOST_LISTED = 1000;

/** Checks the data of this server, which may be in use: the bytes of every blob, and every size. */
export async function verifyServer(deps: BackupDeps): Promise<VerifyReport> {
  const { db, engine } = deps.database;
  const { migrations } = await stateOf(db);
  if (migrations.length === 0) throw refused(`There is no GoFigr database in ${deps.dataDir}.`);
  await refuseOtherStores(db, migrations);
  const release = await deps.files.hold();
  try {
    const others = await checkRows(db, engine);
    const total = await bytesOf(db);
    return { ...(await checkBlobs(deps, await blobsOfServer(deps), () => entriesOf(db), total, db)), others };
  } finally {
    await release();
    deps.progress.end();
  }
}

/** Checks a backup: its files, whether its rows can be loaded, and then everything that is checked of a server. */
export async function verifyBackup(deps: BackupDeps, dir: string): Promise<VerifyReport> {
  const manifest = await readManifest(dir);
  refuseNewer(deps, manifest);
  const folder = await mkdtemp(join(tmpdir(), 'gofigr-verify-'));
  const trial = openDatabase({ path: join(folder, 'trial.sqlite') });
  try {
    phase(deps, 'Checks', 0);
    const others = await checkTables(deps, dir, manifest);
    const loaded = others.length === 0 && (await tryLoad(deps, trial, dir, manifest, others));
    if (loaded) others.push(...(await checkRows(trial.db, trial.engine)));
    const at = backupPaths(dir, manifest.id);
    const blobs = blobFolder(at.blobs, deps.newHasher);
    const entries = () => (loaded ? entriesOf(trial.db) : readableEntries(at.blobList, others));
    const checked = await checkBlobs(deps, blobs, entries, manifest.blobs.bytes, loaded ? trial.db : null);
    return { ...checked, others };
  } finally {
    await trial.close();
    await rm(folder, { recursive: true });
    deps.progress.end();
  }
}

async function tryLoad(
  deps: BackupDeps,
  trial: Database,
  dir: string,
  manifest: Manifest,
  others: string[],
): Promise<boolean> {
  try {
    await migrateAsRecorded(deps, trial, manifest);
    await loadRows(deps, trial, dir, manifest);
    return true;
  } catch (error) {
    deps.signal?.throwIfAborted();
    others.push(`The rows can not be loaded: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** Reads every blob, and finds those that no row refers to. */
async function checkBlobs(
  deps: BackupDeps,
  source: Pick<BlobStore, 'open' | 'list'>,
  entries: () => AsyncIterable<BlobEntry>,
  total: number,
  db: Db | null,
): Promise<Omit<VerifyReport, 'others'>> {
  const faults = blobFaults();
  const blobs = { count: 0, bytes: 0 };
  const done = phase(deps, 'Blobs', total);
  await forEachPooled(entries(), AT_ONCE, async (blob) => {
    done(0);
    const fault = await check(source, deps.newHasher, blob, ({ length }) => {
      blobs.bytes += length;
      done(length);
    });
    if (fault) faults.add(blob, fault);
    blobs.count++;
  });

  let orphans: Orphan[] = [];
  let orphanCount = 0;
  for await (const { hash, at } of without(source.list(), hashesOf(entries()))) {
    orphanCount++;
    if (orphans.length < MOST_LISTED) orphans.push({ hash, young: Date.now() - at < YOUNG_MS });
  }
  if (db) {
    // They may have been published during the check.
    const used = await usedOf(
      db,
      orphans.map(({ hash }) => hash),
    );
    orphans = orphans.filter(({ hash }) => !used.has(hash));
    orphanCount -= used.size;
  }
  return { blobs, problems: await faults.explain(db), orphans, orphanCount };
}

async function* entriesOf(db: Db): AsyncGenerator<BlobEntry> {
  for await (const batch of blobsOf(db)) yield* batch;
}

/** Reads as much of a damaged list as possible. */
async function* readableEntries(list: string, others: string[]): AsyncGenerator<BlobEntry> {
  try {
    for await (const blob of blobsIn(list)) if (/^[0-9a-f]{64}$/.test(blob.hash)) yield blob;
  } catch {
    const text = 'The list of blobs can not be read: not all blobs were checked.';
    if (!others.includes(text)) others.push(text);
  }
}
