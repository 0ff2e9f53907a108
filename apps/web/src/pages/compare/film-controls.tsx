import type { Figure } from '@gofigr/contract';
import { ActionIcon, Slider, Text, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { changesQuery, changeText, newestIndex } from '../../features/revision/index.ts';
import { formatMoment } from '../../lib/format.ts';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { PersonName } from '../../ui/person.tsx';
import css from './film.module.css';

interface FilmControlsProps {
  figure: string;
  revisions: Figure['revisions'];
  index: number;
  isPlaying: boolean;
  onToggle: () => void;
  onGo: (index: number) => void;
}

/** Plays, steps and scrubs through the revisions, and says which one is shown. */
export function FilmControls({ figure, revisions, index, isPlaying, onToggle, onGo }: FilmControlsProps) {
  const last = revisions.length - 1;
  const shown = revisions[index];
  const newest = newestIndex(revisions);
  const step = (to: number) => (to < 0 || to > last ? undefined : () => onGo(to));
  return (
    <>
      <div className={css['controls']}>
        <Control label="Older revision (left arrow key)" onClick={step(index - 1)}>
          <IconChevronLeft size={16} />
        </Control>
        <Control label={isPlaying ? 'Pause (p)' : 'Play (p)'} onClick={last > 0 ? onToggle : undefined}>
          {isPlaying ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
        </Control>
        <Control label="Newer revision (right arrow key)" onClick={step(index + 1)}>
          <IconChevronRight size={16} />
        </Control>
        <Slider
          className={css['slider'] ?? ''}
          min={0}
          max={Math.max(last, 1)}
          disabled={last === 0}
          value={index}
          onChange={onGo}
          label={(at) => `#${(revisions[at]?.revision_index ?? 0) + 1}`}
          thumbLabel="Revision"
        />
        <Text component="output" size="xs" c="dimmed" className={css['place'] ?? ''}>
          {index + 1} of {revisions.length}
        </Text>
      </div>
      {shown && (
        <Text size="sm" className={css['caption'] ?? ''} component="div">
          <TextLink to="/revision/$id" params={{ id: shown.api_id }} fw={600} size="sm" {...TARGET}>
            Revision #{shown.revision_index + 1}
          </TextLink>
          <Text component="span" size="sm" c="dimmed" className={css['who'] ?? ''}>
            {' · '}
            {formatMoment(shown.created_on)}
            {shown.created_by && (
              <>
                {' · '}
                <PersonName username={shown.created_by} />
              </>
            )}
          </Text>
          {!isPlaying && index > 0 && <Changed figure={figure} revision={shown} newest={newest} />}
        </Text>
      )}
    </>
  );
}

interface ChangedProps {
  figure: string;
  revision: Figure['revisions'][number];
  /** Number of the newest revision. */
  newest: number;
}

/** Says in one line what differs from the revision before. */
function Changed({ figure, revision: { api_id: id, revision_index: number }, newest }: ChangedProps) {
  const { data: changes } = useQuery(changesQuery('figure', figure, number, newest));
  const change = changes?.find(({ revision }) => revision === id);
  if (!change) return null;
  const line = changeText(change, number).replaceAll('`', '');
  return (
    <span dir="auto" title={line} className={css['changed']}>
      {line}
    </span>
  );
}

const Control = ({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: (() => void) | undefined;
  children: ReactNode;
}) => (
  <Tooltip label={label}>
    <ActionIcon variant="default" size={30} aria-label={label} disabled={!onClick} onClick={onClick}>
      {children}
    </ActionIcon>
  </Tooltip>
);
