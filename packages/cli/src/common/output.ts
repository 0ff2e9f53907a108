/** The result of a command: `text` for people, `value` for programs (with --json). */
export function printResult({ json }: { json?: true }, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

/** A line on standard output. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Beside the result: on standard error, so that nobody takes it for one. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Lines of `label  value`, the values below one another. */
export function aligned(pairs: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([label]) => label.length));
  return pairs.map(([label, value]) => `${label.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}

/** Rows of a table without lines, as wide as they need to be. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, at) => Math.max(cell.length, widest[at] ?? 0)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
