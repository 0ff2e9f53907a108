import type { Asset, AssetRevision } from '@gofigr/contract';
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
