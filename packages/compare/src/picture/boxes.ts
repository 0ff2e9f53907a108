import type { Size } from './picture.ts';

/** A rectangle in pixels. */
export type Rectangle = { x: number; y: number; width: number; height: number };

/** Side of a cell of the grid, in pixels. Changes in neighbouring cells belong to one box. */
export const CELL = 32;

/** A grid over a picture. `marked` has a byte for each cell, row by row. */
export type Grid = { columns: number; marked: Uint8Array };

export function gridOf({ width, height }: Size): Grid {
  const columns = Math.ceil(width / CELL);
  return { columns, marked: new Uint8Array(columns * Math.ceil(height / CELL)) };
}

/** Finds boxes around the opaque pixels of a mask, largest first. All of them are in marked cells of the grid. */
export function boxesOf(mask: Uint32Array, size: Size, { columns, marked }: Grid): Rectangle[] {
  const cells = new Map<number, Bounds>();
  for (let cell = 0; cell < marked.length; cell++) {
    if (marked[cell] === 0) continue;
    const column = cell % columns;
    const bounds = boundsIn(mask, size, column * CELL, ((cell - column) / columns) * CELL);
    if (bounds) cells.set(cell, bounds);
  }
  const seen = new Set<number>();
  return [...cells.keys()]
    .flatMap((start) => {
      const group = groupOf(start, cells, columns, seen);
      return group ? [toRectangle(group)] : [];
    })
    .toSorted((a, b) => b.width * b.height - a.width * a.height);
}

/** Bounds of pixels: the first and last column and row. */
type Bounds = { left: number; top: number; right: number; bottom: number };

/** Bounds of the opaque pixels in a cell, whose first column and row are given. Undefined if there are none. */
function boundsIn(mask: Uint32Array, { width, height }: Size, left: number, top: number): Bounds | undefined {
  const bounds = { left: width, top: height, right: -1, bottom: -1 };
  for (let y = top; y < Math.min(top + CELL, height); y++) {
    for (let x = left; x < Math.min(left + CELL, width); x++) {
      if (mask[y * width + x] === 0) continue;
      if (bounds.right === -1) bounds.top = y;
      bounds.bottom = y;
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
    }
  }
  return bounds.right === -1 ? undefined : bounds;
}

/** Joins a cell with all cells that it touches, also at a corner. Undefined if it was joined before. */
function groupOf(
  start: number,
  cells: ReadonlyMap<number, Bounds>,
  columns: number,
  seen: Set<number>,
): Bounds | undefined {
  if (seen.has(start)) return undefined;
  seen.add(start);
  let group: Bounds | undefined;
  const work = [start];
  for (let cell = work.pop(); cell !== undefined; cell = work.pop()) {
    const bounds = cells.get(cell);
    if (!bounds) continue;
    if (group) extend(group, bounds);
    else group = { ...bounds };
    for (const next of neighbours(cell, columns)) {
      if (seen.has(next) || !cells.has(next)) continue;
      seen.add(next);
      work.push(next);
    }
  }
  return group;
}

function neighbours(cell: number, columns: number): number[] {
  const column = cell % columns;
  const steps = [column > 0 ? [-1] : [], [0], column < columns - 1 ? [1] : []].flat();
  return [-columns, 0, columns].flatMap((rows) => steps.map((step) => cell + rows + step));
}

function extend(bounds: Bounds, more: Bounds): void {
  bounds.left = Math.min(bounds.left, more.left);
  bounds.top = Math.min(bounds.top, more.top);
  bounds.right = Math.max(bounds.right, more.right);
  bounds.bottom = Math.max(bounds.bottom, more.bottom);
}

const toRectangle = ({ left, top, right, bottom }: Bounds): Rectangle => ({
  x: left,
  y: top,
  width: right - left + 1,
  height: bottom - top + 1,
});
