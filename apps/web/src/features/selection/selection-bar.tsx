import { ActionIcon, Button, Group, Menu, Paper, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconArrowsDiff,
  IconDownload,
  IconFolderSymlink,
  IconLink,
  IconShare,
  IconTag,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { copyText } from '../../lib/copy.ts';
import { countOf, idsOf } from './chosen.ts';
import type { DialogProps } from './dialogs.ts';
import { downloadFigures, MOST_DOWNLOADED } from './download-figures.ts';
import { DeleteChosen, MoveChosen, ShareChosen, TagChosen } from './lazy-parts.ts';
import css from './selection-bar.module.css';

interface SelectionBarProps extends Omit<DialogProps, 'onClose'> {
  /** Number of all objects that the list's filter finds. */
  total: number;
  /** Chooses all of them, also those that are not loaded. Absent while it does. */
  onAll: (() => void) | undefined;
  onClear: () => void;
  /** Rights of the user on all objects of the list. */
  may: (action: 'update' | 'delete' | 'manage') => boolean;
  isSignedIn: boolean;
  /** Address of the app, for links. */
  publicUrl: string;
  /** Opens a comparison of revisions, of which there are 2 to `most`. */
  compare?: { most: number; open: (revisions: readonly string[]) => void };
}

type Dialog = 'move' | 'share' | 'tag' | 'delete';
const DIALOGS = { move: MoveChosen, share: ShareChosen, tag: TagChosen, delete: DeleteChosen };

/** Shows how many objects of a list are chosen, and what can be done with them. */
export function SelectionBar(props: SelectionBarProps) {
  const { kind, objects, Choose, total, onAll, onClear, onGone, may, isSignedIn, publicUrl, compare } = props;
  const [dialog, setDialog] = useState<Dialog>();
  const Opened = dialog && DIALOGS[dialog];
  const newest = objects.flatMap((one) => (one.newest ? [one.newest] : []));
  const isComparable = compare !== undefined && newest.length >= 2 && newest.length <= compare.most;
  const copyLinks = async () => {
    const links = objects.map(({ id }) => `${publicUrl}/${kind}/${id}`);
    const isCopied = await copyText(links.join('\n'));
    const message = isCopied ? `Links of ${countOf(kind, objects.length)} copied.` : 'Nothing could be copied.';
    notifications.show({ message, ...(!isCopied && { color: 'red' }) });
  };
  return (
    <section className={css['room']} aria-label="Selection">
      <Paper className={css['bar']} withBorder shadow="md" radius="md">
        <Group gap={4} wrap="nowrap">
          <ActionIcon variant="subtle" size={36} aria-label="Clear the selection" onClick={onClear}>
            <IconX size={18} />
          </ActionIcon>
          <Text component="output" size="sm" fw={600} className={css['count']}>
            {countOf(kind, objects.length)} selected
          </Text>
          {objects.length < total && (
            <Button variant="subtle" size="compact-sm" loading={!onAll} onClick={onAll}>
              Select all {total.toLocaleString('en')}
            </Button>
          )}
        </Group>
        <Group gap={4} wrap="wrap">
          {may('update') && (
            <Action label="Move" icon={<IconFolderSymlink size={18} />} onClick={() => setDialog('move')} />
          )}
          {may('manage') && <Action label="Share" icon={<IconShare size={18} />} onClick={() => setDialog('share')} />}
          {kind === 'figure' && may('update') && (
            <Action label="Tag" icon={<IconTag size={18} />} onClick={() => setDialog('tag')} />
          )}
          {compare && (
            <Action
              label="Compare"
              icon={<IconArrowsDiff size={18} />}
              disabled={!isComparable}
              why={isComparable ? undefined : `Select 2 to ${compare.most} figures with revisions`}
              onClick={() => compare.open(newest)}
            />
          )}
          {kind === 'figure' && isSignedIn && <Download ids={idsOf(objects)} />}
          <Action label="Copy links" icon={<IconLink size={18} />} onClick={() => void copyLinks()} />
          {may('delete') && (
            <Action label="Delete" icon={<IconTrash size={18} />} onClick={() => setDialog('delete')} />
          )}
        </Group>
      </Paper>
      {Opened && <Opened {...{ kind, objects, Choose, onGone }} onClose={() => setDialog(undefined)} />}
    </section>
  );
}

interface ActionProps {
  label: string;
  icon: ReactNode;
  disabled?: boolean;
  /** Reason why it is disabled. */
  why?: string | undefined;
  onClick?: () => void;
}

/** A button that a phone shows without its words. */
function Action({ label, icon, disabled = false, why, onClick }: ActionProps) {
  return (
    <Tooltip label={why ?? label}>
      <Button
        variant="subtle"
        size="compact-md"
        aria-label={label}
        // The reason shows only if the button still gets events.
        aria-disabled={disabled}
        {...(disabled ? { 'data-disabled': true } : onClick && { onClick })}
      >
        {icon}
        <span className={css['word']} aria-hidden>
          {label}
        </span>
      </Button>
    </Tooltip>
  );
}

function Download({ ids }: { ids: readonly string[] }) {
  const isTooMany = ids.length > MOST_DOWNLOADED;
  if (isTooMany)
    return (
      <Action
        label="Download"
        icon={<IconDownload size={18} />}
        disabled
        why={`At most ${MOST_DOWNLOADED.toLocaleString('en')} figures at once`}
      />
    );
  return (
    <Menu position="top">
      <Menu.Target>
        <Button variant="subtle" size="compact-md" aria-label="Download">
          <IconDownload size={18} />
          <span className={css['word']} aria-hidden>
            Download
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => downloadFigures(ids, 'pictures')}>Pictures (ZIP)</Menu.Item>
        <Menu.Item onClick={() => downloadFigures(ids, 'all')}>All files (ZIP)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
