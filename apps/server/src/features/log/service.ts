import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { type GroupedFilter, type GroupedRow, groupedIn, newestItems } from './store/grouped.ts';

/** Activity in all workspaces that the caller reaches, newest first. */
export async function groupedEverywhere(db: Db, principal: SignedIn, asked: GroupedFilter): Promise<GroupedRow[]> {
  let rows: GroupedRow[] = [];
  for (const { id, newest } of await newestItems(db, principal, asked.before)) {
    const last = rows.length < asked.limit ? undefined : rows.at(-1);
    // The other workspaces have only older items.
    if (newest === null || (last && newest < last.seq)) break;
    const more = await groupedIn(db, principal, { workspaceId: id, analysisId: null }, asked);
    rows = [...rows, ...more].toSorted((a, b) => b.seq - a.seq).slice(0, asked.limit);
  }
  return rows;
}
