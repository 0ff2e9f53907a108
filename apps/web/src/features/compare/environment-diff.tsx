import type { EnvironmentDiff as Diff, PackageChange, PackagesDiff, Skipped } from '@gofigr/compare';
import { IconEqual } from '@tabler/icons-react';
import { Empty } from '../../ui/empty.tsx';
import css from './diff.module.css';
import { NotCompared } from './not-compared.tsx';
import { Rows, Value } from './rows.tsx';
import { TextDiff } from './text-diff.tsx';
import { ValuesDiff } from './values-diff.tsx';

/** Shows the packages, the interpreter, the system and the commit that differ. */
export function EnvironmentDiff({ diff, split }: { diff: Diff | Skipped; split: boolean }) {
  if ('skipped' in diff) return <NotCompared what="The environment" reason={diff.skipped} />;
  const { packages, interpreter, system, git, system_text: text } = diff;
  const isSame = [packages, interpreter, system, git, ...(text ? [text] : [])].every(({ equal }) => equal);
  if (isSame) return <Empty icon={<IconEqual size={28} stroke={1.4} />} title="The environment is the same" />;
  return (
    <>
      <ValuesDiff title="Git" diff={git} />
      <ValuesDiff title="Interpreter" diff={interpreter} />
      <ValuesDiff title="System" diff={system} />
      <Packages diff={packages} />
      {text && !text.equal && (
        <section className={css['box']}>
          <h3 className={css['title']}>Description of the system</h3>
          <TextDiff diff={text} split={split} />
        </section>
      )}
    </>
  );
}

function Packages({ diff }: { diff: PackagesDiff }) {
  const { changes, only_a, only_b } = diff;
  return (
    <>
      {[...only_a, ...only_b].map((source) => (
        <NotCompared key={source} what={`Packages of ${source}`} reason={`only one of the revisions has this list`} />
      ))}
      {changes.length > 0 && (
        <section className={css['box']}>
          <h3 className={css['title']}>
            Packages <span className={css['quiet']}>{countsOf(diff)}</span>
          </h3>
          <Rows label="Packages" columns={['Package', 'Before', 'After', 'Change']} rows={changes} draw={cellsOf} />
        </section>
      )}
    </>
  );
}

const cellsOf = (change: PackageChange) => (
  <>
    <td className={css['name']}>{change.name}</td>
    <Value of={'a' in change ? change.a : undefined} side="before" />
    <Value of={'b' in change ? change.b : undefined} side="after" />
    <td>{WORDS[change.kind]}</td>
  </>
);

const WORDS = { added: '+ added', removed: '− removed', up: '↑ up', down: '↓ down', changed: 'changed' } as const;

const countsOf = ({ added, removed, up, down }: PackagesDiff): string =>
  [
    ...(added > 0 ? [`+${added}`] : []),
    ...(removed > 0 ? [`−${removed}`] : []),
    ...(up > 0 ? [`${up} up`] : []),
    ...(down > 0 ? [`${down} down`] : []),
  ].join(' · ');
