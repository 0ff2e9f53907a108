import { mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { isMissing, syncFolder } from '../../../kernel/files.ts';
import { newId } from '../../../kernel/ids.ts';
import { VERSION } from '../../../kernel/version.ts';
import { refused } from '../errors.ts';
import { BATCH, blobsOf, countRows, inSnapshot, rowsOf, stateOf } from '../store/rows.ts';
import { PLANS } from '../store/tables.ts';
import { type BlobEntry, type BlobFolder, blobFolder, check, glance } from './blob-folder.ts';
import { type BlobProblem, blobFaults } from './blob-problems.ts';
import { AT_ONCE, type BackupDeps, blobsOfServer, knownMigrations, phase, refuseOtherStores } from './deps.ts';
import { lockBackups } from './hold.ts';
import { type LinesFile, type Row, readLines, writeLines } from './lines.ts';
import { backupPaths, FORMAT, type Manifest, prepareFolder, writeManifest } from './manifest.ts';
import { forEachPooled, hashesOf, without } from './streams.ts';

export interface BackupReport {
  created: string;
  rows: number;
  blobs: { count: number; bytes: number; copied: number; removed: number };
  problems: BlobProblem[];
}

/**
 * Backs up a server, which may be in use: a snapshot of all rows, then the blobs that they refer to. A backup to the
 * same folder copies only new blobs, and replaces the earlier backup when it is complete. Damaged blobs are reported
 * and don't stop the backup. Throws errors that the administrator can fix.
 */
export async function backup(deps: BackupDeps, dir: string): Promise<BackupReport> {
  await refuseInside(deps.dataDir, dir);
  await prepareFolder(dir);
  const unlock = await lockBackups(dir);
  try {
    const release = await deps.files.hold();
    try {
      return await writeBackup(deps, dir);
    } finally {
      await release();
    }
  } finally {
    await unlock();
    deps.progress.end();
  }
}

async function writeBackup(deps: BackupDeps, dir: string): Promise<BackupReport> {
  const { newHasher } = deps;
  const id = newId();
  const at = backupPaths(dir, id);
  await mkdir(at.tables, { recursive: true, mode: 0o700 });
  try {
    const written = await writeTables(deps, dir, id);
    const secrets = await copySecrets(deps, at.secrets);
    const target = blobFolder(at.blobs, newHasher);
    const { copied, problems } = await copyBlobs(deps, target, at.blobList, written.blobs.bytes);
    for (const folder of [at.tables, at.secrets, join(dir, 'tables'), join(dir, 'secrets'), dir])
      await syncFolder(folder);
    const manifest: Manifest = { format: FORMAT, gofigr: VERSION, id, ...written, secrets };
    await writeManifest(dir, manifest);
    const removed = await removeEarlier(dir, id, target);
    return {
      created: written.created,
      rows: Object.values(written.tables).reduce((sum, { rows }) => sum + rows, 0),
      blobs: { count: written.blobs.count, bytes: written.blobs.bytes, copied, removed },
      problems,
    };
  } catch (error) {
    await rm(at.tables, { recursive: true, force: true });
    await rm(at.secrets, { recursive: true, force: true });
    throw error;
  }
}

type Written = Pick<Manifest, 'created' | 'migrations' | 'tables' | 'blobs'>;

/** Writes all rows and the list of their blobs from one snapshot. Skips tables that this database doesn't have yet. */
async function writeTables(deps: BackupDeps, dir: string, id: string): Promise<Written> {
  const { newHasher } = deps;
  const at = backupPaths(dir, id);
  return inSnapshot(deps.database, async (db) => {
    const state = await stateOf(db);
    const created = new Date().toISOString();
    if (state.migrations.length === 0) throw refused(`There is no GoFigr database to back up in ${deps.dataDir}.`);
    const known = knownMigrations(deps);
    const unknown = state.migrations.filter((name) => !Object.hasOwn(known, name));
    if (unknown.length > 0)
      throw refused(`The database is newer than this version, which does not know ${unknown.join(', ')}.`);

    await refuseOtherStores(db, state.migrations);
    const present = PLANS.filter(([table]) => state.tables.has(table));
    let total = 0;
    for (const [table, plan] of present) total += await countRows(db, table, plan);
    const done = phase(deps, 'Rows', total);
    const tables: Record<string, LinesFile> = {};
    for (const [table, plan] of present) {
      const batches = watched(rowsOf(db, table, plan), (rows) => done(rows.length));
      tables[table] = await writeLines(at.table(table), newHasher, batches);
    }

    let bytes = 0;
    const entries = watched(blobsOf(db), (blobs) => {
      done(0);
      for (const { size } of blobs) bytes += size;
    });
    const { rows: count, blake3 } = await writeLines(at.blobList, newHasher, entries as AsyncIterable<Row[]>); // rows of two columns
    return { created, migrations: state.migrations, tables, blobs: { count, bytes, blake3 } };
  });
}

async function copyBlobs(deps: BackupDeps, target: BlobFolder, list: string, bytes: number) {
  const { newHasher, database } = deps;
  const source = await blobsOfServer(deps);
  const faults = blobFaults();
  const done = phase(deps, 'Blobs', bytes);
  const onBytes = (chunk: Uint8Array) => done(chunk.length);
  let copied = 0;
  await forEachPooled(blobsIn(list), AT_ONCE, async (blob) => {
    done(0);
    // Bytes from an earlier backup are verified there and not read from the server again.
    if ((await glance(target, blob)) === null && (await check(target, newHasher, blob, onBytes)) === null) {
      const fault = await glance(source, blob);
      if (fault) faults.add(blob, fault, true);
      return;
    }
    const fault = await target.copyFrom(source, blob, done);
    if (fault) faults.add(blob, fault);
    else copied++;
  });
  await target.sync();
  return { copied, problems: await faults.explain(database.db) };
}

/** Reads the blobs of a list one by one. */
export async function* blobsIn(list: string): AsyncGenerator<BlobEntry> {
  for await (const batch of readLines(list, BATCH)) yield* batch as unknown as BlobEntry[]; // written by backup, and checked by its hash
}

async function copySecrets({ dataDir, newHasher }: BackupDeps, target: string): Promise<Record<string, string>> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  const hashes: Record<string, string> = {};
  for (const name of await secretsIn(join(dataDir, 'secrets'))) {
    const bytes = await readFile(join(dataDir, 'secrets', name));
    const hasher = await newHasher();
    hasher.update(bytes);
    await writeFile(join(target, name), bytes, { mode: 0o600, flush: true });
    hashes[name] = hasher.hex();
  }
  return hashes;
}

async function secretsIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Removes files that only earlier or unfinished backups needed. Returns the number of removed blobs. */
async function removeEarlier(dir: string, id: string, blobs: BlobFolder): Promise<number> {
  for (const parent of ['tables', 'secrets'])
    for (const name of await readdir(join(dir, parent)))
      if (name !== id) await rm(join(dir, parent, name), { recursive: true });
  await rm(join(backupPaths(dir, id).blobs, 'tmp'), { recursive: true, force: true });
  let removed = 0;
  for await (const { hash } of without(blobs.list(), hashesIn(backupPaths(dir, id).blobList))) {
    await blobs.remove(hash);
    removed++;
  }
  return removed;
}

const hashesIn = (list: string): AsyncGenerator<string> => hashesOf(blobsIn(list));

async function* watched<T>(items: AsyncIterable<T>, see: (item: T) => void): AsyncGenerator<T> {
  for await (const item of items) {
    see(item);
    yield item;
  }
}

/** Rejects a folder inside the server's data folder: the backup would be lost with it and mistaken for server data. */
async function refuseInside(dataDir: string, dir: string): Promise<void> {
  const path = relative(await real(dataDir), await real(dir));
  if (!path.startsWith('..')) throw refused(`${dir} is inside the server's data folder; give another folder.`);
}

/** Resolves symbolic links in the existing part of a path. */
async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error) || resolve(path, '..') === resolve(path)) throw error;
    return join(await real(resolve(path, '..')), relative(resolve(path, '..'), resolve(path)));
  }
}
