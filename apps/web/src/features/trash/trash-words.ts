import type { TrashItem } from '@gofigr/contract';
import { formatBytes, plural } from '../../lib/format.ts';

/** Names a kind of object in a sentence. */
export const kindOf = ({ kind }: Pick<TrashItem, 'kind'>): string => kind.replace('_', ' ');

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Says what was deleted with an object, and its size. */
export function contentsOf(item: TrashItem): string {
  const counts = [
    [item.analyses, 'analysis', 'analyses'],
    [item.figures, 'figure', 'figures'],
    [item.revisions, 'revision', 'revisions'],
    [item.assets, 'asset', 'assets'],
    [item.asset_revisions, 'revision of assets', 'revisions of assets'],
  ] as const;
  const some = counts.flatMap(([count, one, many]) => (count > 0 ? [plural(count, one, many)] : []));
  return list.format([...some, formatBytes(item.size_bytes)]);
}
