import { Button, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { formatDay } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Section } from '../../ui/section.tsx';
import type { Group } from './group.ts';
import { invitationsQuery, withdrawInvitation } from './member.ts';
import { roleName } from './roles.ts';

/** Lists invitations that wait for an answer. Shows nothing if there are none. */
export function Invitations({ group: { kind, id } }: { group: Group }) {
  const invalidate = useInvalidate();
  const invitations = useQuery(invitationsQuery(kind, id));
  const withdrawing = useMutation({
    mutationFn: (key: string) => withdrawInvitation(kind, key),
    onSuccess: () => invalidate('people'),
  });
  if (invitations.error)
    return (
      <Failure
        error={invitations.error}
        what="The invitations could not be loaded"
        onRetry={() => void invitations.refetch()}
      />
    );
  const list = invitations.data ?? [];
  if (list.length === 0) return null;
  return (
    <Section title="Invitations">
      {withdrawing.error && <Failure error={withdrawing.error} />}
      <Rows label="Invitations">
        {list.map(({ api_id, email, membership_type, initiator, expiry }) => (
          <Row key={api_id}>
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                {email}
              </Text>
              <Text size="xs" c="dimmed">
                {roleName(kind, membership_type)} · invited by {initiator} · until {formatDay(expiry)}
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Withdraw the invitation of ${email}`}
              loading={withdrawing.isPending && withdrawing.variables === api_id}
              onClick={() => withdrawing.mutate(api_id)}
            >
              Withdraw
            </Button>
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
