import type { Member } from '@gofigr/contract';
import { Button, Group as Line, NativeSelect, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { ConfirmDialog } from '../../ui/dialogs.ts';
import { Failure } from '../../ui/failure.tsx';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { Person } from '../../ui/person.tsx';
import type { Group } from './group.ts';
import { changeMember, handOver, removeMember } from './member.ts';
import { ROLES, roleName } from './roles.ts';

interface MemberRowProps {
  group: Group;
  member: Member;
  /** Tells whether it is the user. */
  isOwn: boolean;
  mayManage: boolean;
  mayHandOver: boolean;
}

/** Shows a member with their role, and what the user may change about it. */
export function MemberRow({ group, member, isOwn, mayManage, mayHandOver }: MemberRowProps) {
  const { kind, id } = group;
  const { username, membership_type: role } = member;
  const isOwner = role === 'owner';
  const [asked, setAsked] = useState<'remove' | 'hand over'>();
  const invalidate = useInvalidate();
  const changing = useMutation({
    mutationFn: (to: string) => changeMember(kind, id, { username, membership_type: to }),
    onSuccess: async (_, to) => {
      await invalidate('people');
      const undo = async () => {
        await changeMember(kind, id, { username, membership_type: role });
        await invalidate('people');
      };
      // A member who has lowered their own role can't raise it again.
      if (isOwn) notifications.show({ message: `You are now ${roleName(kind, to).toLowerCase()}.` });
      else notifyUndo(`${username} is now ${roleName(kind, to).toLowerCase()}.`, undo);
    },
  });
  return (
    <div style={{ flex: 1, minWidth: 0 }}>
      <Line gap="xs" justify="space-between">
        <div style={{ display: 'flex', flex: 1, minWidth: 160 }}>
          <Person
            username={username}
            note={
              isOwn && (
                <Text component="span" size="sm" c="dimmed">
                  {' '}
                  (you)
                </Text>
              )
            }
          />
        </div>
        {mayManage && !isOwner ? (
          <NativeSelect
            size="xs"
            aria-label={`Role of ${username}`}
            value={role}
            disabled={changing.isPending}
            onChange={(event) => changing.mutate(event.currentTarget.value)}
            data={ROLES[kind].map(({ value, label }) => ({ value, label }))}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {roleName(kind, role)}
          </Text>
        )}
        {mayHandOver && !isOwn && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Make owner: ${username}`}
            onClick={() => setAsked('hand over')}
          >
            Make owner
          </Button>
        )}
        {!isOwner && (isOwn || mayManage) && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={isOwn ? `Leave ${group.name}` : `Remove ${username}`}
            onClick={() => setAsked('remove')}
          >
            {isOwn ? 'Leave' : 'Remove'}
          </Button>
        )}
      </Line>
      {changing.error && <Failure error={changing.error} />}
      <RemoveDialog
        group={group}
        username={username}
        isOwn={isOwn}
        opened={asked === 'remove'}
        onClose={() => setAsked(undefined)}
      />
      <HandOverDialog
        group={group}
        username={username}
        opened={asked === 'hand over'}
        onClose={() => setAsked(undefined)}
      />
    </div>
  );
}

interface DialogProps {
  group: Group;
  username: string;
  opened: boolean;
  onClose: () => void;
}

function RemoveDialog({ group, username, isOwn, opened, onClose }: DialogProps & { isOwn: boolean }) {
  const { kind, id, name } = group;
  const invalidate = useInvalidate();
  const navigate = useNavigate();
  const removing = useMutation({
    mutationFn: () => removeMember(kind, id, username),
    onSuccess: async () => {
      onClose();
      if (isOwn) await navigate({ to: '/', replace: true });
      await invalidate('people');
      notifications.show({ message: isOwn ? `You left ${quoted(name)}.` : `${username} is no longer a member.` });
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={isOwn ? `Leave ${quoted(name)}?` : `Remove ${username}?`}
      action={isOwn ? 'Leave' : 'Remove'}
      pending={removing.isPending}
      error={removing.error}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      {isOwn
        ? `You will no longer see this ${kind}. What you published stays. An admin can add you again.`
        : `They will no longer see this ${kind}, and their API keys stop working here. What they published stays.`}
    </ConfirmDialog>
  );
}

function HandOverDialog({ group, username, opened, onClose }: DialogProps) {
  const invalidate = useInvalidate();
  const handing = useMutation({
    mutationFn: () => handOver(group.id, username),
    onSuccess: async () => {
      onClose();
      await invalidate('people');
      notifications.show({ message: `${username} now owns ${quoted(group.name)}. You are an admin of it.` });
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={`Make ${username} the owner?`}
      action="Hand over"
      pending={handing.isPending}
      error={handing.error}
      onConfirm={() => handing.mutate()}
      onClose={onClose}
    >
      {username} can then change and delete {quoted(group.name)}, and hand it over. You become an admin. Only the new
      owner can give it back.
    </ConfirmDialog>
  );
}
