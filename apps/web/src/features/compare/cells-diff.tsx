import type { CellsDiff as Diff, NotebookChange, TextDiff as TextDifference } from '@gofigr/compare';
import { useMemo } from 'react';
import css from './diff.module.css';
import { TextDiff } from './text-diff.tsx';
import { useDrawn } from './use-drawn.ts';

/** Cells that are drawn at once. */
const FEW = 4;

interface CellsDiffProps {
  diff: Diff;
  split: boolean;
  /** Grammar of the code. */
  grammar: string | undefined;
}

/** Shows the differing cells of a notebook or a history. */
export function CellsDiff({ diff, split, grammar }: CellsDiffProps) {
  const { count, end } = useDrawn<HTMLParagraphElement>(diff);
  const shown = diff.changes.slice(0, count * FEW);
  return (
    <>
      {shown.map((change, index) => (
        <Cell key={index} change={change} split={split} grammar={grammarOf(change, grammar)} />
      ))}
      {shown.length < diff.changes.length && (
        <p ref={end} className={css['quiet']}>
          More cells follow.
        </p>
      )}
      {diff.rest_differs && <p className={css['quiet']}>Outputs, counts or metadata of the notebook differ too.</p>}
    </>
  );
}

interface CellProps {
  change: NotebookChange;
  split: boolean;
  grammar: string | undefined;
}

function Cell({ change, split, grammar }: CellProps) {
  const text = useMemo(() => textOf(change), [change]);
  return (
    <section className={css['box']}>
      <h3 className={css['title']}>{titleOf(change)}</h3>
      {text && <TextDiff diff={text} split={split} grammar={grammar} />}
    </section>
  );
}

const grammarOf = (change: NotebookChange, code: string | undefined): string | undefined =>
  ({ code, markdown: 'markdown', raw: undefined })[change.cell ?? 'code'];

/** The difference of a cell's text. That of a new or removed cell has only its own lines. */
function textOf(change: NotebookChange): TextDifference | undefined {
  if (change.kind === 'changed') return change.text.equal ? undefined : change.text;
  if (change.kind === 'moved') return undefined;
  const lines = change.text.split(/(?<=\n)/).map((text) => ({ text }));
  const [removed, added] = change.kind === 'added' ? [[], lines] : [lines, []];
  const blocks = [{ kind: 'changed' as const, a: 0, b: 0, removed, added }];
  return { equal: false, added: added.length, removed: removed.length, blocks };
}

function titleOf(change: NotebookChange): string {
  if (change.kind === 'removed') return `Cell ${change.a + 1} removed`;
  if (change.kind === 'added') return `Cell ${change.b + 1} added`;
  const moved = `moved from ${change.a + 1} to ${change.b + 1}`;
  if (change.kind === 'moved') return `Cell ${moved}`;
  const type = change.type ? `, from ${change.type.a} to ${change.type.b}` : '';
  return `Cell ${change.b + 1} changed${change.moved ? `, ${moved}` : ''}${type}`;
}
