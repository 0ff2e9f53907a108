import type { Box, Picture } from './picture.ts';
import { backgroundOf, differsFrom } from './trim.ts';

/** Side of a cell in pixels: finer gaps separate nothing. */
const CELL = 3;

/** Cells with the ends of their content in pixels of the picture. Empty ones end at 0. */
export type Cells = Record<'columns' | 'rows', number> & Record<'left' | 'top' | 'right' | 'bottom', Uint16Array>;

/** The cells of a box, with what differs from the background of the box by a contrast. */
export function cellsOf(picture: Picture, box: Box, contrast: number): Cells {
  const [left, top] = [Math.floor(box.left), Math.floor(box.top)];
  const [right, bottom] = [Math.ceil(box.right), Math.ceil(box.bottom)];
  const [columns, rows] = [Math.ceil((right - left) / CELL), Math.ceil((bottom - top) / CELL)];
  const ends = () => new Uint16Array(columns * rows);
  const cells: Cells = {
    columns,
    rows,
    left: ends().fill(right),
    top: ends().fill(bottom),
    right: ends(),
    bottom: ends(),
  };
  const differs = differsFrom(picture, backgroundOf(picture, box), contrast);
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      if (!differs(y * picture.width + x)) continue;
      const cell = Math.floor((y - top) / CELL) * columns + Math.floor((x - left) / CELL);
      cells.left[cell] = Math.min(cells.left[cell] ?? 0, x);
      cells.top[cell] = Math.min(cells.top[cell] ?? 0, y);
      cells.right[cell] = Math.max(cells.right[cell] ?? 0, x + 1);
      cells.bottom[cell] = y + 1;
    }
  return cells;
}
