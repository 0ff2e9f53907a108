import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../../ui/links.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import { isLinked, LINKS } from './pages.ts';
import { sharedQuery } from './sharing.ts';

/** Lists objects that others share with the user by name. Shows nothing if there are none. */
export function SharedWithMe() {
  const shared = useQuery(sharedQuery()).data ?? [];
  if (shared.length === 0) return null;
  return (
    <Section title="Shared with me">
      <Rows label="Shared with me">
        {shared.map(({ kind, api_id, name, created_by, shared_on }) => (
          <Row key={api_id}>
            <div style={{ flex: 1, minWidth: 0 }}>
              {isLinked(kind) ? (
                <TextLink
                  to={LINKS[kind]}
                  params={{ id: api_id }}
                  fw={600}
                  size="sm"
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {name}
                </TextLink>
              ) : (
                <Text size="sm" fw={600}>
                  {name}
                </Text>
              )}
              <Text size="xs" c="dimmed">
                {kind.replace('_', ' ')} by {created_by}
              </Text>
            </div>
            <Text component="div" size="xs" c="dimmed" style={{ flex: 'none' }}>
              <When time={shared_on} />
            </Text>
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
