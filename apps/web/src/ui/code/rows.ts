/** Characters of a row. Longer lines take several rows: browsers lay out a line of a megabyte for seconds. */
export const ROW_LENGTH = 2000;

/** The rows of a text on the screen. A row is a line or a part of a long one. */
export interface Rows {
  /** Position of each row's first character. */
  starts: Uint32Array<ArrayBuffer>;
  /** Line of each row, from 0. */
  lines: Uint32Array<ArrayBuffer>;
  /** Characters of the longest row. */
  longest: number;
}

/** Cuts a text into rows. Lines end with `\n`, `\r\n` or `\r`. */
export function rowsOf(text: string): Rows {
  const starts: number[] = [];
  const lines: number[] = [];
  let longest = 0;
  let line = 0;
  for (let at = 0; ; line++) {
    const end = endOfLine(text, at);
    while (end - at > ROW_LENGTH) {
      starts.push(at);
      lines.push(line);
      at += isHalf(text, at + ROW_LENGTH) ? ROW_LENGTH - 1 : ROW_LENGTH;
      longest = ROW_LENGTH;
    }
    starts.push(at);
    lines.push(line);
    longest = Math.max(longest, end - at);
    if (end === text.length) break;
    at = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
    // A newline at the end begins no line.
    if (at === text.length) break;
  }
  return { starts: Uint32Array.from(starts), lines: Uint32Array.from(lines), longest };
}

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

/** Tells whether the character at this position is the second half of one. */
const isHalf = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** Returns the text of a row, without the end of its line. */
export function rowText(text: string, { starts }: Rows, row: number): string {
  return text.slice(starts[row], starts[row + 1] ?? text.length).replace(/[\r\n]+$/, '');
}

/** Returns the row that contains a position. */
export function rowAt({ starts }: Rows, position: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
