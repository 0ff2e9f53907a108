import type { Analysis, ListedFigure } from '@gofigr/contract';
import type { ReactNode } from 'react';
import { plural } from '../../lib/format.ts';
import { AccessMark } from '../../ui/access-mark.tsx';
import { Card, CardLink, CardRow } from '../../ui/cards.tsx';
import { PersonName } from '../../ui/person.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';
import css from './figure-card.module.css';

/** A figure in a list: without its revisions, or with their number only, and with its analysis where that isn't clear. */
type ShownFigure = Analysis['figures'][number] &
  Partial<Pick<ListedFigure, 'revision_count' | 'access' | 'tags'>> & {
    analysis_name?: string;
    workspace_name?: string;
  };

/** Shows a figure as a card of a gallery. */
export const FigureCard = ({ figure, corner }: { figure: ShownFigure; corner?: ReactNode }) => (
  <Card {...partsOf(figure, 'card')} corner={corner} />
);

/** Shows a figure as a row of a list. */
export const FigureRow = ({ figure }: { figure: ShownFigure }) => <CardRow {...partsOf(figure, 'small')} />;

function partsOf(figure: ShownFigure, size: 'card' | 'small') {
  const time = figure.child_updated_on ?? figure.created_on;
  const who = figure.child_updated_by ?? figure.created_by;
  return {
    picture: <Thumbnail kind="figure" id={figure.api_id} size={size} version={time} />,
    link: (
      <CardLink to="/figure/$id" params={{ id: figure.api_id }}>
        {figure.name}
      </CardLink>
    ),
    facts: (
      <>
        <AccessMark access={figure.access} />
        <ShownTags tags={figure.tags} />
        {figure.analysis_name !== undefined && (
          <>
            <span dir="auto">{figure.analysis_name}</span> ·{' '}
          </>
        )}
        {figure.workspace_name !== undefined && (
          <>
            <span dir="auto">{figure.workspace_name}</span> ·{' '}
          </>
        )}
        {figure.revision_count !== undefined && `${plural(figure.revision_count, 'revision')} · `}
        <When time={time} />
        {who && (
          <>
            {' · '}
            <PersonName username={who} />
          </>
        )}
      </>
    ),
  };
}

/** Tags that a card has room for. */
const FIRST_TAGS = 2;

function ShownTags({ tags = [] }: { tags?: readonly string[] | undefined }) {
  const more = tags.length - FIRST_TAGS;
  return tags.slice(0, FIRST_TAGS).map((tag, index) => (
    <span key={tag} className={css['tag']} dir="auto" title={tags.join(', ')}>
      {tag}
      {index === FIRST_TAGS - 1 && more > 0 && ` +${more}`}
    </span>
  ));
}
