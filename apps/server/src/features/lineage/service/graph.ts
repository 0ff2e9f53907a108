import type { LineageEdge, LineageNode } from '@gofigr/contract';
import { formatTime } from '../../../kernel/clock.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { hashesOf, linksAmong, type NodeRow, nodesOf } from '../store.ts';

type Hashes = Awaited<ReturnType<typeof hashesOf>>;

/** Returns the revisions at these distances and every connection between them. */
export async function graphOf(
  db: Db,
  distances: ReadonlyMap<string, number>,
): Promise<{ nodes: LineageNode[]; edges: LineageEdge[] }> {
  const ids = [...distances.keys()];
  if (ids.length === 0) return { nodes: [], edges: [] };
  const rows = await nodesOf(db, ids);
  const idsOf = (kind: string) => rows.filter((row) => row.kind === kind).map(({ id }) => id);
  const [figureRevisions, assetRevisions] = [idsOf('revision'), idsOf('asset_revision')];
  const hashes = assetRevisions.length > 0 ? await hashesOf(db, assetRevisions) : [];
  const first = new Map(hashes.toReversed().map(({ owner_id, hash }) => [owner_id, hash]));
  const nodes = rows.map((row) => toNode(row, first.get(row.id) ?? null, distances.get(row.id) ?? 0));
  const isLinked = figureRevisions.length > 0 && assetRevisions.length > 0;
  const links = isLinked ? await linksAmong(db, { figureRevisions, assetRevisions }) : [];
  const uses = links.map((link) => ({ ...link, type: 'use' as const }));
  return {
    nodes: nodes.toSorted((a, b) => Math.abs(a.distance) - Math.abs(b.distance)),
    edges: [...uses, ...derivations(rows, distances), ...copies(rows, hashes)],
  };
}

const derivations = (rows: readonly NodeRow[], known: ReadonlyMap<string, number>): LineageEdge[] =>
  rows.flatMap(({ id, derived_from }) =>
    derived_from !== null && known.has(derived_from)
      ? [{ from: derived_from, to: id, type: 'derive', use_type: null }]
      : [],
  );

/** Edges from the oldest copy of some bytes to each later one in its workspace. */
function copies(rows: readonly NodeRow[], hashes: Hashes): LineageEdge[] {
  const held = Map.groupBy(hashes, ({ owner_id }) => owner_id);
  const oldest = new Map<string, string>();
  const edges = new Map<string, LineageEdge>();
  for (const { id, workspace_id } of rows)
    for (const { hash, size_bytes } of held.get(id) ?? []) {
      const from = oldest.get(`${workspace_id} ${hash}`);
      if (from === undefined) oldest.set(`${workspace_id} ${hash}`, id);
      else if (size_bytes > 0 && from !== id)
        edges.set(`${from} ${id}`, { from, to: id, type: 'same_bytes', use_type: null });
    }
  return [...edges.values()];
}

const toNode = (row: NodeRow, hash: string | null, distance: number): LineageNode => ({
  api_id: row.id,
  kind: row.kind === 'revision' ? 'revision' : 'asset_revision',
  name: row.name,
  revision_index: row.revision_index,
  parent: row.parent,
  analysis: row.kind === 'revision' ? row.grandparent : row.analysis_id,
  short_id: row.short_id,
  hash,
  size_bytes: row.size_bytes,
  created_by: row.created_by,
  created_on: formatTime(row.created_on),
  distance,
});
