import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { LinesSkeleton } from '../skeletons.tsx';
import css from './code-view.module.css';
import { FindBar } from './find-bar.tsx';
import { matchAfter } from './matches.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { type Rows, rowAt, rowText } from './rows.ts';
import { useText, type WorkedText } from './use-text.ts';
import { useWindow } from './use-window.ts';

/** Rows up to which all are in the page: there the browser itself finds and selects. */
const FEW_ROWS = 300;
const LINE_REM = 1.25;
const NO_MATCHES = new Uint32Array();

interface CodeViewProps {
  text: string;
  /** Grammar that colours it; undefined: none. */
  grammar?: string | undefined;
  label: string;
}

/** Shows a text of any length with line numbers. A long one is windowed and has its own search. */
export function CodeView({ text, grammar, label }: CodeViewProps) {
  const worked = useText(text, grammar);
  if (!worked.rows) return <LinesSkeleton count={12} height={16} />;
  return <Shown text={text} label={label} worked={worked} rows={worked.rows} />;
}

interface ShownProps {
  text: string;
  label: string;
  worked: WorkedText;
  rows: Rows;
}

function Shown({ text, label, worked, rows }: ShownProps) {
  const { matches = NO_MATCHES } = worked;
  const block = useRef<HTMLElement>(null);
  const [current, setCurrent] = useState(0);
  const count = rows.starts.length;
  const isLong = count > FEW_ROWS;
  const shown = useWindow(block, count, rowPixels());
  const { first, last } = isLong ? shown : { first: 0, last: count };
  useEffect(() => {
    worked.want(rows.lines[first] ?? 0, rows.lines[last - 1] ?? 0);
  });

  function go(to: number): void {
    if (matches.length === 0) return;
    const total = matches.length / 2;
    const match = ((to % total) + total) % total;
    setCurrent(match);
    shown.scrollTo(rowAt(rows, matches[2 * match] ?? 0));
  }
  // A search begins with the first match at or after the visible rows.
  useEffect(() => {
    if (worked.matches) go(matchAfter(worked.matches, rows.starts[shown.visible] ?? 0));
    // oxlint-disable-next-line react/exhaustive-deps -- only when a search has ended
  }, [worked.matches]);

  const lines = [];
  for (let row = first; row < last; row++) {
    const line = rows.lines[row] ?? 0;
    const start = rows.starts[row] ?? 0;
    const isWhole = rows.lines[row + 1] !== line && rows.lines[row - 1] !== line;
    lines.push(
      <Row
        key={row}
        number={rows.lines[row - 1] === line ? undefined : line + 1}
        pieces={piecesOf(rowText(text, rows, row), start, isWhole ? worked.coloursOf(line) : undefined, matches)}
        current={current}
      />,
    );
  }
  const style = { '--digits': String(count).length, '--longest': rows.longest } as CSSProperties; // own properties
  return (
    <>
      {isLong && <FindBar worked={worked} current={current} onGo={go} label={label} />}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable elements must be reachable by keyboard */}
      <section ref={block} aria-label={label} tabIndex={0} className={css['block']} data-arrows="own" style={style}>
        <div className={css['all']} style={isLong ? { height: shown.height } : {}}>
          <pre className={css['rows']} style={isLong ? { position: 'absolute', top: shown.top } : {}}>
            <code>{lines}</code>
          </pre>
        </div>
      </section>
    </>
  );
}

/** Height of a row, which grows with the reader's font. */
const rowPixels = (): number =>
  LINE_REM * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);

interface RowProps {
  number: number | undefined;
  pieces: readonly Piece[];
  current: number;
}

const Row = ({ number, pieces, current }: RowProps) => (
  <span className={css['row']} data-number={number}>
    {pieces.map((piece, index) => (
      <Part key={`${index}`} piece={piece} isCurrent={piece.match === current} />
    ))}
    {'\n'}
  </span>
);

function Part({ piece: { text, light, dark, match }, isCurrent }: { piece: Piece; isCurrent: boolean }) {
  const style = light === undefined ? {} : ({ '--light': light, '--dark': dark } as CSSProperties); // own properties
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isCurrent && match !== undefined) ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isCurrent, match]);
  if (match === undefined) {
    return (
      <span className={light && css['token']} style={style}>
        {text}
      </span>
    );
  }
  return (
    <mark ref={ref} className={css['match']} data-current={isCurrent || undefined}>
      {text}
    </mark>
  );
}
