import { ActionIcon } from '@mantine/core';
import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useKeys } from '../../lib/use-keys.ts';
import { useIsSignedIn } from '../session/index.ts';
import { starQuery } from './star-query.ts';
import { useStarring } from './use-starring.ts';

/** Stars the figure of a page, also by the key `s`. */
export function StarButton({ figure, analysis }: { figure: string; analysis: string }) {
  const isSignedIn = useIsSignedIn();
  const { data: isStarred } = useQuery({ ...starQuery(figure), enabled: isSignedIn });
  const set = useStarring(analysis);
  const toggle = isSignedIn && isStarred !== undefined ? () => set(figure, !isStarred) : undefined;
  useKeys({ s: toggle });
  if (!toggle) return null;
  const Icon = isStarred ? IconStarFilled : IconStar;
  return (
    <ActionIcon
      variant="default"
      size={36}
      aria-label="Star"
      aria-pressed={isStarred === true}
      title={isStarred ? 'Starred. Only you see your stars (s)' : 'Star this figure, for yourself (s)'}
      onClick={toggle}
    >
      <Icon size={18} />
    </ActionIcon>
  );
}
