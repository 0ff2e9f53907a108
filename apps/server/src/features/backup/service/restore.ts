import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StagedBlob } from '../../../kernel/blobs/index.ts';
import { syncFolder } from '../../../kernel/files.ts';
import { checkStorage, lockFolder } from '../../../kernel/storage/index.ts';
import { refused } from '../errors.ts';
import { countRows, stateOf } from '../store/rows.ts';
import { PLANS } from '../store/tables.ts';
import { blobsIn } from './backup.ts';
import { blobFolder, check, glance } from './blob-folder.ts';
import { type BlobProblem, blobFaults } from './blob-problems.ts';
import { checkTables } from './check-tables.ts';
import { AT_ONCE, type BackupDeps, phase } from './deps.ts';
import { loadRows, migrateAsRecorded, refuseNewer } from './load.ts';
import { backupPaths, type Manifest, readManifest } from './manifest.ts';
import { forEachPooled } from './streams.ts';

/** Blobs synced together: each sync covers all their folders. */
const KEPT_TOGETHER = 256;

export interface RestoreReport {
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
  { incomplete }: { incomplete: boolean },
): Promise<RestoreReport> {
  const { database, files, progress } = deps;
  const unlock = lock(deps);
  try {
    const manifest = await readManifest(dir);
    refuseNewer(deps, manifest);
    await refuseUnlessEmpty(deps, dir, manifest);
    phase(deps, 'Checks', 0);
    const damage = await checkTables(deps, dir, manifest);
    if (damage.length > 0) throw refused(`The backup is damaged, and nothing was restored.\n${damage.join('\n')}`);
    await migrateAsRecorded(deps, database, manifest);
    await checkStorage(database.db, files, true).catch(refuse);
    await files.prepare(database.engine !== 'sqlite');

    const faults = await copyBlobs(deps, dir, manifest);
    if (faults.count() > 0 && !incomplete) {
      const hashes = (await faults.explain(null)).map(({ hash, fault }) => `${hash}: ${fault}`);
      throw refused(
        `${faults.count()} blobs of the backup are missing or damaged, and no rows were restored. ` +
          `With --incomplete the rest is restored.\n${hashes.join('\n')}`,
      );
    }
    await restoreSecrets(deps, dir, manifest);
    await loadRows(deps, database, dir, manifest);
    return {
      created: manifest.created,
      rows: Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0),
      blobs: { count: manifest.blobs.count - faults.count(), bytes: manifest.blobs.bytes },
      problems: await faults.explain(database.db),
    };
  } finally {
    progress.end();
    unlock();
  }
}

/** Keeps a server from starting on the folder meanwhile. Servers on PostgreSQL share a folder and don't lock it. */
function lock({ database, dataDir }: BackupDeps): () => void {
  if (database.engine !== 'sqlite') return () => undefined;
  try {
    return lockFolder(dataDir).release;
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  throw refused(error instanceof Error ? error.message : String(error), error);
}

/** Rejects a server with data. Blobs from an interrupted restore of the same backup are allowed. */
async function refuseUnlessEmpty(deps: BackupDeps, dir: string, manifest: Manifest): Promise<void> {
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
  const ours = blobFolder(backupPaths(dir, manifest.id).blobs, deps.newHasher);
  for await (const { hash } of deps.files.list())
    if ((await glance(ours, { hash, size: 0 })) === 'missing')
      throw refused(
        `A backup is restored into an empty server only, and ${deps.files.location} holds blobs that are not from this backup.`,
      );
}

async function copyBlobs(deps: BackupDeps, dir: string, manifest: Manifest) {
  const { newHasher, files: target } = deps;
  const at = backupPaths(dir, manifest.id);
  const source = blobFolder(at.blobs, newHasher);
  const faults = blobFaults();
  const done = phase(deps, 'Blobs', manifest.blobs.bytes);
  const onBytes = (chunk: Uint8Array) => done(chunk.length);
  const waiting: StagedBlob[] = [];
  await forEachPooled(blobsIn(at.blobList), AT_ONCE, async (blob) => {
    done(0);
    if ((await glance(target, blob)) === null && (await check(target, newHasher, blob, onBytes)) === null) return;
    const sink = await target.stage();
    try {
      const fault = await check(source, newHasher, blob, async (chunk) => {
        await sink.write(chunk);
        onBytes(chunk);
      });
      if (fault) {
        faults.add(blob, fault);
        await sink.abort();
        return;
      }
      waiting.push(await sink.end());
    } catch (error) {
      await sink.abort();
      throw error;
    }
    if (waiting.length >= KEPT_TOGETHER) await target.keep(waiting.splice(0));
  });
  await target.keep(waiting);
  return faults;
}

async function restoreSecrets({ dataDir }: BackupDeps, dir: string, manifest: Manifest): Promise<void> {
  const target = join(dataDir, 'secrets');
  await mkdir(target, { recursive: true, mode: 0o700 });
  for (const name of Object.keys(manifest.secrets)) {
    const bytes = await readFile(join(backupPaths(dir, manifest.id).secrets, name));
    await writeFile(join(target, `.${name}`), bytes, { mode: 0o600, flush: true });
    await rename(join(target, `.${name}`), join(target, name));
  }
  await syncFolder(target);
}
