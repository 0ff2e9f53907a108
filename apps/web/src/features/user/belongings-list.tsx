import type { Belongings } from '@gofigr/contract';
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatBytes, plural } from '../../lib/format.ts';
import { Row, Rows } from '../../ui/panel.tsx';

/** A workspace or an organization of a user whose account is to end. */
export interface Belonging {
  id: string;
  name: string;
  members: readonly string[];
  /** Member who gets it if nobody is chosen; null: nobody, so that it is deleted. */
  heir: string | null;
}

interface BelongingsListProps {
  belongings: Belongings;
  /** The fate of one belonging, or a field to choose it. */
  renderFate: (belonging: Belonging) => ReactNode;
}

/** Lists all that a user owns, with its size and its fate. */
export function BelongingsList({ belongings: { workspaces, organizations, keys }, renderFate }: BelongingsListProps) {
  return (
    <>
      <Rows label="What the account owns">
        {workspaces.map(({ api_id, name, figures, size_bytes, members, heir }) => (
          <Row key={api_id}>
            <Line
              name={name}
              about={`Workspace · ${plural(figures, 'figure')} · ${formatBytes(size_bytes)}${others(members)}`}
              fate={renderFate({ id: api_id, name, members, heir })}
            />
          </Row>
        ))}
        {organizations.map(({ api_id, name, members }) => (
          <Row key={api_id}>
            <Line
              name={name}
              about={`Organization${others(members)}`}
              fate={renderFate({ id: api_id, name, members, heir: null })}
            />
          </Row>
        ))}
        <Row>
          <Line name={keys === 0 ? 'Sign-ins' : `${plural(keys, 'API key')} and all sign-ins`} about="" fate="Ended" />
        </Row>
      </Rows>
    </>
  );
}

const others = (members: readonly string[]): string =>
  members.length === 0 ? '' : ` · ${plural(members.length, 'other member')}`;

function Line({ name, about, fate }: { name: string; about: string; fate: ReactNode }) {
  return (
    <Group gap="xs" justify="space-between" style={{ flex: 1, minWidth: 0 }}>
      <div style={{ flex: '1 1 10rem', minWidth: 0 }}>
        <Text size="sm" fw={600} dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        {about && (
          <Text size="xs" c="dimmed">
            {about}
          </Text>
        )}
      </div>
      <Text component="div" size="sm" style={{ overflowWrap: 'anywhere' }}>
        {fate}
      </Text>
    </Group>
  );
}
