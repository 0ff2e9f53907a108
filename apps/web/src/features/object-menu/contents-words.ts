import type { Contents } from '@gofigr/contract';
import { formatBytes, plural } from '../../lib/format.ts';
import type { DeletedKind } from './contents-query.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

const some = (count: number, one: string, many?: string): string[] => (count > 0 ? [plural(count, one, many)] : []);

/** Says in words what goes with a deleted object, what ends, and what stays. */
export function wordsOf(kind: DeletedKind, contents: Contents): { label: string; words: string }[] {
  const { workspaces, analyses, figures, revisions, assets, asset_revisions, size_bytes } = contents;
  const goes = [
    ...some(analyses, 'analysis', 'analyses'),
    ...some(figures, 'figure'),
    ...some(revisions, 'revision'),
    ...some(assets, 'asset'),
    ...some(
      asset_revisions,
      kind === 'asset' ? 'revision' : 'revision of assets',
      kind === 'asset' ? undefined : 'revisions of assets',
    ),
    ...(kind === 'organization' ? [] : [formatBytes(size_bytes)]),
  ];
  const ends = [
    ...some(contents.links, 'shared link'),
    ...(contents.people > 0 ? [`the access of ${plural(contents.people, 'person', 'people')} by name`] : []),
    ...some(contents.members, 'membership'),
  ];
  const stays = [
    ...(workspaces > 0 ? [`${plural(workspaces, 'workspace')}, with their owners`] : []),
    ...(contents.used_elsewhere > 0
      ? [`${plural(contents.used_elsewhere, 'revision')} elsewhere made from it, without the link to it`]
      : []),
  ];
  return [
    { label: 'Goes', words: list.format(goes) },
    { label: 'Ends', words: list.format(ends) },
    { label: 'Stays', words: list.format(stays) },
  ].filter(({ words }) => words !== '');
}
