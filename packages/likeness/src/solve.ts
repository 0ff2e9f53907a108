/** Gaussian elimination of a matrix with one more column, with a little damping. Undefined if it is singular. */
export function eliminate(matrix: Float64Array, count: number): number[] | undefined {
  const width = count + 1;
  const cell = (row: number, column: number) => matrix[row * width + column] ?? 0;
  for (let row = 0; row < count; row++) matrix[row * width + row] = cell(row, row) * 1.0001 + 1e-6;
  for (let pivot = 0; pivot < count; pivot++) {
    const scale = cell(pivot, pivot);
    if (!(Math.abs(scale) > 1e-9)) return undefined;
    for (let row = pivot + 1; row < count; row++) {
      const factor = cell(row, pivot) / scale;
      for (let column = pivot; column < width; column++)
        matrix[row * width + column] = cell(row, column) - factor * cell(pivot, column);
    }
  }
  const found = Array.from({ length: count }, () => 0);
  for (let row = count - 1; row >= 0; row--) {
    let sum = cell(row, count);
    for (let column = row + 1; column < count; column++) sum -= cell(row, column) * (found[column] ?? 0);
    found[row] = sum / cell(row, row);
  }
  return found;
}
