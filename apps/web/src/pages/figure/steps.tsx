import type { Revision } from '@gofigr/contract';
import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { AccessBadge } from '../../features/sharing/index.ts';
import { lazyCode } from '../../lib/lazy-code.ts';
import { useKeys } from '../../lib/use-keys.ts';
import { PersonName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import type { ListedRevision } from './neighbours.ts';
import type { Tab } from './tabs.ts';

const CleanRoom = lazyCode(async () => (await import('./clean-room.tsx')).CleanRoom);

interface StepsProps {
  revision: Revision;
  older: ListedRevision | undefined;
  newer: ListedRevision | undefined;
  /** Undefined while it is loading, or if the user may not know. */
  isNewest: boolean | undefined;
  tab: Tab | undefined;
  /** Follows where there is room, else in its own row. */
  children: ReactNode;
}

/** Shows the revision's number, author and time, and steps to the neighbouring revisions, also by arrow keys. */
export function Steps({ revision, older, newer, isNewest, tab, children }: StepsProps) {
  const navigate = useNavigate();
  const open = (target: ListedRevision | undefined) =>
    target &&
    (() =>
      void navigate({
        to: '/revision/$id',
        params: { id: target.api_id },
        search: { tab },
        resetScroll: false,
        // Back leaves the revisions, however many were looked through.
        replace: true,
      }));
  const openOlder = open(older);
  const openNewer = open(newer);
  useKeys({ ArrowLeft: openOlder, ArrowRight: openNewer });
  return (
    <Group gap={6}>
      <Step label="Older revision (left arrow key)" onClick={openOlder}>
        <IconChevronLeft size={16} />
      </Step>
      <Text component="span" size="sm" fw={600} c="var(--mantine-color-text)">
        Revision #{revision.revision_index + 1}
      </Text>
      <Step label="Newer revision (right arrow key)" onClick={openNewer}>
        <IconChevronRight size={16} />
      </Step>
      <Text component="span" size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
        {isNewest && 'newest · '}
        {revision.created_by && (
          <>
            <PersonName username={revision.created_by} />
            {' · '}
          </>
        )}
        <When time={revision.created_on} />
        <AccessBadge kind="revision" id={revision.api_id} />
      </Text>
      {revision.is_clean_room && (
        <Suspense>
          <CleanRoom />
        </Suspense>
      )}
      {children}
    </Group>
  );
}

function Step({ label, onClick, children }: { label: string; onClick: (() => void) | undefined; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={24} aria-label={label} disabled={!onClick} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
