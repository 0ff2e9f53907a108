import { type Db, readValue, writeValue } from '../../kernel/db/index.ts';

/** The last complete run of the backup command. */
export interface BackupNote {
  at: number;
  folder: string;
  problems: number;
}

export interface MailNote {
  sentOn: number | null;
  failedOn: number | null;
  problem: string | null;
}

const BACKUP = 'last_backup';
const SENT = 'mail_sent';
const FAILED = 'mail_failed';

const NOBODY_MAILED: MailNote = { sentOn: null, failedOn: null, problem: null };

export async function readBackup(db: Db): Promise<BackupNote | null> {
  const text = await readValue(db, BACKUP);
  return text === undefined ? null : (JSON.parse(text) as BackupNote); // written below
}

export const writeBackup = (db: Db, note: BackupNote): Promise<void> => writeValue(db, BACKUP, JSON.stringify(note));

export async function readMail(db: Db): Promise<MailNote> {
  const [sent, failed] = [await readValue(db, SENT), await readValue(db, FAILED)];
  return {
    ...NOBODY_MAILED,
    ...(failed !== undefined && (JSON.parse(failed) as Pick<MailNote, 'failedOn' | 'problem'>)), // written below
    ...(sent !== undefined && { sentOn: Number(sent) }),
  };
}

export const writeMail = (db: Db, at: number, problem: string | null): Promise<void> =>
  problem === null
    ? writeValue(db, SENT, String(at))
    : writeValue(db, FAILED, JSON.stringify({ failedOn: at, problem } satisfies Partial<MailNote>));

/** When the first account of the server was made; undefined: there is none. */
export const firstAccount = async (db: Db): Promise<number | undefined> =>
  (await db.selectFrom('users').select('date_joined').orderBy('date_joined').limit(1).executeTakeFirst())?.date_joined;
