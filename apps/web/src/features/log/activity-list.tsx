import type { GroupedActivity } from '@gofigr/contract';
import { Title } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useMemo, useRef } from 'react';
import { plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { More } from '../../ui/more.tsx';
import { NewsNotice } from '../../ui/news-notice.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { useHeld } from '../../ui/use-held.ts';
import css from './activity-list.module.css';
import { type ActivityPlace, activityQuery } from './activity-query.ts';
import { ActivityRow } from './activity-row.tsx';
import type { ActivitySearch } from './activity-search.ts';
import { byDay } from './by-day.ts';

/** Height of an entry in pixels: two lines of text next to a small image. */
const HEIGHT = 64;
const UNFILTERED: ActivitySearch = {};

/** Lists the newest activity. */
export const LatestActivity = ({ place, most }: { place: ActivityPlace; most: number }) => (
  <Entries place={place} search={UNFILTERED} most={most} hasMore={false} empty={<NoActivity />} />
);

/** Says that there is no activity. */
export const NoActivity = () => (
  <Empty icon={<IconHistory size={28} />} title="No activity yet">
    What people publish and change is listed here.
  </Empty>
);

interface EntriesProps {
  place: ActivityPlace;
  search: ActivitySearch;
  most: number;
  /** Tells whether older entries can be shown too. */
  hasMore: boolean;
  empty: ReactNode;
}

/** Lists entries by day. */
export function Entries({ place, search, most, hasMore, empty }: EntriesProps) {
  const log = useInfiniteQuery({ ...activityQuery(place, search, most), placeholderData: keepPreviousData });
  const live = useMemo(() => log.data?.pages.flatMap((page) => page.entries) ?? [], [log.data]);
  const list = useRef<HTMLDivElement>(null);
  const name = `${JSON.stringify([place, search])} ${log.isPlaceholderData}`;
  const held = useHeld({ live, keyOf: (item) => item.api_id, hasMore: log.hasNextPage, name, list });
  const { items, news, show } = held;
  const within = place === 'everywhere' ? undefined : place.kind;
  return (
    <Loaded of={log} what="The activity" skeleton={<LinesSkeleton height={HEIGHT} />}>
      {() =>
        items.length === 0 ? (
          empty
        ) : (
          <div ref={list} style={{ scrollMarginTop: '8rem' }}>
            {byDay(items).map(({ day, entries }) => (
              <Day key={day} name={day} entries={entries} within={within} />
            ))}
            {hasMore && <More of={log}>Show older</More>}
            <NewsNotice news={news > 0 ? plural(news, 'new entry', 'new entries') : undefined} onShow={show} />
          </div>
        )
      }
    </Loaded>
  );
}

interface DayProps {
  name: string;
  entries: readonly GroupedActivity[];
  within: 'workspace' | 'analysis' | undefined;
}

function Day({ name, entries, within }: DayProps) {
  const id = useId();
  return (
    <section className={css['day']} aria-labelledby={id}>
      <Title order={3} id={id} className={css['date']}>
        {name}
      </Title>
      <ul className={css['items']} aria-labelledby={id}>
        {entries.map((item) => (
          <li key={item.api_id} style={{ minHeight: HEIGHT }}>
            <ActivityRow item={item} within={within} />
          </li>
        ))}
      </ul>
    </section>
  );
}
