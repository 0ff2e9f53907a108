import type { ValuesDiff as Diff, Skipped, ValueChange } from '@gofigr/compare';
import { plural } from '../../lib/format.ts';
import css from './diff.module.css';
import { excerptsOf } from './excerpts.ts';
import { NotCompared } from './not-compared.tsx';
import { DIFFERENCE, Rows, Value } from './rows.tsx';

const COLUMNS = ['Name', 'Before', 'After'];

/** Shows the differing values of metadata, by their paths. */
export function ValuesDiff({ title, diff }: { title: string; diff: Diff | Skipped }) {
  if ('skipped' in diff) return <NotCompared what={title} reason={diff.skipped} />;
  if (diff.changes.length === 0) return null;
  const haveNumbers = diff.changes.some((change) => differenceOf(change) !== '');
  return (
    <section className={css['box']}>
      <h3 className={css['title']}>{title}</h3>
      <Rows
        label={title}
        columns={haveNumbers ? [...COLUMNS, DIFFERENCE] : COLUMNS}
        rows={diff.changes}
        draw={haveNumbers ? cellsWithDifference : cellsOf}
      />
      {diff.unlisted > 0 && <p className={css['quiet']}>{plural(diff.unlisted, 'more value')} differ.</p>}
    </section>
  );
}

function cellsOf(change: ValueChange) {
  const [before, after] = excerptsOf(
    'a' in change ? written(change.a) : undefined,
    'b' in change ? written(change.b) : undefined,
  );
  return (
    <>
      <td className={css['name']}>{change.path.join('.')}</td>
      <Value of={before} side="before" />
      <Value of={after} side="after" />
    </>
  );
}

const cellsWithDifference = (change: ValueChange) => (
  <>
    {cellsOf(change)}
    <td className={css['right']}>{differenceOf(change)}</td>
  </>
);

const differenceOf = (change: ValueChange): string =>
  change.kind === 'changed' && change.difference !== undefined ? signed(change.difference) : '';

/** A difference with its sign. */
export const signed = (difference: string): string => difference.replace(/^-/, '−').replace(/^(?=[\d.])/, '+');

/** A value as it is read: texts plainly, others as JSON. */
const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
