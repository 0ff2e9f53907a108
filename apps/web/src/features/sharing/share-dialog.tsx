import {
  Button,
  Divider,
  Group,
  Modal,
  SegmentedControl,
  Skeleton,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isRefusal } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/panel.tsx';
import { type SharedKind, type Sharing, setLinkSharing, setUserSharing, sharingQuery } from './sharing.ts';
import { WhoCanSee } from './who-can-see.tsx';

export interface Shared {
  kind: SharedKind;
  id: string;
  /** Address to share. */
  link: string;
}

/** Objects that the people it is shared with can see. */
const SHARED: Record<SharedKind, string> = {
  analysis: 'this analysis with all its figures and their revisions',
  figure: 'this figure with all its revisions',
  revision: 'this revision only',
  asset: 'this asset with all its revisions',
  asset_revision: 'this revision of the asset only',
};

interface ShareDialogProps {
  whole: Shared;
  /** A part of it that can be shared alone. */
  part?: Shared & { label: string };
  opened: boolean;
  onClose: () => void;
}

/** Shows and changes with whom an object is shared, by link and by username, and who else can see it. */
export function ShareDialog({ opened, onClose, whole, part }: ShareDialogProps) {
  const [isPart, setIsPart] = useState(false);
  const shared = part && isPart ? part : whole;
  return (
    <Modal opened={opened} onClose={onClose} title={`Share this ${shared.kind.replace('_', ' ')}`}>
      {opened && part && (
        <SegmentedControl
          fullWidth
          mb="md"
          aria-label="What to share"
          value={isPart ? 'part' : 'whole'}
          onChange={(value) => setIsPart(value === 'part')}
          data={[
            { value: 'whole', label: `The whole ${whole.kind}` },
            { value: 'part', label: part.label },
          ]}
        />
      )}
      {opened && <Content key={shared.id} {...shared} />}
    </Modal>
  );
}

function Content({ kind, id, link }: Shared) {
  const sharing = useQuery({ ...sharingQuery(kind, id), retry: false });
  if (isRefusal(sharing.error))
    return <Text size="sm">Sharing is for the admins of the workspace. Ask one of them to share this {kind}.</Text>;
  return (
    <Loaded of={sharing} what="The list of users" skeleton={<Skeleton height={160} />}>
      {(now) => (
        <Stack gap="md">
          <ByLink kind={kind} id={id} link={link} sharing={now} />
          <Divider />
          <ByName kind={kind} id={id} sharing={now} />
          <Divider />
          <Text size="sm" fw={600}>
            Who can see it
          </Text>
          <WhoCanSee id={id} grants={now.grants} />
        </Stack>
      )}
    </Loaded>
  );
}

/** Makes a change and reads the sharing again. */
function useChange<V>(change: (value: V) => Promise<unknown>) {
  const invalidate = useInvalidate();
  return useMutation({
    mutationFn: change,
    onSuccess: () => invalidate('sharing'),
  });
}

function ByLink({ kind, id, link, sharing }: Shared & { sharing: Sharing }) {
  const change = useChange((enabled: boolean) => setLinkSharing(kind, id, enabled));
  return (
    <Stack gap="xs">
      <Switch
        label="Anyone with the link can view it"
        description={`Visitors see ${SHARED[kind]}, without signing in. They can't change anything.`}
        checked={sharing.link}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      {change.error && <Failure error={change.error} />}
      {sharing.link && (
        <Group gap="xs" wrap="nowrap">
          <TextInput aria-label="Link" readOnly value={link} style={{ flex: 1 }} />
          <CopyButton text={link}>Copy</CopyButton>
        </Group>
      )}
    </Stack>
  );
}

function ByName({ kind, id, sharing }: Omit<Shared, 'link'> & { sharing: Sharing }) {
  const [username, setUsername] = useState('');
  const change = useChange(({ name, enabled }: { name: string; enabled: boolean }) =>
    setUserSharing(kind, id, name, enabled),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ name: username.trim(), enabled: true }, { onSuccess: () => setUsername('') });
  };
  return (
    <Stack gap="xs">
      <form onSubmit={submit}>
        <Group gap="xs" align="end" wrap="nowrap">
          <TextInput
            label="Share with a user"
            placeholder="Username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            style={{ flex: 1 }}
          />
          <Button type="submit" variant="default" loading={change.isPending}>
            Share
          </Button>
        </Group>
      </form>
      {change.error && <Failure error={change.error} />}
      {sharing.users.length === 0 ? (
        <Text size="sm" c="dimmed">
          Not shared with any user.
        </Text>
      ) : (
        <Rows label="Shared with">
          {sharing.users.map((name) => (
            <Row key={name}>
              <Text size="sm" style={{ flex: 1, overflowWrap: 'anywhere' }}>
                {name}
              </Text>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Stop sharing with ${name}`}
                onClick={() => change.mutate({ name, enabled: false })}
              >
                Remove
              </Button>
            </Row>
          ))}
        </Rows>
      )}
    </Stack>
  );
}
