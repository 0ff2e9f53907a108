import type { Kind } from '@gofigr/contract';
import type { SignedIn } from '../auth/principal.ts';
import { type Db, forIds } from '../db/index.ts';
import { reachableRows, type StoredObject } from './objects.ts';

type Row = StoredObject & { seq: number };

/** The rows of one workspace that were read and not given yet. */
interface Source {
  workspaceId: string;
  rows: Row[];
  after: number;
  isDone: boolean;
}

/**
 * Gives all objects of a kind that the caller reaches as a member, oldest first, so many at once. No index has this order
 * over several workspaces, so each is read in its own order. Every query checks the rights.
 */
export async function* reachableSlices(db: Db, principal: SignedIn, kind: Kind, limit: number): AsyncGenerator<Row[]> {
  const workspaces = await reachableRows(db, principal, 'workspace').execute();
  const sources = workspaces.map(({ id }): Source => ({ workspaceId: id, rows: [], after: -1, isDone: false }));
  const each = Math.max(20, Math.ceil(limit / Math.max(1, sources.length)));
  let ready: Row[] = [];
  for (;;) {
    for (const source of sources.filter(({ rows, isDone }) => rows.length === 0 && !isDone)) {
      source.rows = await reachableRows(db, principal, kind)
        .where('o.workspace_id', '=', source.workspaceId)
        .where('o.seq', '>', source.after)
        .limit(each)
        .execute();
      source.isDone = source.rows.length < each;
      source.after = source.rows.at(-1)?.seq ?? source.after;
    }
    // Later rows of a source are not known yet.
    const end = Math.min(...sources.filter(({ isDone }) => !isDone).map(({ after }) => after));
    const taken = sources.flatMap(({ rows }) => rows.filter(({ seq }) => seq <= end));
    for (const source of sources) source.rows = source.rows.filter(({ seq }) => seq > end);
    ready = [...ready, ...taken.toSorted((a, b) => a.seq - b.seq)];
    const isAll = sources.every(({ isDone }) => isDone);
    while (ready.length >= limit) yield ready.splice(0, limit);
    if (!isAll) continue;
    if (ready.length > 0) yield ready;
    return;
  }
}

/** Children of one object, of one kind, after a number in the sequence, oldest first. */
export const childrenAfter = (db: Db, parentId: string, kind: Kind, after: number, limit: number): Promise<Row[]> =>
  db
    .selectFrom('objects')
    .selectAll()
    .where('parent_id', '=', parentId)
    .where('kind', '=', kind)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();

/** Numbers of children of a kind. Objects without any are missing. */
export async function childCounts(db: Db, parentIds: readonly string[], kind: Kind): Promise<Map<string, number>> {
  const rows = await forIds(parentIds, (some) =>
    db
      .selectFrom('objects')
      .select((eb) => ['parent_id', eb.fn.countAll().as('count')])
      .where('parent_id', 'in', some)
      .where('kind', '=', kind)
      .groupBy('parent_id')
      .execute(),
  );
  return new Map(rows.flatMap(({ parent_id, count }) => (parent_id === null ? [] : [[parent_id, Number(count)]])));
}
