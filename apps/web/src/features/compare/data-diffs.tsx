import type { Datum, DatumDiff } from '@gofigr/compare';
import type { ReactNode } from 'react';
import { formatBytes, plural } from '../../lib/format.ts';
import { CellsDiff } from './cells-diff.tsx';
import { CodeDiff, type CodeOf } from './code-diff.tsx';
import css from './diff.module.css';
import { NotCompared } from './not-compared.tsx';
import { SvgDiff } from './svg-diff.tsx';
import { TableDiff } from './table-diff.tsx';
import { useDrawn } from './use-drawn.ts';

/** Kinds of data by their plurals. */
const ONE = { code: 'piece of code', tables: 'table', files: 'file', texts: 'text', drawings: 'drawing' } as const;

/** Data that are drawn at once. */
const FEW = 4;

interface DataDiffsProps {
  what: keyof typeof ONE;
  diffs: readonly DatumDiff[];
  split: boolean;
  /** Finds what the page knows of code and texts, to colour them. */
  codeOf?: CodeOf;
  /** Draws how a datum is compared, and lets the user choose. */
  choiceFor?: (diff: DatumDiff) => ReactNode;
}

/** Shows the data of one kind that differ, and counts the others. */
export function DataDiffs({ what, diffs, split, codeOf, choiceFor }: DataDiffsProps) {
  const differing = diffs.filter(({ kind }) => kind !== 'equal');
  const equal = diffs.length - differing.length;
  const { count, end } = useDrawn<HTMLParagraphElement>(diffs);
  const shown = differing.slice(0, count * FEW);
  if (diffs.length === 0) return null;
  return (
    <>
      {shown.map((diff, index) => (
        <section key={index} className={css['box']}>
          <h3 className={css['title']}>
            <bdi>{nameOf(diff)}</bdi>
            <span className={css['quiet']}>{aboutOf(diff)}</span>
          </h3>
          {choiceFor?.(diff)}
          <Content diff={diff} split={split} codeOf={codeOf} />
        </section>
      ))}
      {shown.length < differing.length && (
        <p ref={end} className={css['quiet']}>
          More {what} follow.
        </p>
      )}
      {equal > 0 && (
        <p className={css['quiet']}>
          {plural(equal, ONE[what], what === 'code' ? 'pieces of code' : what)} with the same bytes.
        </p>
      )}
    </>
  );
}

interface ContentProps {
  diff: DatumDiff;
  split: boolean;
  codeOf: CodeOf | undefined;
}

function Content({ diff, split, codeOf }: ContentProps) {
  const { content } = diff;
  if (!content) return null;
  if ('skipped' in content) return <NotCompared what={nameOf(diff)} reason={content.skipped} />;
  if ('text' in content) return <CodeDiff diff={content.text} a={diff.a} b={diff.b} split={split} codeOf={codeOf} />;
  if ('cells' in content) {
    const grammar = diff.b && codeOf?.(diff.b)?.grammarOf('');
    return <CellsDiff diff={content.cells} split={split} grammar={grammar ?? 'python'} />;
  }
  if ('table' in content) return <TableDiff diff={content.table} />;
  if ('svg' in content) return <SvgDiff diff={content.svg} />;
  return null;
}

const nameOf = ({ a, b }: DatumDiff): string => (b ?? a)?.name || 'Unnamed';

function aboutOf({ kind, a, b }: DatumDiff): string {
  if (kind === 'added') return `added · ${facts(b)}`;
  if (kind === 'removed') return `removed · ${facts(a)}`;
  if (kind === 'renamed') return `renamed, was “${a?.name}” · the same bytes`;
  return `${facts(a)} → ${facts(b)}`;
}

/** Size and the start of the hash. */
const facts = (datum: Datum | undefined): string =>
  datum ? `${formatBytes(datum.size)}, ${datum.hash.slice(0, 8)}` : '';
