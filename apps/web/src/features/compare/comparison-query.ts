import type { Comparison } from '@gofigr/compare';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import type { CompareSearch } from './search.ts';

/** The differences of two revisions, as the server found them: with found keys, or as the reader chooses. */
export const comparisonQuery = (a: string, b: string, choice: Pick<CompareSearch, 'keys' | 'tolerance'> = {}) =>
  queryOptions({
    queryKey: ['compare', a, b, choice],
    queryFn: async ({ signal }) => {
      const keys = choice.keys && JSON.stringify(choice.keys);
      const query = { a, b, keys, tolerance: choice.tolerance };
      // The contract describes the parts in words; the library on the server made them, of this type.
      return (await call('GET /compare/', { query, signal })) as unknown as Comparison;
    },
    staleTime: 60_000,
  });
