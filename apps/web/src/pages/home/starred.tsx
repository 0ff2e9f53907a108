import type { Answer } from '@gofigr/client/wire';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Choice, Choices } from '../../features/selection/index.ts';
import { starredQuery } from '../../features/star/index.ts';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { CardLink, CardRow } from '../../ui/cards.tsx';
import { More } from '../../ui/more.tsx';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import { Line, Lines } from './lines.tsx';

type StarredFigure = Answer<'GET /star/'>['entries'][number];

const MOST = 6;

/** Lists the figures that the user starred. Shows nothing if there are none. */
export function Starred() {
  const pages = useInfiniteQuery(starredQuery(MOST));
  const figures = pages.data?.pages.flatMap(({ entries }) => entries) ?? [];
  if (figures.length === 0) return null;
  return (
    <Section title="Starred">
      <Choices kind="figure" items={figures.map(choice)}>
        <Lines label="Starred">
          {figures.map((figure, index) => (
            <Line key={figure.api_id} place={index + 1} total={figures.length}>
              <Choice of={choice(figure)}>
                <StarredRow figure={figure} />
              </Choice>
            </Line>
          ))}
        </Lines>
      </Choices>
      <More of={pages}>Show more</More>
    </Section>
  );
}

const StarredRow = ({ figure: { api_id, name, analysis_name, starred_on, changed_on } }: { figure: StarredFigure }) => (
  <CardRow
    picture={<Thumbnail kind="figure" id={api_id} size="small" version={changed_on} />}
    link={
      <CardLink to="/figure/$id" params={{ id: api_id }}>
        {name}
      </CardLink>
    }
    facts={
      <>
        {analysis_name !== null && (
          <>
            <span dir="auto">{analysis_name}</span> ·{' '}
          </>
        )}
        starred <When time={starred_on} />
      </>
    }
  />
);

const choice = ({ api_id: id, name, analysis, analysis_name }: StarredFigure) =>
  ({ kind: 'figure', id, name, parent: analysis_name === null ? null : analysis }) as const;
