import type { Answer, Route } from '@gofigr/client/wire';
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
  /** Other filters, as the server takes them. */
  filters?: Record<string, string>;
}

const UNFILTERED = {};

/** A list in pages. */
export const listingQuery = <L extends ListName>(list: L, id: string, { sort, name, filters = UNFILTERED }: Wanted) =>
  infiniteQueryOptions({
    queryKey: ['listing', list, id, sort, name, filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, sort, ...(name && { name }), ...(pageParam && { cursor: pageParam }) };
      const route: (typeof ROUTES)[ListName] = ROUTES[list];
      return call(route, { path: { id }, query, signal }) as Promise<Page<L>>; // `list` chooses one of the three.
    },
    initialPageParam: '',
    getNextPageParam: (page: Page<L>) => page.next ?? undefined,
  });

const NAME_ROUTES = {
  'analysis/figures': 'GET /analysis/:id/figures/names/',
  'workspace/analyses': 'GET /workspace/:id/analyses/names/',
  'workspace/assets': 'GET /workspace/:id/assets/names/',
} as const satisfies Record<ListName, Route>;

/** An entry of which only this is known. */
export interface NamedEntry {
  api_id: string;
  name: string;
}

/** Reads IDs and names of all entries that filters let through. */
export async function readNames(
  list: ListName,
  id: string,
  { name, filters = UNFILTERED }: Omit<Wanted, 'sort'>,
  signal: AbortSignal,
): Promise<NamedEntry[]> {
  const all: NamedEntry[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { ...filters, ...(name && { name }), ...(cursor && { cursor }) };
    const page = await call(NAME_ROUTES[list], { path: { id }, query, signal });
    all.push(...page.entries);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

/** Returns the key under which the browser stores the order of a list. */
export const sortKey = (list: ListName): string => `gofigr-sort-${list}`;

/** Begins to fetch the first page of a list, in the order that the user chose last. */
export function prefetchListing(queryClient: QueryClient, list: ListName, id: string): void {
  const sort = readLocalStorageValue<Sort>({ key: sortKey(list), defaultValue: 'changed' });
  void queryClient.prefetchInfiniteQuery(listingQuery(list, id, { sort, name: '' }));
}
