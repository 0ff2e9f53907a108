/** Numbers of marked pixels in parts of rows and columns. */
export type Sums = {
  inRow(row: number, left: number, right: number): number;
  inColumn(column: number, top: number, bottom: number): number;
};

/** Counts marked pixels once, so that any number of parts of rows and columns cost nothing. */
export function sumsOf(width: number, height: number, isMarked: (at: number) => boolean): Sums {
  // Sums of the pixels before each place: in its row, and in its column.
  const across = new Uint32Array((width + 1) * height);
  const down = new Uint32Array(width * (height + 1));
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0, to = y * (width + 1); x < width; x++, to++, at++) {
      const mark = isMarked(at) ? 1 : 0;
      across[to + 1] = (across[to] ?? 0) + mark;
      down[at + width] = (down[at] ?? 0) + mark;
    }
  return {
    inRow: (row, left, right) => (across[row * (width + 1) + right] ?? 0) - (across[row * (width + 1) + left] ?? 0),
    inColumn: (column, top, bottom) => (down[bottom * width + column] ?? 0) - (down[top * width + column] ?? 0),
  };
}
