import type { AuditEntry } from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { type AuditFilter, aboutObject, pageAfter } from './store.ts';
import { COLUMNS, csvLine, toEntry } from './wire.ts';

/** Rows read at once. */
const PIECE = 1000;

/** Entries about one object that are shown with it. */
const SHOWN = 200;

/** Entries about an object, newest first, for the reader. */
export const entriesOf = async (db: Db, objectId: string, reader: SignedIn): Promise<AuditEntry[]> =>
  (await aboutObject(db, objectId, SHOWN)).map((row) => toEntry(row, reader));

/** Exports all entries, oldest first, in batches. */
export async function* exportLines(
  db: Db,
  filter: AuditFilter,
  reader: SignedIn,
  format: 'csv' | 'jsonl',
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(COLUMNS);
  for (let after = 0; ; ) {
    const rows = await pageAfter(db, filter, after, PIECE);
    for (const entry of rows.map((row) => toEntry(row, reader)))
      yield format === 'jsonl'
        ? `${JSON.stringify(entry)}\n`
        : csvLine(COLUMNS.map((column) => (column === 'details' ? JSON.stringify(entry.details) : entry[column])));
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}
