import { Divider, Modal, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isRefusal } from '../../lib/failure.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ByLink } from './by-link.tsx';
import { ByName } from './by-name.tsx';
import { RequestsFor } from './requests.tsx';
import { type Shared, sharingQuery } from './sharing.ts';
import { WhoCanSee } from './who-can-see.tsx';

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
          <RequestsFor id={id} />
          <ByLink kind={kind} id={id} link={link} sharing={now} />
          <Divider />
          <ByName kind={kind} id={id} link={link} sharing={now} />
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
