import type { SharedContents } from '@gofigr/contract';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { plural } from '../../lib/format.ts';
import { Failure } from '../../ui/failure.tsx';
import { contentsQuery, type SharedKind } from './sharing.ts';

/** Lists what a link to an object shows to its visitors. */
export function Visible({ kind, id }: { kind: SharedKind; id: string }) {
  const contents = useQuery(contentsQuery(kind, id));
  if (contents.error)
    return (
      <Failure
        error={contents.error}
        what="The server could not count what becomes visible"
        onRetry={() => void contents.refetch()}
      />
    );
  return (
    <Stack gap={4}>
      <Text size="sm" id={`visible-${id}`}>
        Visible to anyone with the link:
      </Text>
      {contents.data ? (
        <Text
          component="ul"
          size="sm"
          aria-labelledby={`visible-${id}`}
          style={{ margin: 0, paddingInlineStart: '1.25rem' }}
        >
          {linesOf(kind, contents.data).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </Text>
      ) : (
        <Skeleton height={96} />
      )}
    </Stack>
  );
}

const PARTS = [
  ['code', 'Code'],
  ['tables', 'Tables of data'],
  ['files', 'Files'],
  ['packages', 'Lists of packages'],
  ['texts', 'Texts, such as facts about the computer'],
] as const;

function linesOf(kind: SharedKind, contents: SharedContents): string[] {
  const { figures, revisions, examined, local_paths } = contents;
  const isOne = kind === 'revision' || kind === 'asset_revision';
  const all = plural(revisions, 'revision');
  const whole = {
    analysis: `${plural(figures, 'figure')} and ${all}, with pictures and authors`,
    figure: `${all}, with pictures and authors`,
    revision: 'The picture and the author of this revision',
    asset: `${all}, with authors`,
    asset_revision: 'The author of this revision',
  }[kind];
  const among = examined < revisions ? ` of the newest ${examined.toLocaleString('en')}` : '';
  const parts = PARTS.flatMap(([part, name]) =>
    contents[part] === 0 ? [] : [isOne ? name : `${name} in ${plural(contents[part], 'revision')}${among}`],
  );
  const metadata = local_paths ? 'Metadata, which name files or folders of a computer' : 'Metadata';
  return [whole, ...parts, metadata];
}
