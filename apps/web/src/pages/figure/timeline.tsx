import type { Figure } from '@gofigr/contract';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { changesQuery } from '../../features/revision/index.ts';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import type { Tab } from './tabs.ts';
import css from './timeline.module.css';

/** Height of a revision in the list, in pixels. */
const ITEM = 80;

interface TimelineProps {
  figure: Figure;
  current: string;
  tab: Tab | undefined;
}

/** Lists all revisions of the figure with their changes, newest first. */
export function Timeline({ figure, current, tab }: TimelineProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const changes = useQuery(changesQuery(figure.api_id, figure.revisions.length)).data;
  const newestFirst = figure.revisions.toReversed();
  const currentIndex = newestFirst.findIndex((revision) => revision.api_id === current);
  // oxlint-disable-next-line react/incompatible-library -- warns users of the React compiler, which isn't used here
  const items = useVirtualizer({
    count: newestFirst.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ITEM,
    overscan: 4,
  });
  useEffect(() => {
    if (currentIndex !== -1) items.scrollToIndex(currentIndex, { align: 'auto' });
  }, [currentIndex, items]);
  return (
    <Section title={`All Revisions: ${newestFirst.length} available`}>
      <div className={css['scroll']} ref={scroll}>
        <ul className={css['list']} aria-label="Revisions" style={{ height: items.getTotalSize() }}>
          {items.getVirtualItems().map(({ index, start }) => {
            const revision = newestFirst[index];
            if (!revision) return null;
            const change = changes?.find((one) => one.revision === revision.api_id);
            return (
              <li key={revision.api_id} style={{ top: start, height: ITEM }}>
                <Link
                  to="/revision/$id"
                  params={{ id: revision.api_id }}
                  search={{ tab }}
                  className={css['item'] ?? ''}
                  aria-current={revision.api_id === current}
                  data-current={revision.api_id === current}
                  resetScroll={false}
                >
                  <Thumbnail kind="revision" id={revision.api_id} size="small" version={revision.updated_on} />
                  <div style={{ minWidth: 0 }}>
                    <Text size="sm" fw={600}>
                      Revision #{revision.revision_index + 1}
                    </Text>
                    <Text size="xs" c="dimmed" truncate>
                      {revision.created_by && `${revision.created_by} · `}
                      <When time={revision.created_on} />
                    </Text>
                    {change && (
                      <Text size="xs" c="dimmed" truncate title={wordsOf(change.changed, revision.revision_index)}>
                        {wordsOf(change.changed, revision.revision_index)}
                      </Text>
                    )}
                  </div>
                </Link>
              </li>
            );
          })}
        </ul>
      </div>
    </Section>
  );
}

function wordsOf(changed: readonly string[], index: number): string {
  if (index === 0) return 'First published';
  return changed.length === 0 ? 'Nothing changed' : `Changed: ${changed.join(', ')}`;
}
