import { IconHistory } from '@tabler/icons-react';
import { Empty } from '../../ui/empty.tsx';
import { ActivityFilters } from './activity-filters.tsx';
import { Entries, NoActivity } from './activity-list.tsx';
import type { ActivityPlace } from './activity-query.ts';
import { useActivitySearch } from './use-activity-search.ts';

const PAGE = 50;

/** Lists activity by day, newest first, with filters that the address keeps. */
export function FilteredActivity({ place }: { place: ActivityPlace }) {
  const [search] = useActivitySearch();
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <ActivityFilters />
      <Entries
        place={place}
        search={search}
        most={PAGE}
        hasMore
        empty={
          isFiltered ? (
            <Empty icon={<IconHistory size={28} />} title="No such activity">
              Nothing that these filters leave has happened. Clear some of them to see more.
            </Empty>
          ) : (
            <NoActivity />
          )
        }
      />
    </>
  );
}
