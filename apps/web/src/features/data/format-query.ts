import type { Data } from '@gofigr/contract';
import { HEAD_BYTES } from '@gofigr/contract/formats';
import { useQuery } from '@tanstack/react-query';
import { callBytes } from '../../lib/api.ts';
import { contentOf, formatOf } from './datum.ts';

/** Returns the first bytes of a datum, as soon as they are there. */
export function useHead(datum: Data): Uint8Array | undefined {
  return useQuery({
    queryKey: ['data', datum.api_id, 'head'],
    queryFn: ({ signal }) =>
      callBytes('GET /data/:id/content/', { ...contentOf(datum), signal, range: `bytes=0-${HEAD_BYTES - 1}` }),
    enabled: datum.size_bytes > 0,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}

/** Returns the format of a datum by its declaration, and by its first bytes as soon as they are there. */
export const useFormat = (datum: Data): ReturnType<typeof formatOf> => formatOf(datum, useHead(datum));

const BIT_DEPTH_AT = 24;
const GREY = [0, 4];

/** Tells whether these are the first bytes of a PNG with 16 bits of grey: measured values, which a browser shows dark. */
export function isDeepGrey(head: Uint8Array | undefined): boolean {
  return head?.[1] === 0x50 && head[BIT_DEPTH_AT] === 16 && GREY.includes(head[BIT_DEPTH_AT + 1] ?? -1);
}
