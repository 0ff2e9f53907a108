import { type Lineage, lineage, MAX_LINEAGE_DEPTH, MAX_LINEAGE_NODES } from '@gofigr/contract';
import type { Principal } from '../../kernel/auth/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import type { TreeObject } from '../../kernel/tree/index.ts';
import { graphOf } from './graph.ts';
import { newestOf } from './store.ts';
import { type Direction, walk } from './walk.ts';

/** Rows that a walk may take for each revision that is shown: those reached in several ways are in it several times. */
const ROWS_A_NODE = 4;

export function lineageRoutes({ database }: { database: Database }): Route[] {
  return Object.values(lineage).map((operation) =>
    route(operation, async (call) => {
      const { direction = 'both', depth, limit } = call.query;
      return lineageOf(database, call.principal, objectOf(call), {
        directions: direction === 'both' ? ['up', 'down'] : [direction],
        depth: within('depth', depth, MAX_LINEAGE_DEPTH),
        limit: within('limit', limit, MAX_LINEAGE_NODES),
      });
    }),
  );
}

async function lineageOf(
  database: Database,
  principal: Principal,
  { id, kind }: TreeObject,
  { directions, depth, limit }: { directions: readonly Direction[]; depth: number; limit: number },
): Promise<Lineage> {
  const isRevision = kind === 'revision' || kind === 'asset_revision';
  // One more than is shown, here and below, tells whether there is more.
  const own = isRevision ? [id] : await newestOf(database.db, id, limit + 1);
  const start = own.slice(0, limit);
  const distances = new Map(start.map((one) => [one, 0]));
  let cut = own.length > limit;
  for (const direction of start.length > 0 ? directions : []) {
    const most = ROWS_A_NODE * limit + 1;
    const rows = await walk(database, principal, { start, direction, depth: depth + 1, limit: most });
    cut ||= rows.length === most;
    for (const row of rows) {
      if (distances.has(row.id)) continue;
      if (row.distance > depth || distances.size === limit) cut = true;
      else distances.set(row.id, direction === 'up' ? -row.distance : row.distance);
    }
  }
  return { start, ...(await graphOf(database.db, distances)), cut };
}

function within(name: string, text: string | undefined, most: number): number {
  const value = Number(text ?? most / 2);
  if (value < 1 || value > most) throw invalid(name, `must be from 1 to ${most}`);
  return value;
}
