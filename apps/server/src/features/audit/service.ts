import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { type AuditFilter, pageAfter } from './store.ts';
import { COLUMNS, csvLine, toEntry } from './wire.ts';

/** Rows read at once. */
const PIECE = 1000;

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
