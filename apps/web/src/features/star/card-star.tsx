import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo } from 'react';
import { useIsSignedIn } from '../session/index.ts';
import css from './card-star.module.css';
import { starsInQuery } from './star-query.ts';
import { useStarring } from './use-starring.ts';

interface Stars {
  /** IDs of the starred figures, once known. */
  ids: ReadonlySet<string> | undefined;
  set: (figure: string, starred: boolean) => void;
}

const StarsContext = createContext<Stars>({ ids: undefined, set: () => undefined });

/** Gives the stars of an analysis to the cards of its figures, which are too many to ask for each. */
export function CardStars({ analysis, children }: { analysis: string; children: ReactNode }) {
  const isSignedIn = useIsSignedIn();
  const { data: ids } = useQuery({ ...starsInQuery(analysis), enabled: isSignedIn });
  const set = useStarring(analysis);
  const stars = useMemo(() => ({ ids, set }), [ids, set]);
  return <StarsContext value={stars}>{children}</StarsContext>;
}

/** The star of a figure in a gallery. A plain button, because there are many. */
export function CardStar({ figure, name }: { figure: string; name: string }) {
  const { ids, set } = use(StarsContext);
  if (!ids) return null;
  const isStarred = ids.has(figure);
  const Icon = isStarred ? IconStarFilled : IconStar;
  return (
    <button
      type="button"
      className={css['star']}
      aria-label={`Star ${name}`}
      aria-pressed={isStarred}
      onClick={() => set(figure, !isStarred)}
    >
      <Icon size={15} />
    </button>
  );
}
