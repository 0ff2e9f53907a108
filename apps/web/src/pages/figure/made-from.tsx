import { Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { formatBytes } from '../../lib/format.ts';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';

const sourcesQuery = (id: string) =>
  queryOptions({
    queryKey: ['revision', id, 'sources'],
    queryFn: ({ signal }) =>
      call('GET /revision/:id/lineage/', { path: { id }, query: { direction: 'up', depth: '1' }, signal }),
  });

/** Lists the files and figures that a revision was made from, as far as the user may see them. */
export function MadeFrom({ id }: { id: string }) {
  const sources = useQuery(sourcesQuery(id));
  return (
    <Section title="Made from">
      <Loaded
        of={sources}
        what="The files and figures it was made from"
        skeleton={<LinesSkeleton height={44} count={1} />}
      >
        {({ nodes }) => (
          <Rows label="Made from">
            {nodes
              .filter(({ distance }) => distance < 0)
              .map((source) => (
                <Row key={source.api_id}>
                  <TextLink to={`/${source.kind}/$id`} params={{ id: source.api_id }} size="sm">
                    {source.name}
                  </TextLink>
                  <Text size="xs" c="dimmed" ml="auto" ta="right">
                    Revision #{source.revision_index + 1} · {formatBytes(source.size_bytes)}
                  </Text>
                </Row>
              ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}
