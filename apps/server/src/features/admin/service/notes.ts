import { basename, resolve } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { writeBackup, writeMail } from '../store.ts';

/** Notes a complete backup for the health page. Of the folder's path it keeps only the last part. */
export const noteBackup = (db: Db, clock: Clock, dir: string, problems: number): Promise<void> =>
  writeBackup(db, { at: clock.now(), folder: basename(resolve(dir)), problems });

/** Notes the result of a mail for the health page. */
export const noteMail = (db: Db, clock: Clock, problem: string | null): Promise<void> =>
  writeMail(db, clock.now(), problem);
