import type { LineageNode } from '@gofigr/contract';
import { Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { usesQuery } from '../../features/asset/index.ts';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { plural } from '../../lib/format.ts';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { PersonName } from '../../ui/person.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';
import { byFigure } from './by-figure.ts';

/** Lists the figures that were made from a revision of an asset. */
export function Uses({ id }: { id: string }) {
  const uses = useQuery(usesQuery(id));
  return (
    <Loaded of={uses} what="The figures made with it" skeleton={<LinesSkeleton height={64} count={2} />}>
      {({ nodes, cut }) => {
        const figures = byFigure(nodes);
        if (figures.length === 0)
          return (
            <Text size="sm" c="dimmed">
              No figure was made from this revision.
            </Text>
          );
        return (
          <>
            <Rows label="Figures made with it">
              {figures.map((revisions) => (
                <Row key={revisions[0].parent}>
                  <Figure revisions={revisions} />
                </Row>
              ))}
            </Rows>
            {cut && (
              <Text size="sm" c="dimmed" mt="xs">
                There are more. These are {plural(figures.length, 'figure')}.
              </Text>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

/** Revisions that are named. Others are counted. */
const NAMED = 6;

function Figure({ revisions }: { revisions: readonly [LineageNode, ...LineageNode[]] }) {
  const [newest] = revisions;
  const more = revisions.length - NAMED;
  return (
    <>
      <Thumbnail kind="revision" id={newest.api_id} size="small" version={null} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <TextLink to="/revision/$id" params={{ id: newest.api_id }} size="sm">
          {newest.name}
        </TextLink>
        <Text component="div" size="xs" c="dimmed">
          {revisions.slice(0, NAMED).map(({ api_id: id, revision_index: index }) => (
            <span key={id}>
              <TextLink to="/revision/$id" params={{ id }} size="xs" {...TARGET}>
                r{index + 1}
                <VisuallyHidden> of {newest.name}</VisuallyHidden>
              </TextLink>{' '}
            </span>
          ))}
          {more > 0 && `and ${plural(more, 'more revision')}`}
        </Text>
        <Text component="div" size="xs" c="dimmed">
          {newest.created_by && (
            <>
              <PersonName username={newest.created_by} />
              {' · '}
            </>
          )}
          <When time={newest.created_on} />
        </Text>
      </div>
    </>
  );
}
