import type { PendingMembership } from '@gofigr/contract';
import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { PersonName } from '../../ui/person.tsx';
import { Section } from '../../ui/section.tsx';
import { acceptMembership, leave, pendingQuery } from './membership.ts';

const TITLE = 'You were added';

/** Lists pending memberships, to accept or to leave. Shows nothing if there are none. */
export function AddedTo({ username }: { username: string }) {
  const pending = useQuery(pendingQuery()).data ?? [];
  if (pending.length === 0) return null;
  return (
    <Section title={TITLE}>
      <Rows label={TITLE}>
        {pending.map((membership) => (
          <Row key={membership.api_id}>
            <Pending membership={membership} username={username} />
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

function Pending({ membership, username }: { membership: PendingMembership; username: string }) {
  const invalidate = useInvalidate();
  // Accepting or leaving changes members and workspaces.
  const onSuccess = () => invalidate('access');
  const accepting = useMutation({ mutationFn: () => acceptMembership(membership), onSuccess });
  const leaving = useMutation({ mutationFn: () => leave(membership, username), onSuccess });
  const { kind, name, membership_type, added_by } = membership;
  const error = accepting.error ?? leaving.error;
  return (
    <div style={{ flex: 1, minWidth: 0 }}>
      <Group justify="space-between" gap="sm">
        <div style={{ flex: 1, minWidth: 200 }}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            <b dir="auto">
              <PersonName username={added_by} />
            </b>{' '}
            added you to the {kind} <b dir="auto">{name}</b> as {membership_type.replaceAll('_', ' ')}.
          </Text>
          <Text size="xs" c="dimmed">
            When you accept, its members see your name and email address, and you see theirs.
          </Text>
        </div>
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            aria-label={`Leave ${name}`}
            loading={leaving.isPending}
            onClick={() => leaving.mutate()}
          >
            Leave
          </Button>
          <Button
            size="xs"
            aria-label={`Accept ${name}`}
            loading={accepting.isPending}
            onClick={() => accepting.mutate()}
          >
            Accept
          </Button>
        </Group>
      </Group>
      {error && <Failure error={error} />}
    </div>
  );
}
