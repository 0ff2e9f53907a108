import type { AuditEntry } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { persons } from '../../../kernel/objects/index.ts';
import { type AuditFilter, aboutObject, pageAfter } from '../store.ts';
import { COLUMNS, csvLine, type Reader, toEntry } from '../wire.ts';

/** Rows read at once. */
const PIECE = 1000;

/** Entries about one object that are shown with it. */
const SHOWN = 200;

/** Entries about an object, newest first, for the reader. */
export const entriesOf = async (db: Db, objectId: string, reader: Reader): Promise<AuditEntry[]> =>
  (await aboutObject(db, objectId, SHOWN)).map((row) => toEntry(row, reader));

/** Exports all entries, oldest first, in batches. */
export async function* exportLines(
  db: Db,
  filter: AuditFilter,
  reader: Reader | SignedIn,
  format: 'csv' | 'jsonl',
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(COLUMNS);
  for (let after = 0; ; ) {
    const rows = await pageAfter(db, filter, after, PIECE);
    const names = rows.flatMap(({ username, subject }) => [username ?? '', subject ?? '']);
    const masks = 'kind' in reader ? await persons.standIns(db, reader, names) : undefined;
    const shown = (name: string | null) => masks?.get(name ?? '') ?? name;
    for (const row of rows) {
      const { username, subject, ...rest } = toEntry(row, reader);
      const entry = { ...rest, username: shown(username), subject: shown(subject) };
      yield format === 'jsonl'
        ? `${JSON.stringify(entry)}\n`
        : csvLine(COLUMNS.map((column) => (column === 'details' ? JSON.stringify(entry.details) : entry[column])));
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}
