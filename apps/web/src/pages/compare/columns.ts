/** Space between cells in pixels. */
export const GAP = 12;
/** Least width of a cell in pixels: of few cells, which a phone shows one below the other, and of many. */
const LEAST = { few: 280, many: 150 };
const FEW = 3;
/** Columns for so many cells where there is room. */
const WANTED = [1, 1, 2, 3, 2, 3, 3, 4, 4, 3, 4, 4, 4];

/** Returns the columns of a grid: as few rows as look balanced, in cells that still show something. */
export function columnsFor(count: number, width: number): number {
  const least = count <= FEW ? LEAST.few : LEAST.many;
  const room = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  return Math.min(WANTED[count] ?? 4, room);
}
