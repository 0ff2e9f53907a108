import { readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { isMissing } from '../../../kernel/files.ts';
import { newId } from '../../../kernel/ids.ts';
import { readStorageId } from '../../../kernel/storage/index.ts';
import { VERSION } from '../../../kernel/version.ts';
import { explained, refused } from '../errors.ts';
import { blobsOf, countRows, inSnapshot, rowsOf, stateOf } from '../store/rows.ts';
import { PLANS } from '../store/tables.ts';
import { type BlobFolder, blobFolder, check, glance } from './blob-folder.ts';
import { blobsIn } from './blob-lists.ts';
import { type BlobProblem, blobFaults } from './blob-problems.ts';
import { AT_ONCE, type BackupDeps, bytesOfServer, knownMigrations, phase } from './deps.ts';
import { lockBackups } from './hold.ts';
import type { Keep } from './keep.ts';
import { type LinesFile, type Row, writeLines } from './lines.ts';
import { FORMAT, type Manifest, rowsIn, writeManifest } from './manifest.ts';
import { type Removal, removeOldStates } from './remove.ts';
import {
  beginState,
  blobsPath,
  finishState,
  prepareFolder,
  readStates,
  removeRemains,
  type State,
  type StatePaths,
} from './states.ts';
import { forEachPooled } from './streams.ts';

export interface BackupOptions {
  /** The states to keep; null: all. */
  keep?: Keep | null;
  /** Continues the states of another server, such as the one that this server was restored from. */
  adopt?: boolean;
}

export interface BackupReport extends Removal {
  /** Name of the new state. */
  state: string;
  created: string;
  rows: number;
  blobs: { count: number; bytes: number; copied: number; removed: number };
  problems: BlobProblem[];
}

/**
 * Backs up a server, which may be in use: a snapshot of all rows, then the blobs that they refer to. It becomes a new
 * state of the folder, whose states share blobs. Earlier states stay, except those that `keep` removes when the new one
 * is on the disk. Damaged blobs are reported and don't stop the backup. Throws errors that the administrator can fix.
 */
export async function backup(
  deps: BackupDeps,
  dir: string,
  { keep = null, adopt = false }: BackupOptions = {},
): Promise<BackupReport> {
  await refuseInside(deps.dataDir, dir);
  await prepareFolder(dir);
  const lock = lockBackups(dir);
  try {
    const release = await deps.large.hold();
    try {
      const server = await storageId(deps);
      if (!adopt) refuseOther(await readStates(dir), server, dir);
      await removeRemains(dir);
      return await writeBackup(deps, dir, server, keep);
    } finally {
      await release();
    }
  } catch (error) {
    throw explained(error, dir);
  } finally {
    lock.release();
    deps.progress.end();
  }
}

async function writeBackup(
  deps: BackupDeps,
  dir: string,
  server: string | undefined,
  keep: Keep | null,
): Promise<BackupReport> {
  const target = blobFolder(blobsPath(dir), deps.newHasher);
  const unfinished = await beginState(dir);
  const { paths } = unfinished;
  try {
    const written = await writeTables(deps, paths);
    const secrets = await copySecrets(deps, paths.secrets);
    const { copied, problems } = await copyBlobs(deps, target, paths.blobList, written.blobs.bytes);
    const base = { format: FORMAT, gofigr: VERSION, id: newId(), ...(server !== undefined && { server }) } as const;
    const manifest: Manifest = { ...base, ...written, secrets };
    await writeManifest(paths.manifest, manifest);
    const made = await finishState(dir, unfinished, written.created);
    const { removedBlobs, ...removal } = await removeOldStates(deps, dir, { target, made, keep });
    const { count, bytes } = written.blobs;
    return {
      state: made.name,
      created: written.created,
      rows: rowsIn(manifest),
      blobs: { count, bytes, copied, removed: removedBlobs },
      problems,
      ...removal,
    };
  } catch (error) {
    await rm(unfinished.folder, { recursive: true, force: true });
    throw error;
  }
}

async function storageId({ database: { db } }: BackupDeps): Promise<string | undefined> {
  const { tables } = await stateOf(db);
  return tables.has('settings') ? readStorageId(db) : undefined;
}

/** A server that was started on the wrong disk must not continue the states of the right one. */
function refuseOther(states: readonly State[], server: string | undefined, dir: string): void {
  const last = states.findLast(({ manifest }) => manifest?.server !== undefined);
  if (last && last.manifest?.server !== server)
    throw refused(
      `${dir} has backups of another server (${last.name}). Give a folder of its own. If this server was restored from them, continue with --adopt.`,
    );
}

type Written = Pick<Manifest, 'created' | 'migrations' | 'tables' | 'blobs'>;

/** Writes all rows and the list of their blobs from one snapshot. Skips tables that this database doesn't have yet. */
async function writeTables(deps: BackupDeps, at: StatePaths): Promise<Written> {
  const { newHasher } = deps;
  return inSnapshot(deps.database, async (db) => {
    const state = await stateOf(db);
    const created = new Date().toISOString();
    if (state.migrations.length === 0) throw refused(`There is no GoFigr database to back up in ${deps.dataDir}.`);
    const known = knownMigrations(deps);
    const unknown = state.migrations.filter((name) => !Object.hasOwn(known, name));
    if (unknown.length > 0)
      throw refused(`The database is newer than this version, which does not know ${unknown.join(', ')}.`);

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
  const source = await bytesOfServer(deps);
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

async function copySecrets({ dataDir, newHasher }: BackupDeps, target: string): Promise<Record<string, string>> {
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
