import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Objects whose name contains a text, best matches first. */
export const namesQuery = (text: string) =>
  queryOptions({
    queryKey: ['name', text],
    queryFn: ({ signal }) => call('GET /name/', { query: { q: text }, signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
