import type { Answer } from '@gofigr/client/wire';
import type { Sort } from '@gofigr/contract';
import { readLocalStorageValue } from '@mantine/hooks';
import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

const ROUTES = {
  'analysis/figures': 'GET /analysis/:id/figures/',
  'workspace/analyses': 'GET /workspace/:id/analyses/',
  'workspace/assets': 'GET /workspace/:id/assets/',
} as const;

/** A list, named by its parent and its entries. */
export type ListName = keyof typeof ROUTES;
type Page<L extends ListName> = Answer<(typeof ROUTES)[L]>;
export type Entry<L extends ListName> = Page<L>['entries'][number];

export interface Wanted {
  sort: Sort;
  /** Only names that contain this text. */
  name: string;
}

/** A list in pages. */
export const listingQuery = <L extends ListName>(list: L, id: string, { sort, name }: Wanted) =>
  infiniteQueryOptions({
    queryKey: ['listing', list, id, sort, name],
    queryFn: ({ pageParam, signal }) => {
      const query = { sort, ...(name && { name }), ...(pageParam && { cursor: pageParam }) };
      const route: (typeof ROUTES)[ListName] = ROUTES[list];
      return call(route, { path: { id }, query, signal }) as Promise<Page<L>>; // `list` chooses one of the three.
    },
    initialPageParam: '',
    getNextPageParam: (page: Page<L>) => page.next ?? undefined,
  });

/** Returns the key under which the browser stores the order of a list. */
export const sortKey = (list: ListName): string => `gofigr-sort-${list}`;

/** Begins to fetch the first page of a list, in the order that the user chose last. */
export function prefetchListing(queryClient: QueryClient, list: ListName, id: string): void {
  const sort = readLocalStorageValue<Sort>({ key: sortKey(list), defaultValue: 'changed' });
  void queryClient.prefetchInfiniteQuery(listingQuery(list, id, { sort, name: '' }));
}
