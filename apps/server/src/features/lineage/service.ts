import { type Lineage, MAX_LINEAGE_NODES } from '@gofigr/contract';
import type { Principal } from '../../kernel/auth/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import type { StoredObject } from '../../kernel/objects/index.ts';
import { copiesOf } from './service/copies.ts';
import { graphOf } from './service/graph.ts';
import { type Direction, type Reached, walk } from './store/walk.ts';
import { newestOf } from './store.ts';

/** Most rows of a walk: revisions reached in several ways appear several times. */
const MOST_ROWS = 4 * MAX_LINEAGE_NODES;

interface Asked {
  directions: readonly Direction[];
  depth: number;
  limit: number;
}

export async function lineageOf(
  database: Database,
  principal: Principal,
  { id, kind }: StoredObject,
  { directions, depth, limit }: Asked,
): Promise<Lineage> {
  const { db } = database;
  const isRevision = kind === 'revision' || kind === 'asset_revision';
  // One more than is shown, here and below, shows whether there are more.
  const own = isRevision ? [id] : await newestOf(db, id, limit + 1);
  const start = own.slice(0, limit);
  const distances = new Map(start.map((one) => [one, 0]));
  let cut = own.length > limit;

  /** Adds the new revisions that are near enough, and returns them. */
  function add(reached: readonly Reached[], sign: 1 | -1): Reached[] {
    return reached.filter(({ id: one, distance }) => {
      if (distances.has(one)) return false;
      const fits = distance <= depth && distances.size < limit;
      if (fits) distances.set(one, sign * distance);
      else cut = true;
      return fits;
    });
  }
  async function follow(direction: Direction, from: readonly Reached[]): Promise<Reached[]> {
    const rows = await walk(database, principal, { start: from, direction, depth: depth + 1, limit: MOST_ROWS });
    cut ||= rows.length === MOST_ROWS;
    return add(rows, direction === 'up' ? -1 : 1);
  }
  const copies = (of: readonly Reached[]) => copiesOf(db, principal, of, limit + 1);

  const here = start.map((one) => ({ id: one, distance: 0 }));
  const [up, down] = [directions.includes('up'), directions.includes('down')];
  if (here.length > 0 && up) {
    const found = await follow('up', here);
    add(await copies(down ? found : [...here, ...found]), -1);
  }
  // A use of one copy of a file is a use of the file; figures have no copies.
  if (here.length > 0 && down) await follow('down', [...here, ...add(await copies(here), 1)]);
  return { start, ...(await graphOf(db, distances)), cut };
}
