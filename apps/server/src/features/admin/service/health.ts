import type { AdminHealth } from '@gofigr/contract';
import { type Clock, formatOptionalTime, formatTime } from '../../../kernel/clock.ts';
import type { Database, Db } from '../../../kernel/db/index.ts';
import type { DiskSpace } from '../../../kernel/storage/index.ts';
import { VERSION } from '../../../kernel/version.ts';
import { countBlobs, countDamaged, findDamaged, type ScrubStatus, usesOf } from '../../scrub/index.ts';
import { firstAccount, readBackup, readMail } from '../store.ts';
import { warningsOf } from './warnings.ts';

/** Most damaged blobs listed, and most data listed for each. */
const MOST_DAMAGED = 100;
const MOST_DATA = 10;

export interface HealthReportDeps {
  database: Pick<Database, 'db' | 'engine'>;
  clock: Clock;
  scrub(): ScrubStatus | Promise<ScrubStatus>;
  mail: { enabled: boolean };
  disk(): Promise<DiskSpace>;
  missingProtection(): Promise<string[]>;
  /** Why interactive figures have no pictures; null if they have. */
  pageProblem(): Promise<string | null>;
  /** By default they are counted each time. */
  blobs?: () => Promise<AdminHealth['blobs']>;
}

/** Looks at everything that an administrator should know of. */
export async function healthReport(deps: HealthReportDeps): Promise<AdminHealth> {
  const { db, engine } = deps.database;
  const { bytesPerSecond, startedOn, doneBytes, totalBytes, lastCompletedOn } = await deps.scrub();
  const [backup, mail, disk] = [await readBackup(db), await readMail(db), await deps.disk()];
  const missingProtection = await deps.missingProtection();
  const damagedCount = await countDamaged(db);
  return {
    version: VERSION,
    engine,
    warnings: warningsOf({
      now: deps.clock.now(),
      begunOn: await firstAccount(db),
      backup,
      damagedCount,
      disk,
      mail: { ...mail, ...deps.mail },
      missingProtection,
    }),
    backup: backup && {
      completed_on: formatTime(backup.at),
      folder: backup.folder,
      problem_count: backup.problems,
    },
    mail: {
      configured: deps.mail.enabled,
      last_sent_on: formatOptionalTime(mail.sentOn),
      last_failed_on: formatOptionalTime(mail.failedOn),
      last_problem: mail.problem,
    },
    disk: { free_bytes: disk.freeBytes, total_bytes: disk.totalBytes, has_reserve: disk.hasReserve },
    missing_protection: missingProtection,
    page_problem: await deps.pageProblem(),
    scrub: {
      enabled: bytesPerSecond > 0,
      mb_s: bytesPerSecond / 1_000_000,
      pass_started_on: formatOptionalTime(startedOn),
      pass_done_bytes: doneBytes,
      pass_total_bytes: totalBytes,
      last_pass_completed_on: formatOptionalTime(lastCompletedOn),
      damaged_count: damagedCount,
      damaged: await damaged(db),
    },
    blobs: await (deps.blobs ?? (() => countBlobs(db)))(),
  };
}

async function damaged(db: Db): Promise<AdminHealth['scrub']['damaged']> {
  const rows = await findDamaged(db, MOST_DAMAGED);
  return Promise.all(
    rows.map(async ({ hash, size_bytes, problem, found_on, store }) => ({
      hash,
      size_bytes,
      problem,
      found_on: formatTime(found_on),
      data: (await usesOf(db, { hash, store }, MOST_DATA)).map(({ id, ...use }) => ({ api_id: id, ...use })),
    })),
  );
}
