import type { Data } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { callBlob, callBytes } from '../../lib/api.ts';
import { contentOf } from './datum.ts';

/** The bytes of a datum. They are read only once, because changed bytes have another hash. */
export const bytesQuery = (datum: Data) =>
  queryOptions({
    queryKey: ['data', datum.api_id, datum.hash],
    queryFn: ({ signal }) => callBytes('GET /data/:id/content/', { ...contentOf(datum), signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The bytes of a datum, for a worker. */
export const blobQuery = (datum: Data) =>
  queryOptions({
    queryKey: ['data', datum.api_id, datum.hash, 'blob'],
    queryFn: async ({ signal }) =>
      (await callBlob('GET /data/:id/content/', { ...contentOf(datum), signal }, 'ETag')).blob,
    staleTime: Number.POSITIVE_INFINITY,
  });
