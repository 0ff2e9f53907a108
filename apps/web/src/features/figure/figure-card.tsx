import type { Analysis } from '@gofigr/contract';
import { Card, CardLink } from '../../ui/cards.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';

/** A figure as other things list it: without its revisions. */
export type ListedFigure = Analysis['figures'][number];

export function FigureCard({ figure }: { figure: ListedFigure }) {
  const time = figure.child_updated_on ?? figure.created_on;
  const who = figure.child_updated_by ?? figure.created_by;
  return (
    <Card
      picture={<Thumbnail kind="figure" id={figure.api_id} version={time} />}
      link={
        <CardLink to="/figure/$id" params={{ id: figure.api_id }}>
          {figure.name}
        </CardLink>
      }
      facts={
        <>
          {who && `${who} · `}
          <When time={time} />
        </>
      }
    />
  );
}
