import type { ObjectAccess } from '@gofigr/contract';
import { notifications } from '@mantine/notifications';
import { IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CopyButton } from '../../ui/copy.tsx';
import { notifyAction } from '../../ui/notify-action.tsx';
import { ShareButton } from './share-button.tsx';
import type { Shared } from './sharing.ts';
import { accessQuery } from './sharing.ts';

interface ShareActionsProps {
  /** The object whose link is copied. */
  shown: Shared;
  whole: Shared;
  part?: Shared & { label: string };
  mayShare: boolean;
}

/** Buttons to copy an object's link and to share it. Says who can open a link that isn't for everyone. */
export function ShareActions({ shown, whole, part, mayShare }: ShareActionsProps) {
  const [opened, setOpened] = useState(false);
  const access = useQuery(accessQuery(shown.kind, shown.id)).data;
  const tellLimit = () => {
    if (!access || access.visibility === 'link') return;
    if (mayShare) notifyAction(limitOf(access), 'Share it', () => setOpened(true));
    else notifications.show({ message: limitOf(access) });
  };
  return (
    <>
      <CopyButton text={shown.link} leftSection={<IconLink size={16} />} onCopied={tellLimit}>
        Copy link
      </CopyButton>
      {mayShare && <ShareButton whole={whole} {...(part && { part })} opened={opened} onChange={setOpened} />}
    </>
  );
}

function limitOf({ visibility, people }: ObjectAccess): string {
  if (visibility === 'private') return 'Only you can open this link.';
  if (people === null) return 'Only people with access can open this link.';
  return `Only ${people} people can open this link, you among them.`;
}
