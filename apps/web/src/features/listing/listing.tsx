import type { Sort } from '@gofigr/contract';
import { CloseButton, Group, NativeSelect, SegmentedControl, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconLayoutGrid, IconList, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useMemo, useRef } from 'react';
import { plural, quoted } from '../../lib/format.ts';
import { useFilterText } from '../../lib/use-filter-text.ts';
import { CARD_SIZES, CardSizeContext, CardSizeControl, useCardSize } from '../../ui/card-size.tsx';
import { CARD_GAP, cardHeight, LINE_HEIGHT, LINE_WIDTH } from '../../ui/cards.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { NewsNotice } from '../../ui/news-notice.tsx';
import { fetchNext, NextPageFailure } from '../../ui/next-page.tsx';
import { Selectable } from '../../ui/selection/selectable.tsx';
import { useSelection } from '../../ui/selection/use-selection.ts';
import { useSelectionKeys } from '../../ui/selection/use-selection-keys.ts';
import { ListingSkeleton } from '../../ui/skeletons.tsx';
import { useHeld } from '../../ui/use-held.ts';
import { Item, Windowed } from '../../ui/windowed.tsx';
import { figureQueryOf, useFigureFilters } from './figure-filters.ts';
import { ActiveFilters, FilterButton } from './filter-bar.tsx';
import { type Entry, type ListName, listingQuery, type NamedEntry, readNames, sortKey } from './listing-query.ts';
import { NothingFound } from './nothing-found.tsx';
import { useAll, useFocusAtEnd } from './use-all.ts';

const SORTS: { value: Sort; label: string }[] = [
  { value: 'changed', label: 'Last changed' },
  { value: 'created', label: 'Newest' },
  { value: 'name', label: 'Name' },
  { value: 'size', label: 'Largest' },
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
  /** Shows what can be done with entries that the user has selected. */
  renderSelected: (selected: Selected<Entry<L> | NamedEntry>) => ReactNode;
}

/** Entries of a list that the user has selected, also of pages that are not shown. */
export interface Selected<E> {
  entries: readonly E[];
  /** Number of all entries that the filter finds. */
  total: number;
  /** Selects all of them. Undefined while it reads them. */
  onAll: (() => void) | undefined;
  onClear: () => void;
  /** Takes entries out of the selection. */
  onGone: (ids: readonly string[]) => void;
}

/** Shows a list as a grid or as rows, with sorting and a filter by name. The browser remembers the choice. */
export function Listing<L extends ListName>(props: ListingProps<L>) {
  const { list, id, one, many, renderCard, renderLine, empty, actions, defaultView = 'grid', renderSelected } = props;
  const hasFilters = list === 'analysis/figures';
  const { filters, set, clear } = useFigureFilters();
  const query = hasFilters ? figureQueryOf(filters) : {};
  const isFiltered = Object.keys(query).length > 0;
  const [usualSort, setUsualSort] = useLocalStorage<Sort>({
    key: sortKey(list),
    defaultValue: 'changed',
    getInitialValueInEffect: false,
  });
  const [view, setView] = useLocalStorage<View>({
    key: `gofigr-view-${list}`,
    defaultValue: defaultView,
    getInitialValueInEffect: false,
  });
  const sort = (hasFilters ? filters.sort : undefined) ?? usualSort;
  const setSort = (next: Sort) => {
    setUsualSort(next);
    if (hasFilters) set({ sort: next });
  };
  const [cards] = useCardSize();
  const { text, settled: name, setText } = useFilterText();
  const pages = useInfiniteQuery({
    ...listingQuery(list, id, { sort, name, filters: query }),
    placeholderData: keepPreviousData,
  });
  const loaded = useMemo(() => pages.data?.pages.flatMap((page): Entry<L>[] => page.entries) ?? [], [pages.data]);
  const place = useRef<HTMLDivElement>(null);
  const { items, news, show } = useHeld({
    live: loaded,
    keyOf,
    hasMore: pages.hasNextPage,
    name: `${id} ${sort} ${name} ${JSON.stringify(query)} ${pages.isPlaceholderData}`,
    list: place,
  });
  const count = useRef<HTMLOutputElement>(null);
  const selection = useSelection<Entry<L> | NamedEntry>(keyOf);
  const { chosen } = selection;
  useSelectionKeys({ list: place, items, selection });
  const [all, chooseAll] = useAll(async (signal) => {
    const shown = new Map(loaded.map((entry) => [entry.api_id, entry]));
    const named = await readNames(list, id, { name, filters: query }, signal);
    return named.map((entry) => shown.get(entry.api_id) ?? entry);
  }, selection.add);
  useFocusAtEnd(chosen.size === 0, count);
  const render = view === 'grid' ? renderCard : renderLine;
  return (
    <Loaded of={pages} what={`The ${many}`} skeleton={<ListingSkeleton view={view} />}>
      {({ pages: [first] }) => {
        const total = first?.total ?? 0;
        // Its key keeps an open dialog while the list becomes empty.
        const bar = chosen.size > 0 && (
          <Fragment key="selected">
            {renderSelected({
              entries: [...chosen.values()],
              total,
              onAll: all === 'reading' ? undefined : () => void chooseAll(),
              onClear: selection.clear,
              onGone: selection.drop,
            })}
          </Fragment>
        );
        if (total === 0 && name === '' && text === '' && !isFiltered)
          return (
            <>
              {actions && (
                <Group justify="flex-end" mb="sm">
                  {actions}
                </Group>
              )}
              {empty}
              {bar}
            </>
          );
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
              {view === 'grid' && <CardSizeControl />}
              {hasFilters && <FilterButton id={id} name={name} />}
              <Text ref={count} size="sm" c="dimmed" component="output" tabIndex={-1} style={{ outline: 0 }}>
                {plural(total, one, many)}
              </Text>
              {actions && <div style={{ marginLeft: 'auto' }}>{actions}</div>}
            </Group>
            {hasFilters && <ActiveFilters />}
            {total === 0 ? (
              <NothingFound
                title={isFiltered ? `No ${many} match the filters` : `No ${many} named like ${quoted(name)}`}
                onClear={() => {
                  setText('');
                  clear();
                }}
              />
            ) : (
              <div ref={place} style={{ scrollMarginTop: '8rem' }}>
                <CardSizeContext value={cards}>
                  <Windowed
                    key={`${view} ${sort} ${name} ${JSON.stringify(query)}`}
                    label={many}
                    items={items}
                    total={total - news}
                    onMore={() => fetchNext(pages)}
                    keyOf={keyOf}
                    {...(view === 'grid'
                      ? { columnWidth: CARD_SIZES[cards].least, gap: CARD_GAP, height: cardHeight }
                      : { columnWidth: LINE_WIDTH, gap: 6, height: () => LINE_HEIGHT })}
                  >
                    {(entry) => (
                      <Selectable
                        name={entry.name}
                        isChosen={chosen.has(entry.api_id)}
                        isActive={chosen.size > 0}
                        onToggle={() => selection.toggle(entry)}
                        onExtend={() => selection.extend(items, entry)}
                      >
                        <Item item={entry} content={render} />
                      </Selectable>
                    )}
                  </Windowed>
                </CardSizeContext>
                <NextPageFailure of={pages} />
              </div>
            )}
            {bar}
            <NewsNotice
              news={news > 0 && chosen.size === 0 ? plural(news, `new ${one}`, `new ${many}`) : undefined}
              onShow={show}
            />
          </>
        );
      }}
    </Loaded>
  );
}

const keyOf = ({ api_id }: { api_id: string }): string => api_id;
