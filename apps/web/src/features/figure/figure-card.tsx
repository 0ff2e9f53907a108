import type { Analysis, ListedFigure } from '@gofigr/contract';
import { plural } from '../../lib/format.ts';
import { Card, CardLink, CardRow } from '../../ui/cards.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';

/** A figure in a list: without its revisions, or with their number only. */
type ShownFigure = Analysis['figures'][number] & Partial<Pick<ListedFigure, 'revision_count'>>;

/** Shows a figure as a card of a gallery. */
export const FigureCard = ({ figure }: { figure: ShownFigure }) => <Card {...partsOf(figure, 'card')} />;

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
        {figure.revision_count !== undefined && `${plural(figure.revision_count, 'revision')} · `}
        <When time={time} />
        {who && ` · ${who}`}
      </>
    ),
  };
}
