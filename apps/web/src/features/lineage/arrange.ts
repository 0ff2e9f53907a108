import type { Lineage, LineageNode } from '@gofigr/contract';

/** Revisions of one figure or asset at one distance. */
export interface Box {
  key: string;
  kind: LineageNode['kind'];
  /** ID of the figure or asset. */
  parent: string;
  name: string;
  /** Newest first. */
  revisions: LineageNode[];
}

export interface Column {
  /** Steps from the shown object: negative for its sources, positive for its results. */
  distance: number;
  boxes: Box[];
}

/** A connection of two boxes, by their keys. */
export interface Line {
  from: string;
  to: string;
  /** Derived, or with the same bytes; otherwise a file used in a figure. */
  type: 'use' | 'derive' | 'same_bytes';
}

/**
 * Arranges a lineage in columns: sources at the left, results at the right. Revisions of one figure or asset share a box.
 * Boxes are near those that they are connected with.
 */
export function arrange({ nodes, edges }: Pick<Lineage, 'nodes' | 'edges'>): { columns: Column[]; lines: Line[] } {
  const boxes = new Map<string, Box & { distance: number }>();
  const keyOf = new Map<string, string>();
  for (const node of nodes.toSorted((a, b) => b.revision_index - a.revision_index)) {
    const key = `${node.distance} ${node.parent}`;
    keyOf.set(node.api_id, key);
    const box = boxes.get(key);
    if (box) box.revisions.push(node);
    else {
      const { kind, parent, name, distance } = node;
      boxes.set(key, { key, kind, parent, name, revisions: [node], distance });
    }
  }
  const lines = new Map<string, Line>();
  for (const { from, to, type } of edges) {
    const [start, end] = [keyOf.get(from), keyOf.get(to)];
    if (start !== undefined && end !== undefined && start !== end)
      lines.set(`${start} ${end}`, { from: start, to: end, type });
  }
  const columns = [...Map.groupBy(boxes.values(), ({ distance }) => distance)]
    .map(([distance, some]) => ({ distance, boxes: some.toSorted((a, b) => a.name.localeCompare(b.name)) }))
    .toSorted((a, b) => a.distance - b.distance);
  sortOutwards(columns, [...lines.values()]);
  return {
    columns: columns.map(({ distance, boxes: some }) => ({ distance, boxes: some })),
    lines: [...lines.values()],
  };
}

/** Sorts each column by the mean place of the neighbours in the column that is nearer to the shown object. */
function sortOutwards(columns: Column[], lines: readonly Line[]): void {
  const start = columns.findIndex(({ distance }) => distance === 0);
  const sort = (column: Column | undefined, nearer: Column | undefined) => {
    if (!column || !nearer) return;
    const placeOf = new Map(nearer.boxes.map(({ key }, place) => [key, place]));
    const mean = ({ key }: Box) => {
      const places = lines.flatMap(({ from, to }) => {
        const place = placeOf.get(from === key ? to : to === key ? from : '');
        return place === undefined ? [] : [place];
      });
      return places.length === 0 ? 0 : places.reduce((sum, place) => sum + place, 0) / places.length;
    };
    column.boxes = column.boxes.toSorted((a, b) => mean(a) - mean(b));
  };
  for (let at = start + 1; at < columns.length; at++) sort(columns[at], columns[at - 1]);
  for (let at = start - 1; at >= 0; at--) sort(columns[at], columns[at + 1]);
}

export const BOX = { width: 176, height: 52, gapX: 52, gapY: 12 } as const;

export interface Placed {
  x: number;
  y: number;
}

/** Places the boxes in pixels, each column in the middle of the height. */
export function placeBoxes(columns: readonly Column[]): { width: number; height: number; at: Map<string, Placed> } {
  const heightOf = (count: number) => Math.max(0, count * (BOX.height + BOX.gapY) - BOX.gapY);
  const height = Math.max(0, ...columns.map(({ boxes }) => heightOf(boxes.length)));
  const at = new Map<string, Placed>();
  columns.forEach(({ boxes }, column) => {
    const top = (height - heightOf(boxes.length)) / 2;
    boxes.forEach(({ key }, row) =>
      at.set(key, { x: column * (BOX.width + BOX.gapX), y: top + row * (BOX.height + BOX.gapY) }),
    );
  });
  return { width: Math.max(0, columns.length * (BOX.width + BOX.gapX) - BOX.gapX), height, at };
}

/** The curve of a line between two boxes, as the path of an SVG. */
export function curve(from: Placed, to: Placed): string {
  const middle = BOX.height / 2;
  if (from.x === to.x) {
    // In one column, around its right side.
    const [x, bend] = [from.x + BOX.width, BOX.gapX * 0.7];
    return `M${x},${from.y + middle} C${x + bend},${from.y + middle} ${x + bend},${to.y + middle} ${x},${to.y + middle}`;
  }
  const isForward = from.x < to.x;
  const [x1, x2] = isForward ? [from.x + BOX.width, to.x] : [from.x, to.x + BOX.width];
  const bend = (x2 - x1) / 2;
  return `M${x1},${from.y + middle} C${x1 + bend},${from.y + middle} ${x2 - bend},${to.y + middle} ${x2},${to.y + middle}`;
}
