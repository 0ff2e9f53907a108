import type { Data, PictureFacts } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { callBlob, urlOf } from '../../lib/api.ts';
import type { Size } from '../../ui/zoom/zoom.ts';

const SIZES = [2048, 4096, 8192];

/** The size to ask the server for, so that a picture of so many dots of the screen is sharp. */
export function sizeFor(dots: Size, { width, height, vector }: PictureFacts): number {
  const most = vector ? Number.POSITIVE_INFINITY : Math.max(width, height);
  const wanted = Math.min(Math.max(dots.width, dots.height), most);
  return SIZES.find((size) => size >= wanted) ?? 8192;
}

/** A page of a datum as the server draws it, with facts about it. */
export const drawnQuery = ({ api_id, hash }: Data, page: number, size: number) =>
  queryOptions({
    queryKey: ['data', api_id, hash, 'drawn', page, size],
    queryFn: async ({ signal }) => {
      const parts = { path: { id: api_id }, query: { hash, page: String(page), size: String(size) } };
      const { header } = await callBlob('GET /data/:id/picture/', { ...parts, signal }, 'GoFigr-Picture');
      // The browser has kept the bytes, for the `<img>` with this address.
      const url = urlOf('GET /data/:id/picture/', parts);
      return { url, facts: JSON.parse(header ?? '') as PictureFacts }; // The server writes it by the contract.
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
