import type { LineageNode } from '@gofigr/contract';

type Some = [LineageNode, ...LineageNode[]];

/** Groups the revisions of figures that a file was used in by figure, the last published first. */
export function byFigure(nodes: readonly LineageNode[]): Some[] {
  const uses = nodes.filter(({ kind, distance }) => kind === 'revision' && distance > 0);
  const newestFirst = uses.toSorted(
    (a, b) => Date.parse(b.created_on) - Date.parse(a.created_on) || b.revision_index - a.revision_index,
  );
  // Each group has the node that made it.
  return [...Map.groupBy(newestFirst, ({ parent }) => parent).values()] as Some[];
}
