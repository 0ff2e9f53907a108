import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isLinked, LINKS } from '../../lib/object-pages.ts';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import { sharedQuery } from './sharing.ts';

interface SharedWithMeProps {
  /** Says so if there are none. */
  showsNone?: boolean;
  /** Draws what selects an object. */
  box?: (of: SharedChoice) => ReactNode;
}

/** An object that a list may select. */
export interface SharedChoice {
  kind: 'analysis' | 'figure' | 'asset';
  id: string;
  name: string;
  parent: null;
}

/** Lists objects that others share with the user by name. */
export function SharedWithMe({ showsNone = false, box }: SharedWithMeProps) {
  const { data: shared } = useQuery(sharedQuery());
  if (!shared || shared.length === 0)
    return showsNone && shared ? (
      <Section title="Shared with me">
        <Empty title="Nobody shares anything with you by name">
          Figures, analyses and assets that others share with you are listed here.
        </Empty>
      </Section>
    ) : null;
  return (
    <Section title="Shared with me">
      <Rows label="Shared with me">
        {shared.map(({ kind, api_id, name, shared_by, shared_on }) => (
          <Row key={api_id}>
            {isChoosable(kind) && box?.({ kind, id: api_id, name, parent: null })}
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
                {kind.replace('_', ' ')} · shared by <bdi>{shared_by ?? 'a member'}</bdi>
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

const isChoosable = (kind: string) => kind === 'figure' || kind === 'analysis' || kind === 'asset';
