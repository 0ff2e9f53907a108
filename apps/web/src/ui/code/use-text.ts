import { useEffect, useMemo, useRef, useState } from 'react';
import { type HeldText, holdText } from './code-worker.ts';
import { CHUNK } from './messages.ts';
import type { Token } from './pieces.ts';
import { type Rows, rowsOf } from './rows.ts';

/** Characters that are cut into rows at once; the worker cuts longer texts. */
const SHORT = 200_000;

/** A text with all that the worker found out about it. */
export interface WorkedText {
  /** Undefined until a long text has been cut. */
  rows: Rows | undefined;
  /** Colours of a line, as soon as they are there. */
  coloursOf(line: number): Token[] | undefined;
  /** Asks for the colours of these lines. */
  want(firstLine: number, lastLine: number): void;
  query: string;
  /** Start and end of each match of the query; undefined while it is searched. */
  matches: Uint32Array | undefined;
  find(query: string): void;
}

/** Lets the worker cut, colour and search a text. */
export function useText(text: string, grammar: string | undefined): WorkedText {
  const held = useRef<HeldText>(undefined);
  const asked = useRef(new Set<number>());
  const sought = useRef('');
  const short = useMemo(() => (text.length <= SHORT ? rowsOf(text) : undefined), [text]);
  const [long, setLong] = useState<{ text: string; rows: Rows }>();
  const [colours, setColours] = useState<{ text: string; chunks: ReadonlyMap<number, Token[][]> }>();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<{ text: string; query: string; matches: Uint32Array }>();

  useEffect(() => {
    asked.current = new Set();
    const opened = holdText(text, grammar, (answer) => {
      if (answer.type === 'rows') setLong({ text, rows: answer.rows });
      if (answer.type === 'matches') setFound({ text, query: answer.query, matches: answer.matches });
      if (answer.type !== 'colours') return;
      const { chunk, lines } = answer;
      setColours((known) => ({ text, chunks: new Map(known?.text === text ? known.chunks : []).set(chunk, lines) }));
    });
    held.current = opened;
    if (text.length > SHORT) opened.send({ type: 'rows' });
    if (sought.current !== '') opened.send({ type: 'find', query: sought.current });
    return () => opened.close();
  }, [text, grammar]);

  return {
    rows: short ?? (long?.text === text ? long.rows : undefined),
    coloursOf: (line) =>
      colours?.text === text ? colours.chunks.get(Math.floor(line / CHUNK))?.[line % CHUNK] : undefined,
    want(firstLine, lastLine) {
      if (grammar === undefined) return;
      for (let chunk = Math.floor(lastLine / CHUNK); chunk >= Math.floor(firstLine / CHUNK); chunk--) {
        if (asked.current.has(chunk)) continue;
        asked.current.add(chunk);
        held.current?.send({ type: 'colour', chunk });
      }
    },
    query,
    matches: query !== '' && found?.text === text && found.query === query ? found.matches : undefined,
    find(next) {
      sought.current = next;
      setQuery(next);
      held.current?.send({ type: 'find', query: next });
    },
  };
}
