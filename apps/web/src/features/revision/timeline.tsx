import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import { Thumbnail } from '../thumbnail/index.ts';
import type { ListedRevision } from './neighbours.ts';
import type { Tab } from './tabs.ts';
import css from './timeline.module.css';

interface TimelineProps {
  revisions: readonly ListedRevision[];
  current: string;
  tab: Tab | undefined;
}

/** All revisions of the figure, newest first. */
export function Timeline({ revisions, current, tab }: TimelineProps) {
  const list = useRef<HTMLUListElement>(null);
  // Only the list moves, not the page.
  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>(`[data-revision="${current}"]`);
    if (item && list.current) list.current.scrollTop = item.offsetTop - list.current.offsetTop - 80;
  }, [current]);
  return (
    <Section title={`All Revisions: ${revisions.length} available`}>
      <ul className={css['list']} ref={list} aria-label="Revisions">
        {revisions.toReversed().map((revision) => (
          <li key={revision.api_id}>
            <Link
              to="/revision/$id"
              params={{ id: revision.api_id }}
              search={{ tab }}
              className={css['item'] ?? ''}
              aria-current={revision.api_id === current}
              data-current={revision.api_id === current}
              data-revision={revision.api_id}
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
              </div>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
