import { readCells } from './cells.ts';
import { findMatches } from './matches.ts';
import type { Answer, Order } from './messages.ts';
import { type Rows, rowsOf } from './rows.ts';
import { createTokenizer, type Tokenizer } from './tokenizer.ts';

interface OpenText {
  text: string;
  rows: Rows;
  tokenizer: Promise<Tokenizer | undefined>;
  /** Chunks to colour; the last asked for is first, because it is visible. */
  wanted: number[];
  isBusy: boolean;
}

type Send = (answer: Answer, transfer?: Transferable[]) => void;

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Holds the texts that the worker cuts, colours and searches. */
export function createTexts(send: Send): (order: Order) => void {
  const texts = new Map<number, OpenText>();

  async function colour(id: number, one: OpenText): Promise<void> {
    if (one.isBusy) return;
    one.isBusy = true;
    const tokenizer = await one.tokenizer;
    for (let chunk = one.wanted.at(-1); chunk !== undefined && texts.has(id); chunk = one.wanted.at(-1)) {
      if (!tokenizer) break;
      const [first = chunk] = tokenizer.before(chunk);
      const lines = tokenizer.colour(first);
      if (first === chunk) one.wanted.pop();
      if (first === chunk) send({ type: 'colours', id, chunk, lines });
      // Lets a search or a newer wish come first.
      await turn();
    }
    one.isBusy = false;
  }

  return (order) => {
    const { id } = order;
    if (order.type === 'open') {
      texts.set(id, opened(order.text, order.grammar));
      return;
    }
    const one = texts.get(id);
    if (!one) return;
    if (order.type === 'close') texts.delete(id);
    if (order.type === 'cells') send({ type: 'cells', id, cells: readCells(one.text) });
    if (order.type === 'rows') send({ type: 'rows', id, rows: one.rows });
    if (order.type === 'find') {
      const matches = findMatches(one.text, order.query);
      send({ type: 'matches', id, query: order.query, matches }, [matches.buffer]);
    }
    if (order.type === 'colour') {
      one.wanted = [...one.wanted.filter((chunk) => chunk !== order.chunk), order.chunk];
      void colour(id, one);
    }
  };
}

function opened(text: string, grammar: string | undefined): OpenText {
  const rows = rowsOf(text);
  const firstRows = firstRowsOf(rows);
  const lineAt = (line: number): string | undefined => {
    const row = firstRows[line];
    if (row === undefined) return undefined;
    const next = rows.starts[firstRows[line + 1] ?? rows.starts.length];
    return text.slice(rows.starts[row], next).replace(/[\r\n]+$/, '');
  };
  const tokenizer =
    // If a grammar fails, the text is shown without colours.
    grammar === undefined ? Promise.resolve(undefined) : createTokenizer(grammar, text, lineAt).catch(() => undefined);
  return { text, rows, tokenizer, wanted: [], isBusy: false };
}

/** Returns the first row of each line. */
function firstRowsOf({ lines }: Rows): number[] {
  const first: number[] = [];
  for (const [row, line] of lines.entries()) if (first.length === line) first.push(row);
  return first;
}
