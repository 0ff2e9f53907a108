import type { Database } from '../../../kernel/db/index.ts';
import { migrateToLatest } from '../../../kernel/db/migrate.ts';
import { refused } from '../errors.ts';
import { BATCH, continueSequence, deleteCredentials, insertRows } from '../store/rows.ts';
import { PLANS } from '../store/tables.ts';
import { type BackupDeps, knownMigrations, phase } from './deps.ts';
import { readLines } from './lines.ts';
import { type Manifest, rowsIn } from './manifest.ts';
import type { WholeState } from './states.ts';

/** Throws if the backup has migrations that this version doesn't know. */
export function refuseNewer(deps: BackupDeps, { migrations, gofigr }: Manifest): void {
  const known = knownMigrations(deps);
  const unknown = migrations.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0)
    throw refused(
      `The backup was made by a newer version (${gofigr}), and this one does not know ${unknown.join(', ')}. ` +
        'Use that version or a later one.',
    );
}

/** Applies the backup's migrations to a new database. */
export async function migrateAsRecorded(
  deps: BackupDeps,
  { db, engine }: Database,
  { migrations }: Manifest,
): Promise<void> {
  const known = Object.entries(knownMigrations(deps, engine));
  await migrateToLatest(db, Object.fromEntries(known.filter(([name]) => migrations.includes(name))), null);
}

/** Loads the rows of a backup into an empty, migrated database, all or none; then applies later migrations. */
export async function loadRows(
  deps: BackupDeps,
  { db, engine }: Database,
  { manifest, paths: at }: WholeState,
): Promise<void> {
  const done = phase(deps, 'Rows', rowsIn(manifest));
  await db.transaction().execute(async (trx) => {
    // An empty server may have set-up links, which must not outlive the restore.
    await deleteCredentials(trx);
    for (const [table, plan] of PLANS.filter(([name]) => Object.hasOwn(manifest.tables, name))) {
      for await (const rows of readLines(at.table(table), BATCH)) {
        await insertRows(trx, engine, table, rows);
        done(rows.length);
      }
      if (plan.key.includes('seq')) await continueSequence(trx, engine, table);
    }
  });
  await migrateToLatest(db, knownMigrations(deps, engine), null);
}
