import type { SearchAnswer } from '@gofigr/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

const PAGE = 30;
/** Results in the quick search. */
const FIRST = 8;

/** Days of a search are those of the viewer. */
const search = (text: string, limit: number, signal: AbortSignal, cursor = '') => {
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const query = { q: text, tz, limit: String(limit), ...(cursor !== '' && { cursor }) };
  return call('GET /search/', { query, signal });
};

/** Results of a search with words and operators, in pages, best match first. */
export const searchQuery = (text: string) =>
  infiniteQueryOptions({
    queryKey: ['search', text],
    queryFn: ({ pageParam, signal }) => search(text, PAGE, signal, pageParam),
    initialPageParam: '',
    getNextPageParam: (page: SearchAnswer) => page.next ?? undefined,
    enabled: text !== '',
  });

/** The best results while somebody types. A search for a text that has changed since is cancelled. */
export const firstResultsQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', 'first', text],
    queryFn: ({ signal }) => search(text, FIRST, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
