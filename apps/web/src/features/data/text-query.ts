import type { Data } from '@gofigr/contract';
import { decode, decodeAs } from '@gofigr/tables/encoding';
import { queryOptions } from '@tanstack/react-query';
import { bytesQuery } from './bytes-query.ts';
import { textOf } from './datum.ts';

/** The text of a datum, in the encoding that a reader chose or that is recognised, and the name of that encoding. */
export const textQuery = (datum: Data, chosen?: string) =>
  queryOptions({
    queryKey: ['data', datum.api_id, datum.hash, 'text', chosen ?? null],
    queryFn: async ({ client }) => {
      const bytes = await client.fetchQuery(bytesQuery(datum));
      return chosen === undefined ? decode(bytes, textOf(datum, 'encoding')) : decodeAs(bytes, chosen);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
