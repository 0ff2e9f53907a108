import type { Revision } from '@gofigr/contract';
import { ActionIcon, Box, Button, Tooltip } from '@mantine/core';
import { IconColumns2, IconLayoutGridAdd, IconMovie } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { compareLink } from '../../features/compare/index.ts';
import { useKeys } from '../../lib/use-keys.ts';
import type { ListedRevision } from './neighbours.ts';

interface CompareButtonsProps {
  revision: Revision;
  older: ListedRevision | undefined;
  newer: ListedRevision | undefined;
}

/** Compares the revision with the one before it (key `c`) or with any, or shows all in a film (key `f`). */
export function CompareButtons({ revision: { api_id: id, figure }, older, newer }: CompareButtonsProps) {
  const navigate = useNavigate();
  const withOlder = older && (() => void navigate(compareLink([older.api_id, id])));
  const film =
    (older ?? newer) &&
    (() => void navigate({ to: '/figure/$id/film', params: { id: figure }, search: { revision: id } }));
  useKeys({ c: withOlder, f: film });
  return (
    <>
      {withOlder && (
        <Tooltip label="Compare with the previous revision (c)">
          <Button variant="default" size="xs" aria-label="Compare" onClick={withOlder}>
            <IconColumns2 size={15} />
            <Box component="span" ml={8} visibleFrom="xs">
              Compare
            </Box>
          </Button>
        </Tooltip>
      )}
      <Action label="Compare with …" onClick={() => void navigate(compareLink([id]))}>
        <IconLayoutGridAdd size={16} />
      </Action>
      {film && (
        <Action label="Film of all revisions (f)" onClick={film}>
          <IconMovie size={16} />
        </Action>
      )}
    </>
  );
}

const Action = ({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) => (
  <Tooltip label={label}>
    <ActionIcon variant="default" size={30} aria-label={label} onClick={onClick}>
      {children}
    </ActionIcon>
  </Tooltip>
);
