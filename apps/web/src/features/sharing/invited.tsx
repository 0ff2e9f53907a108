import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../ui/failure.tsx';
import { InvitedRow } from '../../ui/invited-row.tsx';
import { Rows } from '../../ui/panel.tsx';
import { invitationsQuery, withdrawInvitation } from './invitations.ts';
import type { Shared } from './sharing.ts';
import { useChangeSharing } from './use-change-sharing.ts';

/** Lists people who were invited by mail and have yet to accept. Shows nothing if there are none. */
export function Invited({ kind, id }: Pick<Shared, 'kind' | 'id'>) {
  const invitations = useQuery(invitationsQuery(kind, id));
  const withdrawing = useChangeSharing((key: string) => withdrawInvitation(kind, key));
  if (invitations.error)
    return (
      <Failure
        error={invitations.error}
        what="The invitations could not be loaded"
        onRetry={() => void invitations.refetch()}
      />
    );
  if (!invitations.data?.length) return null;
  return (
    <>
      {withdrawing.error && <Failure error={withdrawing.error} />}
      <Rows label="Invited">
        {invitations.data.map((invitation) => (
          <InvitedRow
            key={invitation.api_id}
            invitation={invitation}
            isPending={withdrawing.isPending && withdrawing.variables === invitation.api_id}
            onWithdraw={() => withdrawing.mutate(invitation.api_id)}
          />
        ))}
      </Rows>
    </>
  );
}
