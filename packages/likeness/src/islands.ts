import { type Cells, cellsOf } from './cells.ts';
import { type Box, heightOf, type Picture, wholeOf, widthOf } from './picture.ts';
import { isWorthy } from './trim.ts';

/** Difference from the background at which a pixel counts: less than between a white figure and a pale slide. */
const CONTRAST = 8;
/** Least area of a group, as a share of the query. */
const LEAST_AREA = 0.02;
/** Share of its size by which a group may grow and still be the same. */
const SAME = 0.01;

/**
 * Finds groups of content that are apart from the rest, such as figures beside each other. Contents are joined across
 * ever wider gaps, and each group counts until it joins another one. Those that stay alone longest come first.
 */
export function islandsOf(picture: Picture): Box[] {
  const cells = cellsOf(picture, wholeOf(picture), CONTRAST);
  const { columns } = cells;
  const gaps = gapsIn(cells);
  const groups = new Groups(cells);
  for (const at of byValue(gaps)) {
    groups.begin(at);
    const x = at % columns;
    for (let down = -columns; down <= columns; down += columns)
      for (let across = -1; across <= 1; across++)
        if (x + across >= 0 && x + across < columns) groups.join(at + down + across, at, gaps[at] ?? 0);
  }
  return groups.ended
    .filter(({ box }) => isWorthy(box, picture, LEAST_AREA))
    .toSorted((one, other) => other.lead - one.lead)
    .map(({ box }) => box);
}

/** Connected cells, with the ends of their content. */
class Groups {
  /** Groups that joined another one, and by how much that gap was wider than any in them. */
  readonly ended: { box: Box; lead: number }[] = [];
  private readonly ends: Cells;
  /** A cell of the same group, which is the cell itself for one of each group. -1: not begun. */
  private readonly parents: Int32Array;
  /** Widest gap in a group. */
  private readonly widest: Uint16Array;

  constructor(cells: Cells) {
    this.ends = cells;
    this.parents = new Int32Array(cells.right.length).fill(-1);
    this.widest = new Uint16Array(cells.right.length);
  }

  begin(at: number): void {
    this.parents[at] = at;
  }

  /** Joins the groups of two cells, unless the first one has not begun. */
  join(first: number, second: number, gap: number): void {
    const { parents } = this;
    // Most neighbours are of one group, and know it.
    if ((parents[first] ?? -1) < 0 || parents[first] === parents[second]) return;
    const [one, other] = [this.rootOf(first), this.rootOf(second)];
    if (one === other) return;
    parents[other] = one;
    // A cell between contents adds nothing.
    if (this.ends.right[other] === 0) return;
    const parts = gap > 0 ? [one, other].map((at) => ({ box: this.boxAt(at), widest: this.widest[at] ?? 0 })) : [];
    const joined = this.unite(one, other);
    let widest = gap;
    for (const part of parts)
      if (isAlike(part.box, joined)) widest = part.widest;
      else if (part.widest < gap) this.ended.push({ box: part.box, lead: gap - part.widest });
    this.widest[one] = widest;
  }

  private rootOf(at: number): number {
    const { parents } = this;
    let root = at;
    for (let above = parents[root] ?? root; above !== root; above = parents[root] ?? root) {
      parents[root] = parents[above] ?? above;
      root = above;
    }
    return root;
  }

  private boxAt(at: number): Box {
    const { left, top, right, bottom } = this.ends;
    return { left: left[at] ?? 0, top: top[at] ?? 0, right: right[at] ?? 0, bottom: bottom[at] ?? 0 };
  }

  private unite(one: number, other: number): Box {
    const { left, top, right, bottom } = this.ends;
    left[one] = Math.min(left[one] ?? 0, left[other] ?? 0);
    top[one] = Math.min(top[one] ?? 0, top[other] ?? 0);
    right[one] = Math.max(right[one] ?? 0, right[other] ?? 0);
    bottom[one] = Math.max(bottom[one] ?? 0, bottom[other] ?? 0);
    return this.boxAt(one);
  }
}

/** Steps from each cell to the nearest content, across, down or diagonally. */
function gapsIn({ columns, rows, right }: Cells): Uint16Array {
  const far = columns + rows;
  const gaps = Uint16Array.from(right, (end) => (end > 0 ? 0 : far));
  const spread = (at: number, step: 1 | -1): void => {
    const [x, beyond] = [at % columns, at + step * columns];
    const near = Math.min(
      gaps[beyond] ?? far,
      x > 0 ? (gaps[beyond - 1] ?? far) : far,
      x < columns - 1 ? (gaps[beyond + 1] ?? far) : far,
      x + step >= 0 && x + step < columns ? (gaps[at + step] ?? far) : far,
    );
    if (near + 1 < (gaps[at] ?? far)) gaps[at] = near + 1;
  };
  for (let at = 0; at < gaps.length; at++) spread(at, -1);
  for (let at = gaps.length - 1; at >= 0; at--) spread(at, 1);
  return gaps;
}

/** Indices of values, the least first. */
function byValue(values: Uint16Array): Uint32Array {
  const starts = new Uint32Array(values.reduce((most, value) => Math.max(most, value), 0) + 2);
  for (const value of values) starts[value + 1] = (starts[value + 1] ?? 0) + 1;
  for (let value = 1; value < starts.length; value++) starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  const order = new Uint32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    const place = starts[value] ?? 0;
    order[place] = at;
    starts[value] = place + 1;
  }
  return order;
}

const isAlike = (one: Box, other: Box): boolean =>
  widthOf(one) >= (1 - SAME) * widthOf(other) && heightOf(one) >= (1 - SAME) * heightOf(other);
