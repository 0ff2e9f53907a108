import type { Figure } from '@gofigr/contract';
import { ActionIcon, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconColumns2 } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { compareLink } from '../../features/compare/index.ts';
import { newestIndex } from '../../features/revision/index.ts';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { lazyCode } from '../../lib/lazy-code.ts';
import { PersonName } from '../../ui/person.tsx';
import { Section } from '../../ui/section.tsx';
import { When } from '../../ui/when.tsx';
import { Change } from './change.tsx';
import type { MeasuredList, Place } from './in-view.tsx';
import type { ListedRevision } from './neighbours.ts';
import type { Tab } from './tabs.ts';
import css from './timeline.module.css';
import { usePicked } from './use-picked.ts';

/** Height of a revision in the list with three lines of changes, in pixels. */
const ITEM = 114;
/** Revisions that are all drawn. Of more, only those in view are, with code that is loaded for it. */
const FEW = 50;

const InView = lazyCode(async () => (await import('./in-view.tsx')).InView);

interface TimelineProps {
  figure: Figure;
  current: string;
  tab: Tab | undefined;
}

/** Lists all revisions of the figure with their changes, newest first. */
export function Timeline({ figure, current, tab }: TimelineProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const newestFirst = useMemo(() => figure.revisions.toReversed(), [figure.revisions]);
  const idAt = useCallback((index: number) => newestFirst[index]?.api_id ?? '', [newestFirst]);
  const currentIndex = newestFirst.findIndex((revision) => revision.api_id === current);
  const inView = useRef<string>(undefined);
  useEffect(() => {
    const list = scroll.current;
    if (!list || currentIndex === -1 || inView.current === current) return;
    inView.current = current;
    // Opened items before it move it. One that is not drawn has no place yet.
    const item = list.querySelector<HTMLElement>('[data-current=true]');
    const [start, height] = item ? [item.offsetTop, item.offsetHeight] : [currentIndex * ITEM, ITEM];
    list.scrollTop = Math.max(Math.min(list.scrollTop, start), start + height - list.clientHeight);
  }, [current, currentIndex]);
  const count = newestFirst.length;
  const before = useRef(count);
  useLayoutEffect(() => {
    const added = count - before.current;
    before.current = count;
    // New revisions come first. Those in view stay where they are.
    if (scroll.current && added > 0 && scroll.current.scrollTop > 0) scroll.current.scrollTop += added * ITEM;
  }, [count]);
  /** Opens the comparison of listed revisions, older ones first. */
  const compare = (ids: readonly string[]) =>
    void navigate(compareLink(figure.revisions.flatMap(({ api_id: id }) => (ids.includes(id) ? [id] : []))));
  const { picked, pick } = usePicked(current, compare);
  const newest = newestIndex(newestFirst);
  const item = (revision: ListedRevision) => (
    <>
      <Thumbnail kind="revision" id={revision.api_id} size="small" version={revision.updated_on} />
      <div className={css['words']}>
        <Link
          to="/revision/$id"
          params={{ id: revision.api_id }}
          search={{ tab }}
          className={css['link'] ?? ''}
          aria-current={revision.api_id === current}
          resetScroll={false}
          onClick={(event) => {
            if (!event.shiftKey) return;
            // Otherwise the browser opens a window.
            event.preventDefault();
            pick(revision.api_id);
          }}
        >
          Revision #{revision.revision_index + 1}
          {picked.includes(revision.api_id) && <VisuallyHidden>, picked</VisuallyHidden>}
        </Link>
        <Text size="xs" c="dimmed" truncate>
          {revision.created_by && (
            <>
              <PersonName username={revision.created_by} />
              {' · '}
            </>
          )}
          <When time={revision.created_on} />
          {revision.is_clean_room && ' · clean room'}
        </Text>
      </div>
      <Change figure={figure.api_id} revision={revision} newest={newest} />
      {revision.api_id !== current && currentIndex !== -1 && (
        <Tooltip label="Compare with the shown revision (shift and click; hold shift for several)">
          <ActionIcon
            variant="subtle"
            size={28}
            className={css['compare'] ?? ''}
            aria-label={`Compare revision #${revision.revision_index + 1} with the shown one`}
            onClick={() => compare([revision.api_id, current])}
          >
            <IconColumns2 size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
  /** Without places, the items follow each other. */
  const draw = (indexes: readonly (Pick<Place, 'index'> & Partial<Place>)[], list?: MeasuredList) => (
    <ul className={css['list']} aria-label="Revisions" style={{ height: list?.height }}>
      {indexes.map(({ index, start }) => {
        const revision = newestFirst[index];
        if (!revision) return null;
        return (
          <li
            key={revision.api_id}
            ref={list?.measure}
            data-index={index}
            data-current={revision.api_id === current}
            data-picked={picked.includes(revision.api_id) || undefined}
            style={{ minHeight: ITEM, ...(start !== undefined && { position: 'absolute', top: start }) }}
          >
            {item(revision)}
          </li>
        );
      })}
    </ul>
  );
  return (
    <Section title={`All Revisions: ${newestFirst.length} available`}>
      <div className={css['scroll']} ref={scroll}>
        {newestFirst.length <= FEW ? (
          draw(newestFirst.map((_, index) => ({ index })))
        ) : (
          <Suspense fallback={draw([], { height: newestFirst.length * ITEM })}>
            <InView count={newestFirst.length} idAt={idAt} size={ITEM} scroll={scroll} draw={draw} />
          </Suspense>
        )}
      </div>
    </Section>
  );
}
