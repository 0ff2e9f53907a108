/** Renders a Markdown table. */
export const table = (head: readonly string[], rows: readonly string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Shows a number with two digits or more. */
export const digits = (value: number): string => value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0);

/** Shows how many times as large a value is. */
export const times = (value: number, other: number): string => (value / other).toFixed(2);
