import type { AssetChange, AssetUse } from '@gofigr/compare';
import { TextLink } from '../../ui/links.tsx';
import css from './diff.module.css';
import { Rows } from './rows.tsx';

/** Lists the assets of which the revisions use different versions. */
export function AssetDiffs({ changes }: { changes: readonly AssetChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section className={css['box']}>
      <h3 className={css['title']}>Assets</h3>
      <Rows label="Assets" columns={['Asset', 'Before', 'After']} rows={changes} draw={cellsOf} />
    </section>
  );
}

const cellsOf = (change: AssetChange) => (
  <>
    <td>{nameOf(change)}</td>
    <td>{'a' in change && <Version use={change.a} />}</td>
    <td>{'b' in change && <Version use={change.b} />}</td>
  </>
);

const nameOf = (change: AssetChange): string => ('b' in change ? change.b : change.a).name ?? 'Unnamed';

const Version = ({ use }: { use: AssetUse }) => (
  <TextLink to="/asset_revision/$id" params={{ id: use.revision }} size="sm">
    {use.index === undefined ? 'used' : `Revision #${use.index + 1}`}
  </TextLink>
);
