import { matchAfter } from './matches.ts';

/** A coloured word: its length, and its colours in the light and the dark theme. */
export type Token = readonly [length: number, light: string | undefined, dark: string | undefined];

/** A part of a row with one look. */
export interface Piece {
  text: string;
  light?: string | undefined;
  dark?: string | undefined;
  /** Number of the match that it belongs to. */
  match?: number | undefined;
}

/** Cuts a row at the edges of its tokens and of the matches in it. `start` is the row's position in the text. */
export function piecesOf(
  row: string,
  start: number,
  tokens: readonly Token[] | undefined,
  matches: Uint32Array,
): Piece[] {
  const pieces: Piece[] = [];
  const end = start + row.length;
  let match = matchAfter(matches, start);
  let at = start;
  for (const [length, light, dark] of tokens ?? [[row.length, undefined, undefined] as const]) {
    const tokenEnd = Math.min(at + length, end);
    while (at < tokenEnd) {
      const [from = end, to = end] = matches.subarray(2 * match, 2 * match + 2);
      const isIn = at >= from;
      const next = Math.min(tokenEnd, isIn ? to : from);
      pieces.push({ text: row.slice(at - start, next - start), light, dark, ...(isIn && { match }) });
      at = next;
      if (at >= to) match++;
    }
  }
  return pieces;
}
