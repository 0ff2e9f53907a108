import type { TextDiff as Diff } from '@gofigr/compare';
import { type CSSProperties, Fragment, memo, useEffect, useMemo } from 'react';
import { plural } from '../../lib/format.ts';
import type { Token } from '../../ui/code/pieces.ts';
import { useText } from '../../ui/code/use-text.ts';
import { ScrollRegion } from '../../ui/scroll-block.tsx';
import css from './diff.module.css';
import { groupsOf, type Part, pagesOf, partsOf, type Row, type Side, textIn, withItsLines } from './text-rows.ts';
import { useDrawn } from './use-drawn.ts';

/** Rows that are drawn at once. All of a large change would take seconds. */
const FEW = 50;

interface TextDiffProps {
  diff: Diff;
  split: boolean;
  /** Grammar that colours the lines; undefined: none. */
  grammar?: string | undefined;
  /** The whole texts, if they are known: then colours are also right after folded lines. */
  texts?: { a: string | undefined; b: string | undefined };
}

/** Shows the differences of two texts: one below the other, or in two columns. */
export function TextDiff({ diff, split, grammar, texts }: TextDiffProps) {
  const pages = useMemo(() => pagesOf(diff.blocks, split, FEW), [diff, split]);
  const left = useColours(diff, 'a', grammar, texts?.a);
  const right = useColours(diff, 'b', grammar, texts?.b);
  const { count, end } = useDrawn<HTMLDivElement>(diff);
  const shown = Array.from({ length: Math.min(count, pages.count) }, (_, page) => pages.rowsOn(page));
  useEffect(() => {
    // The last one asked for is coloured first.
    for (const row of shown.flat().toReversed()) {
      if (row.kind === 'folded') continue;
      // An equal line has the colours of the second text.
      if (row.kind === 'changed' && row.left) left.want(row.left.number - 1, row.left.number - 1);
      if (row.right) right.want(row.right.number - 1, row.right.number - 1);
    }
  });
  const style = { '--digits': String(pages.last).length } as CSSProperties; // an own property
  return (
    <>
      {diff.endings && (
        <p className={css['quiet']}>
          Lines end in {diff.endings.a.toUpperCase()} before and in {diff.endings.b.toUpperCase()} after.
        </p>
      )}
      <ScrollRegion label="Differences of the text" className={css['scroll']}>
        <div style={style}>
          {shown.map((rows, index) => (
            <Page
              key={index}
              rows={rows}
              split={split}
              colours={rows.map((row) => {
                if (row.kind === 'folded') return NONE;
                const after = row.right && right.coloursOf(row.right.number - 1);
                return [row.kind === 'equal' ? after : row.left && left.coloursOf(row.left.number - 1), after];
              })}
            />
          ))}
        </div>
        {count < pages.count && <div ref={end} style={{ height: 1 }} />}
      </ScrollRegion>
    </>
  );
}

type Colours = readonly [left: readonly Token[] | undefined, right: readonly Token[] | undefined];
const NONE: Colours = [undefined, undefined];

/** Lets the worker colour one of the texts. Without a grammar it gets no text. */
function useColours({ blocks }: Diff, side: 'a' | 'b', grammar: string | undefined, whole: string | undefined) {
  const text = useMemo(
    () => (grammar === undefined ? '' : withItsLines(whole ?? textIn(blocks, side))),
    [blocks, side, grammar, whole],
  );
  return useText(text, grammar);
}

interface PageProps {
  rows: readonly Row[];
  split: boolean;
  /** Colours of each row. */
  colours: readonly Colours[];
}

/** A few rows, drawn anew only if their colours have come. */
const Page = memo(
  ({ rows, split, colours }: PageProps) => (
    <table className={`${css['lines']} ${split ? css['split'] : ''}`}>
      <tbody>
        {rows.map((row, index) =>
          split ? (
            <SplitRow key={index} row={row} colours={colours[index] ?? NONE} />
          ) : (
            <UnifiedRow key={index} row={row} colours={colours[index] ?? NONE} />
          ),
        )}
      </tbody>
    </table>
  ),
  (one, other) =>
    one.rows === other.rows &&
    one.split === other.split &&
    one.colours.every(([left, right], index) => {
      const [otherLeft, otherRight] = other.colours[index] ?? NONE;
      return left === otherLeft && right === otherRight;
    }),
);

const Folded = ({ count }: { count: number }) => (
  <tr className={css['folded']}>
    <td colSpan={4}>{plural(count, 'equal line')}</td>
  </tr>
);

interface RowProps {
  row: Row;
  colours: Colours;
}

function UnifiedRow({ row, colours: [before, after] }: RowProps) {
  if (row.kind === 'folded') return <Folded count={row.count} />;
  const { left, right } = row;
  const isAdded = row.kind === 'changed' && right !== undefined;
  const kind = row.kind === 'equal' ? 'equal' : isAdded ? 'added' : 'removed';
  const side = right ?? left;
  return (
    <tr className={css[kind]}>
      <td className={css['number']}>{left?.number}</td>
      <td className={css['number']}>{right?.number}</td>
      <td className={css['mark']}>{{ equal: ' ', added: '+', removed: '−' }[kind]}</td>
      <td className={css['text']}>{side && <Line side={side} kind={kind} tokens={right ? after : before} />}</td>
    </tr>
  );
}

function SplitRow({ row, colours: [before, after] }: RowProps) {
  if (row.kind === 'folded') return <Folded count={row.count} />;
  const isEqual = row.kind === 'equal';
  const half = (side: Side | undefined, kind: 'removed' | 'added', tokens: readonly Token[] | undefined) => (
    <>
      <td className={`${css['number']} ${side && !isEqual ? css[kind] : ''}`}>{side?.number}</td>
      <td className={`${css['text']} ${side && !isEqual ? css[kind] : ''}`}>
        {side && <Line side={side} kind={isEqual ? 'equal' : kind} tokens={tokens} />}
      </td>
    </>
  );
  return (
    <tr>
      {half(row.left, 'removed', before)}
      {half(row.right, 'added', after)}
    </tr>
  );
}

interface LineProps {
  side: Side;
  kind: 'equal' | 'added' | 'removed';
  tokens: readonly Token[] | undefined;
}

/** The text of a line in its colours, with its changed words marked. */
const Line = ({ side, kind, tokens }: LineProps) =>
  groupsOf(partsOf(side, tokens)).map(({ parts, isChanged }, index) => {
    const Tag = kind === 'equal' || !isChanged ? Fragment : kind === 'added' ? 'ins' : 'del';
    return (
      <Tag key={index}>
        {parts.map((part, at) => (
          <Shown key={at} part={part} />
        ))}
      </Tag>
    );
  });

function Shown({ part }: { part: Part }) {
  if ('hidden' in part) return <span className={css['quiet']}>… {plural(part.hidden, 'character')} …</span>;
  const { text, light, dark } = part;
  if (light === undefined) return text;
  const style = { '--light': light, '--dark': dark } as CSSProperties; // own properties
  return (
    <span className={css['token']} style={style}>
      {text}
    </span>
  );
}
