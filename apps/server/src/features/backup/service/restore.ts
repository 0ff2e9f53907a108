import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFault } from '../../../kernel/failures.ts';
import { syncFolder } from '../../../kernel/files.ts';
import { checkStorage } from '../../../kernel/storage/index.ts';
import { damaged, refused } from '../errors.ts';
import { countRows, stateOf } from '../store/rows.ts';
import { PLANS } from '../store/tables.ts';
import { blobFolder, glance } from './blob-folder.ts';
import { blobsIn } from './blob-lists.ts';
import { type BlobProblem, blobFaults } from './blob-problems.ts';
import { checkTables } from './check-tables.ts';
import { copyInto } from './copy.ts';
import { type BackupDeps, lockServer, phase } from './deps.ts';
import { lockForReading } from './hold.ts';
import { loadRows, migrateAsRecorded, refuseNewer } from './load.ts';
import { rowsIn } from './manifest.ts';
import { blobsPath, chooseState, existingStates, type WholeState } from './states.ts';

export interface RestoreOptions {
  /** Skips missing and damaged blobs instead of refusing them. */
  incomplete?: boolean;
  /** The state's name, its time, or the beginning of it; null: the newest state. */
  state?: string | null;
}

export interface RestoreReport {
  state: string;
  created: string;
  rows: number;
  blobs: { count: number; bytes: number };
  problems: BlobProblem[];
}

/**
 * Restores a backup into an empty server, which must not be running. Rows are loaded last and all at once, so that an
 * interrupted restore can be run again. Missing or damaged blobs throw; with `incomplete` they are skipped.
 */
export async function restore(
  deps: BackupDeps,
  dir: string,
  { incomplete = false, state: wanted = null }: RestoreOptions = {},
): Promise<RestoreReport> {
  const { database, large, progress } = deps;
  await existingStates(dir);
  const reading = lockForReading(dir);
  let unlock: () => void = () => undefined;
  try {
    unlock = lockServer(deps);
    const state = await chooseState(dir, wanted);
    const { manifest } = state;
    refuseNewer(deps, manifest);
    await refuseUnlessEmpty(deps, dir, state);
    phase(deps, 'Checks', 0);
    const damage = await checkTables(deps, state);
    if (damage.length > 0)
      throw damaged(`The state ${state.name} is damaged, and nothing was restored.\n${damage.join('\n')}`);
    await migrateAsRecorded(deps, database, manifest);
    await checkStorage(database.db, large, true).catch(refuse);
    await large.prepare(database.engine !== 'sqlite');

    const faults = await copyBlobs(deps, dir, state);
    if (faults.count() > 0 && !incomplete) {
      const hashes = (await faults.explain(null)).map(({ hash, fault }) => `${hash}: ${fault}`);
      throw damaged(
        `${faults.count()} blobs of the backup are missing or damaged, and no rows were restored. ` +
          `With --incomplete the rest is restored.\n${hashes.join('\n')}`,
      );
    }
    await restoreSecrets(deps, state);
    await loadRows(deps, database, state).catch(refuseRows);
    return {
      state: state.name,
      created: manifest.created,
      rows: rowsIn(manifest),
      blobs: { count: manifest.blobs.count - faults.count(), bytes: manifest.blobs.bytes },
      problems: await faults.explain(database.db),
    };
  } finally {
    progress.end();
    unlock();
    reading.release();
  }
}

/** Rows that the database refuses although they are as they were written. */
function refuseRows(error: unknown): never {
  if (!isFault(error)) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  throw damaged(`The rows can not be loaded, and none were restored: ${reason}`, error);
}

function refuse(error: unknown): never {
  throw refused(error instanceof Error ? error.message : String(error), error);
}

/** Rejects a server with data. Blobs from an interrupted restore of the same backup are allowed. */
async function refuseUnlessEmpty(deps: BackupDeps, dir: string, { manifest }: WholeState): Promise<void> {
  const { db } = deps.database;
  const state = await stateOf(db);
  for (const [table, plan] of PLANS)
    if (table !== 'credentials' && state.tables.has(table) && (await countRows(db, table, plan)) > 0)
      throw refused(
        `A backup is restored into an empty server only, and this one has ${table}. Give a new GOFIGR_DATA_DIR, and a new database.`,
      );
  const later = state.migrations.filter((name) => !manifest.migrations.includes(name));
  if (later.length > 0)
    throw refused(
      `The database here already has ${later.join(', ')}, which the backup has not. Restore into a new folder or database.`,
    );
  const ours = blobFolder(blobsPath(dir), deps.newHasher);
  for await (const { hash } of deps.large.list())
    if ((await glance(ours, { hash, size: 0 })) === 'missing')
      throw refused(
        `A backup is restored into an empty server only, and ${deps.large.location} holds blobs that are not from this backup.`,
      );
}

async function copyBlobs(deps: BackupDeps, dir: string, { manifest, paths: at }: WholeState) {
  const faults = blobFaults();
  const source = blobFolder(blobsPath(dir), deps.newHasher);
  await copyInto(deps, source, deps.large, { blobs: blobsIn(at.blobList), total: manifest.blobs.bytes }, faults.add);
  return faults;
}

async function restoreSecrets({ dataDir }: BackupDeps, { manifest, paths }: WholeState): Promise<void> {
  const target = join(dataDir, 'secrets');
  await mkdir(target, { recursive: true, mode: 0o700 });
  for (const name of Object.keys(manifest.secrets)) {
    const bytes = await readFile(join(paths.secrets, name));
    await writeFile(join(target, `.${name}`), bytes, { mode: 0o600, flush: true });
    await rename(join(target, `.${name}`), join(target, name));
  }
  await syncFolder(target);
}
