import type { Analysis, ListedFigure } from '@gofigr/contract';
import { plural } from '../../lib/format.ts';
import { Card, CardLink, CardRow } from '../../ui/cards.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';

/** A figure as other things list it: without its revisions, at most with their number. */
type ShownFigure = Analysis['figures'][number] & Partial<Pick<ListedFigure, 'revision_count'>>;

/** A figure as a card of a gallery. */
export const FigureCard = ({ figure }: { figure: ShownFigure }) => <Card {...partsOf(figure, 'card')} />;

/** A figure as a line of a list. */
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
        {figure.revision_count !== undefined && `${plural(figure.revision_count, 'revision')} · `}
        <When time={time} />
        {who && ` · ${who}`}
      </>
    ),
  };
}
