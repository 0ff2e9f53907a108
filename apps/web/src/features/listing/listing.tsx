import type { Sort } from '@gofigr/contract';
import { CloseButton, Group, NativeSelect, SegmentedControl, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { IconLayoutGrid, IconList, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { plural } from '../../lib/format.ts';
import { CARD_GAP, CARD_WIDTH, cardHeight, LINE_HEIGHT } from '../../ui/cards.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { CardsSkeleton } from '../../ui/skeletons.tsx';
import { Windowed } from '../../ui/windowed.tsx';
import { type Entry, type ListName, listingQuery, sortKey } from './listing-query.ts';

const SORTS: { value: Sort; label: string }[] = [
  { value: 'changed', label: 'Last changed' },
  { value: 'created', label: 'Newest' },
  { value: 'name', label: 'Name' },
];
const VIEWS = [
  { value: 'grid', label: 'Grid', Icon: IconLayoutGrid },
  { value: 'list', label: 'List', Icon: IconList },
] as const;
type View = (typeof VIEWS)[number]['value'];

interface ListingProps<L extends ListName> {
  list: L;
  id: string;
  /** Name of an entry, such as `figure`. */
  one: string;
  many: string;
  renderCard: (entry: Entry<L>) => ReactNode;
  renderLine: (entry: Entry<L>) => ReactNode;
  /** Replaces a list without entries. */
  empty: ReactNode;
  actions?: ReactNode;
  /** View until the user chooses one. */
  defaultView?: View;
}

/** Shows a list as a grid or as rows, with sorting and a filter by name. The browser remembers the choice. */
export function Listing<L extends ListName>(props: ListingProps<L>) {
  const { list, id, one, many, renderCard, renderLine, empty, actions, defaultView = 'grid' } = props;
  const [sort, setSort] = useLocalStorage<Sort>({
    key: sortKey(list),
    defaultValue: 'changed',
    getInitialValueInEffect: false,
  });
  const [view, setView] = useLocalStorage<View>({
    key: `gofigr-view-${list}`,
    defaultValue: defaultView,
    getInitialValueInEffect: false,
  });
  const [text, setText] = useState('');
  const [name] = useDebouncedValue(text.trim(), 200);
  const pages = useInfiniteQuery({ ...listingQuery(list, id, { sort, name }), placeholderData: keepPreviousData });
  const more = () => {
    if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
  };
  return (
    <Loaded of={pages} what={`The ${many}`} skeleton={<CardsSkeleton />}>
      {({ pages: [first, ...rest] }) => {
        const total = first?.total ?? 0;
        if (total === 0 && name === '' && text === '')
          return (
            <>
              {actions && (
                <Group justify="flex-end" mb="sm">
                  {actions}
                </Group>
              )}
              {empty}
            </>
          );
        const items = [first, ...rest].flatMap((page): Entry<L>[] => page?.entries ?? []);
        return (
          <>
            <Group gap="xs" mb="sm">
              <TextInput
                aria-label={`Filter ${many} by name`}
                placeholder="Filter by name"
                leftSection={<IconSearch size={15} />}
                rightSection={
                  text && <CloseButton size="sm" aria-label="Clear the filter" onClick={() => setText('')} />
                }
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
                style={{ flex: '1 1 11rem', maxWidth: 300 }}
              />
              <NativeSelect
                aria-label={`Sort ${many}`}
                data={SORTS}
                value={sort}
                onChange={(event) => setSort(event.currentTarget.value as Sort)} // its options are the sorts
              />
              <SegmentedControl
                aria-label={`Show ${many} as`}
                value={view}
                onChange={(value) => setView(value)}
                data={VIEWS.map(({ value, label, Icon }) => ({
                  value,
                  label: (
                    <>
                      <Icon size={16} style={{ display: 'block' }} aria-hidden />
                      <VisuallyHidden>{label}</VisuallyHidden>
                    </>
                  ),
                }))}
              />
              <Text size="sm" c="dimmed" component="output">
                {plural(total, one, many)}
              </Text>
              {actions && <div style={{ marginLeft: 'auto' }}>{actions}</div>}
            </Group>
            {total === 0 ? (
              <Empty title={`No ${many} named like “${name}”`}>Clear the filter to see all of them.</Empty>
            ) : (
              <Windowed
                key={`${view} ${sort} ${name}`}
                label={many}
                items={items}
                total={total}
                onMore={more}
                keyOf={(entry) => entry.api_id}
                {...(view === 'grid'
                  ? { columnWidth: CARD_WIDTH, gap: CARD_GAP, height: cardHeight }
                  : { gap: 6, height: () => LINE_HEIGHT })}
              >
                {view === 'grid' ? renderCard : renderLine}
              </Windowed>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
