/** Prints the result of a command: `text`, or `value` with --json. */
export function printResult({ json }: { json?: true }, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

/** Prints a line on standard output. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Prints a line on standard error, so that programs don't take it for a part of the result. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Formats lines of `label  value` with aligned values. */
export function aligned(pairs: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([label]) => label.length));
  return pairs.map(([label, value]) => `${label.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}

/** Widest column: a longer cell moves the rest of its own line only. */
const WIDEST = 60;

/** Formats a table whose columns are as wide as their longest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, at) => Math.max(cell.length, widest[at] ?? 0)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(Math.min(widths[at] ?? 0, WIDEST)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
