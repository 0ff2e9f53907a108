import type { Span, TextBlock } from '@gofigr/compare';
import { type Piece, piecesOf, type Token } from '../../ui/code/pieces.ts';

/** A line of one text: its number from 1, and its changed parts. */
export interface Side {
  number: number;
  text: string;
  spans?: readonly Span[];
}
export type Row =
  | { kind: 'folded'; count: number }
  | { kind: 'equal'; left: Side; right: Side }
  | { kind: 'changed'; left?: Side; right?: Side };

type Changed = Extract<TextBlock, { kind: 'changed' }>;

/** Characters of a line that is shown whole. Browsers lay out a line of a megabyte for seconds. */
const LONGEST = 2_000;
/** Characters around a changed part of a longer line, and the most of one part that are shown. */
const AROUND = 80;
const MOST = 500;

/** The rows of a difference in pages of a few. */
export interface Pages {
  count: number;
  /** The greatest number of a line. */
  last: number;
  /** Returns a page, always the same one. */
  rowsOn: (page: number) => readonly Row[];
}

/** Makes each page of rows when it is first asked for: a difference may have hundreds of thousands. */
export function pagesOf(blocks: readonly TextBlock[], split: boolean, size: number): Pages {
  let total = 0;
  const starts = blocks.map((block) => {
    const start = total;
    total += countOf(block, split);
    return start;
  });
  const made = new Map<number, Row[]>();
  const make = (page: number): Row[] => {
    const [from, end] = [page * size, Math.min((page + 1) * size, total)];
    const first = starts.findLastIndex((start) => start <= from);
    const rows: Row[] = [];
    for (let at = first; rows.length < end - from; at++) {
      const [block, start] = [blocks[at], starts[at]];
      if (!block || start === undefined) break;
      const stop = Math.min(countOf(block, split), end - start);
      for (let index = Math.max(0, from - start); index < stop; index++) rows.push(rowAt(block, split, index));
    }
    return rows;
  };
  return {
    count: Math.ceil(total / size),
    last: lastLine(blocks.at(-1)),
    rowsOn(page) {
      const rows = made.get(page) ?? make(page);
      made.set(page, rows);
      return rows;
    },
  };
}

function countOf(block: TextBlock, split: boolean): number {
  if (block.kind === 'folded') return 1;
  if (block.kind === 'equal') return block.lines.length;
  const [removed, added] = [block.removed.length, block.added.length];
  return split ? Math.max(removed, added) : removed + added;
}

function lastLine(block: TextBlock | undefined): number {
  if (!block) return 0;
  if (block.kind === 'changed') return Math.max(block.a + block.removed.length, block.b + block.added.length);
  return Math.max(block.a, block.b) + (block.kind === 'equal' ? block.lines.length : block.count);
}

/** A row of a block. A split one has a line of both texts. */
function rowAt(block: TextBlock, split: boolean, index: number): Row {
  if (block.kind === 'folded') return { kind: 'folded', count: block.count };
  if (block.kind === 'equal') {
    const text = block.lines[index] ?? '';
    const side = (first: number): Side => ({ number: first + index + 1, text });
    return { kind: 'equal', left: side(block.a), right: side(block.b) };
  }
  const { removed, added } = block;
  const left = sideAt(removed, block.a, index);
  const right = sideAt(added, block.b, split ? index : index - removed.length);
  return { kind: 'changed', ...(left && { left }), ...(right && { right }) };
}

function sideAt(lines: Changed['removed'], first: number, index: number): Side | undefined {
  const line = lines[index];
  return line && { number: first + index + 1, text: line.text, ...(line.changed && { spans: line.changed }) };
}

/** Puts together one of the texts from the listed lines. Folded lines are empty, so that each line keeps its number. */
export const textIn = (blocks: readonly TextBlock[], side: 'a' | 'b'): string =>
  blocks
    .map((block) => {
      if (block.kind === 'folded') return '\n'.repeat(block.count);
      if (block.kind === 'equal') return block.lines.join('');
      return (side === 'a' ? block.removed : block.added).map(({ text }) => text).join('');
    })
    .join('');

/** A text whose lines end only where those of a difference do. */
export const withItsLines = (text: string): string => (text.includes('\r') ? text.replace(/\r(?!\n)/g, ' ') : text);

/** A part of a line with one look, or the number of characters that are left out. */
export type Part = Piece | { hidden: number };

/** Cuts a line at the edges of its colours and of its changed parts. Of a very long one, only those parts are kept. */
export function partsOf({ text, spans = [] }: Side, tokens: readonly Token[] | undefined): Part[] {
  const plain = text.replace(/\r?\n$/, '');
  const changed = Uint32Array.from(spans.flatMap(([from, to]) => [from, Math.min(to, plain.length)]));
  const isWhole = tokens?.reduce((sum, [length]) => sum + length, 0) === plain.length;
  if (plain.length <= LONGEST) return piecesOf(plain, 0, isWhole ? tokens : undefined, changed);
  const parts: Part[] = [];
  let end = 0;
  for (const [from, to] of kept(plain.length, spans)) {
    if (from > end) parts.push({ hidden: from - end });
    parts.push(...piecesOf(plain.slice(from, to), from, undefined, changed));
    end = to;
  }
  return end < plain.length ? [...parts, { hidden: plain.length - end }] : parts;
}

/** Joins the parts of each changed word, which may have several colours. */
export function groupsOf(parts: readonly Part[]): { isChanged: boolean; parts: Part[] }[] {
  const groups: { isChanged: boolean; match: number | undefined; parts: Part[] }[] = [];
  for (const part of parts) {
    const match = 'hidden' in part ? undefined : part.match;
    const last = groups.at(-1);
    if (last && last.match === match) last.parts.push(part);
    else groups.push({ isChanged: match !== undefined, match, parts: [part] });
  }
  return groups;
}

/** The shown parts of a long line: those around the first changes, else its beginning. */
function kept(length: number, spans: readonly Span[]): [from: number, to: number][] {
  if (spans.length === 0) return [[0, MOST]];
  const ranges: [number, number][] = [];
  for (const [from, to] of spans.slice(0, 20)) {
    const range: [number, number] = [Math.max(0, from - AROUND), Math.min(length, to + AROUND, from + MOST)];
    const last = ranges.at(-1);
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else ranges.push(range);
  }
  return ranges;
}
