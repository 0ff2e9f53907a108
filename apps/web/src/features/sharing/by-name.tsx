import { Button, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { shownUsername } from '../../lib/person-name.ts';
import { Failure } from '../../ui/failure.tsx';
import { LinkOnce } from '../../ui/link-once.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { Person } from '../../ui/person.tsx';
import { PersonPicker } from '../../ui/person-picker.tsx';
import { invite } from './invitations.ts';
import { Invited } from './invited.tsx';
import { type Shared, type Sharing, setUserSharing } from './sharing.ts';
import { useChangeSharing } from './use-change-sharing.ts';

/** Shares with people by name or by mail address, and stops it. */
export function ByName({ kind, id, link, sharing }: Shared & { sharing: Sharing }) {
  const [who, setWho] = useState('');
  const [isUser, setIsUser] = useState(false);
  const given = who.trim();
  const isAddress = given.includes('@') && !isUser;
  const change = useChangeSharing(({ name, enabled }: { name: string; enabled: boolean }) =>
    setUserSharing(kind, id, name, enabled),
  );
  const inviting = useChangeSharing((email: string) => invite(kind, id, email));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given === '') return;
    if (isAddress) inviting.mutate(given);
    else change.mutate({ name: given, enabled: true }, { onSuccess: () => setWho('') });
  };
  if (inviting.data)
    return (
      <LinkOnce
        email={given}
        link={new URL(`/invite#token=${inviting.data.token}`, link).href}
        effect="Whoever has it can accept."
        onDone={() => {
          inviting.reset();
          setWho('');
        }}
      />
    );
  const wrongAddress = fieldErrors(inviting.error)['email'];
  return (
    <Stack gap="xs">
      <form onSubmit={submit}>
        <Group gap="xs" align="end" wrap="nowrap">
          <PersonPicker
            label="Share with"
            placeholder="Name or email address"
            value={who}
            error={wrongAddress}
            without={sharing.users}
            onChange={(next, isKnown) => {
              setWho(next);
              setIsUser(isKnown);
            }}
            style={{ flex: 1, minWidth: 0 }}
          />
          <Button type="submit" variant="default" loading={change.isPending || inviting.isPending}>
            {isAddress ? 'Invite' : 'Share'}
          </Button>
        </Group>
      </form>
      {change.error && <Failure error={change.error} />}
      {inviting.error && !wrongAddress && <Failure error={inviting.error} />}
      {sharing.users.length === 0 ? (
        <Text size="sm" c="dimmed">
          Not shared with any user.
        </Text>
      ) : (
        <Rows label="Shared with">
          {sharing.users.map((name) => (
            <Row key={name}>
              <Person username={name} second={addressOf(sharing, id, name)} />
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Remove ${shownUsername(name)}`}
                onClick={() => change.mutate({ name, enabled: false })}
              >
                Remove
              </Button>
            </Row>
          ))}
        </Rows>
      )}
      <Invited kind={kind} id={id} />
    </Stack>
  );
}

/** The mail address that somebody was invited by. */
const addressOf = ({ grants }: Sharing, id: string, username: string): string | undefined =>
  grants.find((grant) => grant.on.api_id === id && grant.username === username)?.named_as;
