import { Alert, Button, Group as Line, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Failure } from '../../ui/failure.tsx';
import { infoQuery, usePublicUrl } from '../info/index.ts';
import type { Group } from './group.ts';
import { addMember, invite } from './member.ts';
import { LOWEST, ROLES } from './roles.ts';

interface AddPeopleDialogProps {
  group: Group;
  opened: boolean;
  onClose: () => void;
}

/** Adds a user by name, or invites anybody by mail address. */
export function AddPeopleDialog({ group, opened, onClose }: AddPeopleDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Add people to “${group.name}”`}>
      {opened && <Content group={group} onClose={onClose} />}
    </Modal>
  );
}

function Content({ group, onClose }: Omit<AddPeopleDialogProps, 'opened'>) {
  const { kind, id, name } = group;
  const [who, setWho] = useState('');
  const [role, setRole] = useState(LOWEST[kind]);
  const invalidate = useInvalidate();
  const given = who.trim();
  const isAddress = given.includes('@');
  const adding = useMutation({
    mutationFn: async () => {
      if (isAddress) return (await invite(kind, id, given, role)).token;
      await addMember(kind, id, { username: given, membership_type: role });
      return null;
    },
    onSuccess: async (token) => {
      await invalidate('people');
      if (token !== null) return;
      notifications.show({ message: `${given} is now a member of “${name}”.` });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  if (adding.data) return <Invited email={given} token={adding.data} onClose={onClose} />;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Username or email address"
          description="Users of this server are added at once. Anyone else gets an invitation that works once."
          placeholder="grace or grace@example.org"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus
          maxLength={254}
          value={who}
          error={fieldErrors(adding.error)['email']}
          onChange={(event) => setWho(event.currentTarget.value)}
        />
        <Radio.Group label="Role" value={role} onChange={setRole}>
          <Stack gap="xs" mt={6}>
            {ROLES[kind].map(({ value, label, hint }) => (
              <Radio key={value} value={value} label={label} description={hint} />
            ))}
          </Stack>
        </Radio.Group>
        {adding.error && <Failure error={adding.error} />}
        <Line justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={adding.isPending} disabled={given === ''}>
            {isAddress ? 'Invite' : 'Add'}
          </Button>
        </Line>
      </Stack>
    </form>
  );
}

function Invited({ email, token, onClose }: { email: string; token: string; onClose: () => void }) {
  const sendsMail = useQuery(infoQuery()).data?.mail === true;
  const link = `${usePublicUrl()}/invite#token=${token}`;
  return (
    <Stack gap="md">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {sendsMail
          ? `An email with the invitation is on its way to ${email}. You can also send the link yourself.`
          : `This server sends no mail. Send this link to ${email}.`}
      </Text>
      <Line gap="xs" wrap="nowrap">
        <TextInput aria-label="Link of the invitation" readOnly value={link} style={{ flex: 1 }} />
        <CopyButton text={link}>Copy</CopyButton>
      </Line>
      <Alert color="gray" variant="light">
        The link works once and is shown only now. Whoever has it can join.
      </Alert>
      <Button onClick={onClose} style={{ alignSelf: 'end' }}>
        Done
      </Button>
    </Stack>
  );
}
