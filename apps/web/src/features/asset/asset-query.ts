import type { Asset, AssetRevision, Lineage } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** An asset with the scalars of its revisions, oldest first. */
export const assetQuery = (id: string) =>
  queryOptions({
    queryKey: ['asset', id],
    queryFn: ({ signal }) => request<Asset>('GET', `/asset/${id}/`, { signal }),
  });

/** A revision of an asset with the descriptions of its data. */
export const assetRevisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['asset_revision', id],
    queryFn: ({ signal }) => request<AssetRevision>('GET', `/asset_revision/${id}/`, { signal }),
    staleTime: 60_000,
  });

/** The most figures shown that a file was used in. */
const MOST_FIGURES = 200;

/** The revisions of figures that were made with a revision of an asset, as far as the reader may see them. */
export const usesQuery = (id: string) =>
  queryOptions({
    queryKey: ['asset_revision', id, 'uses'],
    queryFn: ({ signal }) =>
      request<Lineage>('GET', `/asset_revision/${id}/lineage/?direction=down&depth=1&limit=${MOST_FIGURES}`, {
        signal,
      }),
  });
