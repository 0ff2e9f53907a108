import { Button, Group as Line, Modal, Radio, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/failure.ts';
import { quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { Failure } from '../../ui/failure.tsx';
import { LinkOnce } from '../../ui/link-once.tsx';
import { PersonPicker } from '../../ui/person-picker.tsx';
import { usePublicUrl } from '../info/index.ts';
import type { Group } from './group.ts';
import { addMember, invite, membersQuery } from './member.ts';
import { LOWEST, ROLES } from './roles.ts';

interface AddPeopleDialogProps {
  group: Group;
  opened: boolean;
  onClose: () => void;
}

/** Adds a user by name, or invites anybody by mail address. */
export function AddPeopleDialog({ group, opened, onClose }: AddPeopleDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Add people to ${quoted(group.name)}`}>
      {opened && <Content group={group} onClose={onClose} />}
    </Modal>
  );
}

function Content({ group, onClose }: Omit<AddPeopleDialogProps, 'opened'>) {
  const { kind, id, name } = group;
  const [who, setWho] = useState('');
  const [isUser, setIsUser] = useState(false);
  const [role, setRole] = useState(LOWEST[kind]);
  const invalidate = useInvalidate();
  const given = who.trim();
  const members = useQuery(membersQuery(kind, id)).data;
  const isAddress = given.includes('@') && !isUser;
  const adding = useMutation({
    mutationFn: async () => {
      if (isAddress) return (await invite(kind, id, given, role)).token;
      await addMember(kind, id, { username: given, membership_type: role });
      return null;
    },
    onSuccess: async (token) => {
      await invalidate('people');
      if (token !== null) return;
      notifications.show({ message: `${given} is now a member of ${quoted(name)}.` });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  const publicUrl = usePublicUrl();
  if (adding.data)
    return (
      <LinkOnce
        email={given}
        link={`${publicUrl}/invite#token=${adding.data}`}
        effect="Whoever has it can join."
        onDone={onClose}
      />
    );
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <PersonPicker
          label="Name, username or email address"
          description="Users of this server are added at once. Anyone else gets an invitation that works once."
          data-autofocus
          placeholder="Grace, grace or grace@example.org"
          value={who}
          without={members?.map(({ username }) => username) ?? []}
          error={fieldErrors(adding.error)['email']}
          onChange={(next, isKnown) => {
            setWho(next);
            setIsUser(isKnown);
          }}
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
