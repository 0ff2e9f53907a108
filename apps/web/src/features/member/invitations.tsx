import { useMutation, useQuery } from '@tanstack/react-query';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { InvitedRow } from '../../ui/invited-row.tsx';
import { Rows } from '../../ui/panel.tsx';
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
        {list.map((invitation) => (
          <InvitedRow
            key={invitation.api_id}
            invitation={invitation}
            role={roleName(kind, invitation.membership_type)}
            isPending={withdrawing.isPending && withdrawing.variables === invitation.api_id}
            onWithdraw={() => withdrawing.mutate(invitation.api_id)}
          />
        ))}
      </Rows>
    </Section>
  );
}
