import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { usesQuery } from '../../features/asset/index.ts';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { When } from '../../ui/when.tsx';

/** Lists the figures that were made from a revision of an asset. */
export function Uses({ id }: { id: string }) {
  const uses = useQuery(usesQuery(id));
  return (
    <Loaded of={uses} what="The figures made with it" skeleton={<LinesSkeleton height={64} count={2} />}>
      {({ nodes, cut }) => {
        const figures = nodes.filter(({ kind, distance }) => kind === 'revision' && distance > 0);
        if (figures.length === 0)
          return (
            <Text size="sm" c="dimmed">
              No figure was made from this revision.
            </Text>
          );
        return (
          <>
            <Rows label="Figures made with it">
              {figures.map((figure) => (
                <Row key={figure.api_id}>
                  <Thumbnail kind="revision" id={figure.api_id} size="small" version={null} />
                  <TextLink to="/revision/$id" params={{ id: figure.api_id }} size="sm" style={{ minWidth: 0 }}>
                    {figure.name}
                  </TextLink>
                  <Text component="div" size="xs" c="dimmed" ml="auto" ta="right">
                    Revision #{figure.revision_index + 1} · {figure.created_by && `${figure.created_by} · `}
                    <When time={figure.created_on} />
                  </Text>
                </Row>
              ))}
            </Rows>
            {cut && (
              <Text size="sm" c="dimmed" mt="xs">
                There are more figures. These are the nearest {figures.length}.
              </Text>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
