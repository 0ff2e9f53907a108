/** Renders a Markdown table. Leaves out columns without content. */
export function table(head: readonly string[], rows: readonly string[][]): string {
  const shown = head.map((_, column) => rows.some((row) => row[column] !== ''));
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.filter((_, column) => shown[column]).join(' | ')} |`)
    .join('\n');
}

/** Shows how many times as large something is. */
export const factor = (value: number): string => value.toFixed(2);

/** Returns the first word in small letters, for the name of a file. */
export const slug = (name: string): string => name.split(' ')[0]?.toLowerCase() ?? '';

/** Shows a number with two digits or more. */
export const digits = (value: number): string => value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0);
