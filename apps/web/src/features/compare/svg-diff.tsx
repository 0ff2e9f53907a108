import type { SvgDiff as Diff, ElementChange, WordsChange } from '@gofigr/compare';
import { useMemo } from 'react';
import { plural } from '../../lib/format.ts';
import css from './diff.module.css';
import { Rows, Value } from './rows.tsx';

/** Lists the differing texts and elements of two drawings. */
export function SvgDiff({ diff }: { diff: Diff }) {
  const { elements, texts, changes, unlisted } = diff;
  const lines = useMemo(() => [...texts.map(wordsOf), ...changes.flatMap(linesOf)], [texts, changes]);
  if (diff.rest_differs) return <p className={css['quiet']}>Only IDs, metadata or spaces differ.</p>;
  return (
    <>
      <p className={css['quiet']}>
        {plural(elements.a, 'element')} before, {elements.b.toLocaleString('en')} after: {elements.added} added,{' '}
        {elements.removed} removed, {elements.changed} changed.
      </p>
      <Rows label="Differing elements and texts" columns={['Where', 'Before', 'After']} rows={lines} draw={cellsOf} />
      {unlisted > 0 && (
        <p className={css['quiet']}>{plural(unlisted, 'more element or text', 'more elements or texts')} differ.</p>
      )}
    </>
  );
}

/** A line: a text, an attribute, or a whole element. */
interface Line {
  place: string;
  isPath: boolean;
  a?: string | undefined;
  b?: string | undefined;
}

function wordsOf(change: WordsChange): Line {
  const place = { place: 'Text', isPath: false };
  if (change.kind === 'changed') return { ...place, a: change.a, b: change.b };
  return { ...place, [change.kind === 'added' ? 'b' : 'a']: change.text };
}

function linesOf(change: ElementChange): Line[] {
  const { kind, path } = change;
  if (kind !== 'changed') return [{ place: path, isPath: true, [kind === 'added' ? 'b' : 'a']: kind }];
  return change.attributes.map(({ name, a, b }, index) => ({
    place: index === 0 ? `${path} @${name}` : `@${name}`,
    isPath: true,
    a,
    b,
  }));
}

const cellsOf = ({ place, isPath, a, b }: Line) => (
  <>
    <td className={isPath ? css['name'] : undefined}>{place}</td>
    <Value of={a} side="before" />
    <Value of={b} side="after" />
  </>
);
