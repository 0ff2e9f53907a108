import type { FoundName } from '@gofigr/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** Things whose name holds a text, the likeliest first. */
export const namesQuery = (text: string) =>
  queryOptions({
    queryKey: ['name', text],
    queryFn: ({ signal }) => request<FoundName[]>('GET', `/name/?${new URLSearchParams({ q: text })}`, { signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
