import type { Answer } from '@gofigr/client/wire';
import { useRef } from 'react';
import { FigureCard } from '../../features/figure/index.ts';
import { Choice, Choices } from '../../features/selection/index.ts';
import { plural } from '../../lib/format.ts';
import { CardSizeControl } from '../../ui/card-size.tsx';
import { Cards } from '../../ui/cards.tsx';
import { NewsNotice } from '../../ui/news-notice.tsx';
import { Section } from '../../ui/section.tsx';
import { useHeld } from '../../ui/use-held.ts';

type RecentFigure = Answer<'GET /recent/'>['figures'][number];

interface RecentFiguresProps {
  figures: readonly RecentFigure[];
  /** Tells whether the figures are of several workspaces. */
  namesWorkspace: boolean;
}

/** Shows the last changed figures, in an order that stays while somebody looks at them. */
export function RecentFigures({ figures, namesWorkspace }: RecentFiguresProps) {
  const list = useRef<HTMLDivElement>(null);
  const held = useHeld({ live: figures, keyOf: (figure) => figure.api_id, hasMore: false, name: 'recent', list });
  const choices = held.items.map(choice);
  return (
    <Section title="Recent figures" aside={<CardSizeControl />}>
      <div ref={list} style={{ scrollMarginTop: '8rem' }}>
        <Choices kind="figure" items={choices}>
          <Cards label="Recent figures">
            {held.items.map(({ workspace_name, ...figure }, index) => (
              <li key={figure.api_id} aria-setsize={choices.length} aria-posinset={index + 1}>
                <Choice of={choice(figure)}>
                  <FigureCard figure={{ ...figure, ...(namesWorkspace && { workspace_name }) }} />
                </Choice>
              </li>
            ))}
          </Cards>
        </Choices>
        <NewsNotice news={held.news > 0 ? plural(held.news, 'changed figure') : undefined} onShow={held.show} />
      </div>
    </Section>
  );
}

const choice = ({ api_id: id, name, analysis }: Pick<RecentFigure, 'api_id' | 'name' | 'analysis'>) =>
  ({ kind: 'figure', id, name, parent: analysis }) as const;
