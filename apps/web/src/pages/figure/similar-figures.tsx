import { useIntersection } from '@mantine/hooks';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { call } from '../../lib/api.ts';
import { Card, CardLink } from '../../ui/cards.tsx';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import css from './similar-figures.module.css';

/** Distance from the visible part of the page at which the figures are asked for. */
const NEAR = '400px';
/** The server compares pictures for each answer. */
const STALE_MS = 5 * 60_000;

const similarQuery = (id: string) =>
  queryOptions({
    queryKey: ['figure', id, 'similar'],
    queryFn: ({ signal }) => call('GET /figure/:id/similar/', { path: { id }, signal }),
    staleTime: STALE_MS,
  });

/** Shows other figures that look like one, as soon as they come near. Nothing, if there are none or none are known. */
export function SimilarFigures({ id }: { id: string }) {
  const { ref, entry } = useIntersection({ rootMargin: NEAR });
  const { data } = useQuery({ ...similarQuery(id), enabled: entry?.isIntersecting === true });
  const figures = data?.figures ?? [];
  return (
    <div ref={ref}>
      {figures.length > 0 && (
        <Section title="Similar figures">
          <ul className={css['figures']} aria-label="Similar figures">
            {figures.map((one) => (
              <li key={one.figure}>
                <Card
                  picture={<Thumbnail kind="revision" id={one.revision} version={one.created_on} />}
                  link={
                    <CardLink to="/figure/$id" params={{ id: one.figure }}>
                      {one.figure_name}
                    </CardLink>
                  }
                  facts={<When time={one.created_on} />}
                />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}
