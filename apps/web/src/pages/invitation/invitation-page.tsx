import type { AcceptedInvitation, InvitationPreview, User } from '@gofigr/contract';
import { Button, Divider, Group, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { infoQuery } from '../../features/info/index.ts';
import { acceptInvitation, declineInvitation, invitationQuery } from '../../features/invitation/index.ts';
import { RegisterForm } from '../../features/registration/index.ts';
import { enterSession, sessionQuery, signOut } from '../../features/session/index.ts';
import { isMissing } from '../../lib/failure.ts';
import { formatDay } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { LINKS } from '../../lib/object-pages.ts';
import { ConfirmDialog } from '../../ui/dialogs.ts';
import { Entrance } from '../../ui/entrance.tsx';
import { Failure } from '../../ui/failure.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PersonName } from '../../ui/person.tsx';

interface Invited {
  token: string;
  invitation: InvitationPreview;
}

/** Shows an invitation to anyone with its link: users who are signed in and new users. */
export function InvitationPage({ token }: { token: string | null }) {
  return token === null ? <Gone /> : <Invitation token={token} />;
}

function Invitation({ token }: { token: string }) {
  const invitation = useQuery(invitationQuery(token));
  const session = useQuery(sessionQuery());
  if (isMissing(invitation.error)) return <Gone />;
  return (
    <Entrance title="You are invited">
      <Loaded of={invitation} what="The invitation" skeleton={<Skeleton height={180} />}>
        {(found) => (
          <Stack gap="md">
            <Words invitation={found} />
            <Loaded of={session} what="Your session" skeleton={<Skeleton height={80} />}>
              {({ user }) =>
                user ? (
                  <Accept token={token} invitation={found} user={user} />
                ) : (
                  <Newcomer token={token} invitation={found} />
                )
              }
            </Loaded>
          </Stack>
        )}
      </Loaded>
    </Entrance>
  );
}

/** Contents that those who accept can see, of an object that is only for viewing. */
const VIEW = {
  analysis: 'all its figures and their revisions',
  figure: 'all its revisions',
  revision: 'its code and data',
  asset: 'all its revisions',
  asset_revision: 'its files',
} as const;
const isView = (kind: InvitationPreview['kind']): kind is keyof typeof VIEW => kind in VIEW;

function Words({ invitation: { initiator, kind, name, membership_type, expiry } }: { invitation: InvitationPreview }) {
  const what = (
    <>
      {kind.replace('_', ' ')} <b dir="auto">{name}</b>
    </>
  );
  return (
    <div>
      <Text style={{ overflowWrap: 'anywhere' }}>
        <b dir="auto">
          <PersonName username={initiator} />
        </b>{' '}
        {isView(kind) ? (
          <>
            shares the {what} with you. You can view it, with {VIEW[kind]}.
          </>
        ) : (
          <>
            invites you to the {what} as {membership_type.replaceAll('_', ' ')}.
          </>
        )}
      </Text>
      <Text size="sm" c="dimmed" mt={4}>
        Works once, until {formatDay(expiry)}.
      </Text>
    </div>
  );
}

/** Returns a function that opens what the invitation was for. It reloads all data, because the user sees more now. */
function useArrival() {
  const router = useRouter();
  const invalidate = useInvalidate();
  return async ({ kind, api_id: id }: Pick<AcceptedInvitation, 'kind' | 'api_id'>) => {
    await invalidate('access');
    await router.navigate({ to: LINKS[kind], params: { id }, replace: true });
  };
}

function Accept({ token, invitation, user }: Invited & { user: User }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const arrive = useArrival();
  const [declining, setDeclining] = useState(false);
  const accepting = useMutation({ mutationFn: () => acceptInvitation(token), onSuccess: arrive });
  const refusing = useMutation({
    mutationFn: () => declineInvitation(token),
    onSuccess: async () => {
      notifications.show({ message: 'Invitation declined.' });
      await router.navigate({ to: '/', replace: true });
    },
  });
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => enterSession(queryClient, { user: null }),
  });
  return (
    <>
      {accepting.error && <Failure error={accepting.error} />}
      <Group grow>
        <Button variant="default" onClick={() => setDeclining(true)}>
          Decline
        </Button>
        <Button loading={accepting.isPending} onClick={() => accepting.mutate()}>
          Accept
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        You are signed in as <b dir="auto">{user.username}</b>.{' '}
        <Button
          variant="transparent"
          size="compact-sm"
          px={0}
          loading={leaving.isPending}
          onClick={() => leaving.mutate()}
        >
          Use another account
        </Button>
      </Text>
      {leaving.error && <Failure error={leaving.error} />}
      <ConfirmDialog
        opened={declining}
        title="Decline the invitation?"
        action="Decline"
        pending={refusing.isPending}
        error={refusing.error}
        onConfirm={() => refusing.mutate()}
        onClose={() => setDeclining(false)}
      >
        The link to <b dir="auto">{invitation.name}</b> stops working. <PersonName username={invitation.initiator} />{' '}
        can invite you again.
      </ConfirmDialog>
    </>
  );
}

function Newcomer({ token, invitation }: Invited) {
  const info = useQuery(infoQuery());
  const arrive = useArrival();
  return (
    <>
      <ButtonLink to="/sign-in" search={{ next: '/invite' }} variant="default" fullWidth>
        Sign in with an existing account
      </ButtonLink>
      {info.data && info.data.registration !== 'closed' && (
        <>
          <Divider label="or create one" />
          <RegisterForm
            invited={{ token, email: invitation.email }}
            onDone={async (joined) => {
              if (joined) await arrive(joined);
            }}
          />
        </>
      )}
    </>
  );
}

function Gone() {
  return (
    <Entrance title="This invitation is no longer valid">
      <Stack gap="md">
        <Text size="sm">It was used, withdrawn or has expired. Ask the sender for a new one.</Text>
        <ButtonLink to="/" variant="default">
          Go home
        </ButtonLink>
      </Stack>
    </Entrance>
  );
}
