import type { AnalysisPage, AssetPage, FigurePage, Sort } from '@gofigr/contract';
import { readLocalStorageValue } from '@mantine/hooks';
import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

interface Pages {
  'analysis/figures': FigurePage;
  'workspace/analyses': AnalysisPage;
  'workspace/assets': AssetPage;
}
/** A list: what it is of, and what it holds. */
export type ListName = keyof Pages;
export type Entry<L extends ListName> = Pages[L]['entries'][number];

export interface Wanted {
  sort: Sort;
  /** Only names that hold this. */
  name: string;
}

/** A list in pages. */
export const listingQuery = <L extends ListName>(list: L, id: string, { sort, name }: Wanted) =>
  infiniteQueryOptions({
    queryKey: ['listing', list, id, sort, name],
    queryFn: ({ pageParam, signal }) => {
      const [kind, held] = list.split('/');
      const query = new URLSearchParams({ sort, ...(name && { name }), ...(pageParam && { cursor: pageParam }) });
      return request<Pages[L]>('GET', `/${kind}/${id}/${held}/?${query}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (page: Pages[L]) => page.next ?? undefined,
  });

/** Where the browser remembers the order of a list. */
export const sortKey = (list: ListName): string => `gofigr-sort-${list}`;

/** Begins to fetch the first page of a list, in the order that its reader chose last. */
export function prefetchListing(queryClient: QueryClient, list: ListName, id: string): void {
  const sort = readLocalStorageValue<Sort>({ key: sortKey(list), defaultValue: 'changed' });
  void queryClient.prefetchInfiniteQuery(listingQuery(list, id, { sort, name: '' }));
}
