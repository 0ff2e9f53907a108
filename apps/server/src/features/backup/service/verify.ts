import type { BlobStore } from '../../../kernel/blobs/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { refused } from '../errors.ts';
import { bytesOf, checkRows, usedOf, waitingOf } from '../store/checks.ts';
import { blobsOf, stateOf } from '../store/rows.ts';
import { type BlobEntry, type BlobFault, check, type Source } from './blob-folder.ts';
import { type BlobProblem, blobFaults } from './blob-problems.ts';
import { AT_ONCE, type BackupDeps, blobsOfServer, bytesOfServer, phase } from './deps.ts';
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
  /** The first hashes of uploads and their parts that wait for a revision. */
  waiting: string[];
}

/** The most time that a publish may take between its bytes and its rows. */
const YOUNG_MS = 60 * 60_000;
const MOST_LISTED = 1000;

/** Checks the data of this server, which may be in use: the bytes of every blob, and every size. */
export async function verifyServer(deps: BackupDeps): Promise<VerifyReport> {
  const { db, engine } = deps.database;
  const { migrations } = await stateOf(db);
  if (migrations.length === 0) throw refused(`There is no GoFigr database in ${deps.dataDir}.`);
  const release = await deps.large.hold();
  try {
    const others = await checkRows(db, engine);
    const total = await bytesOf(db);
    return { ...(await checkBlobs(deps, db, total)), others };
  } finally {
    await release();
    deps.progress.end();
  }
}

/** Reads every blob, and finds those that no row refers to. */
async function checkBlobs(deps: BackupDeps, db: Db, total: number) {
  const faults = blobFaults();
  const blobs = await readBlobs(deps, await bytesOfServer(deps), entriesOf(db), total, faults.add);
  const { orphans, orphanCount } = await orphansIn(await blobsOfServer(deps), entriesOf(db));
  const hashes = orphans.map(({ hash }) => hash);
  const waiting = await waitingOf(db, hashes);
  // Asked last: they may have been published during the check.
  const known = (await usedOf(db, hashes)).union(waiting);
  return {
    blobs,
    problems: await faults.explain(db),
    orphans: orphans.filter(({ hash }) => !known.has(hash)),
    orphanCount: orphanCount - known.size,
    waiting: [...waiting].toSorted(),
  };
}

/** Reads the bytes of some blobs. Returns their number and size. */
export async function readBlobs(
  deps: BackupDeps,
  source: Source,
  entries: AsyncIterable<BlobEntry>,
  total: number,
  onFault: (blob: BlobEntry, fault: BlobFault) => void,
): Promise<VerifyReport['blobs']> {
  const blobs = { count: 0, bytes: 0 };
  const done = phase(deps, 'Blobs', total);
  await forEachPooled(entries, AT_ONCE, async (blob) => {
    done(0);
    const fault = await check(source, deps.newHasher, blob, ({ length }) => {
      blobs.bytes += length;
      done(length);
    });
    if (fault) onFault(blob, fault);
    blobs.count++;
  });
  return blobs;
}

/** Finds blobs that are not among the used ones, which are sorted by hash. */
export async function orphansIn(source: Pick<BlobStore, 'list'>, used: AsyncIterable<BlobEntry>) {
  const orphans: Orphan[] = [];
  let orphanCount = 0;
  for await (const { hash, at } of without(source.list(), hashesOf(used))) {
    orphanCount++;
    if (orphans.length < MOST_LISTED) orphans.push({ hash, young: Date.now() - at < YOUNG_MS });
  }
  return { orphans, orphanCount };
}

/** The blobs that rows refer to, sorted by hash; or only those of the server's own store. */
export async function* entriesOf(db: Db, onlyOwn = false): AsyncGenerator<BlobEntry> {
  for await (const batch of blobsOf(db, onlyOwn)) yield* batch;
}
