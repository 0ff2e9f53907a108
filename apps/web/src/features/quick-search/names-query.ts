import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Things whose name holds a text, the likeliest first. */
export const namesQuery = (text: string) =>
  queryOptions({
    queryKey: ['name', text],
    queryFn: ({ signal }) => call('GET /name/', { query: { q: text }, signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
