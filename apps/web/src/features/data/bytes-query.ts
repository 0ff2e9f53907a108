import type { Data } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { requestBytes } from '../../lib/api.ts';
import { contentPath } from './datum.ts';

/** The bytes of a datum. Other bytes have another hash, so these are read once. */
export const bytesQuery = (datum: Data) =>
  queryOptions({
    queryKey: ['data', datum.api_id, datum.hash],
    queryFn: ({ signal }) => requestBytes(contentPath(datum), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
