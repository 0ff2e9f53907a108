import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** An asset with the scalars of its revisions, oldest first. */
export const assetQuery = (id: string) =>
  queryOptions({
    queryKey: ['asset', id],
    queryFn: ({ signal }) => call('GET /asset/:id/', { path: { id }, signal }),
  });

/** A revision of an asset with the descriptions of its data. */
export const assetRevisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['asset_revision', id],
    queryFn: ({ signal }) => call('GET /asset_revision/:id/', { path: { id }, signal }),
    staleTime: 60_000,
  });

/** Largest number of figures shown for a file. */
const MOST_FIGURES = 200;

/** Revisions of figures that were made from a revision of an asset, as far as the user may see them. */
export const usesQuery = (id: string) =>
  queryOptions({
    queryKey: ['asset_revision', id, 'uses'],
    queryFn: ({ signal }) =>
      call('GET /asset_revision/:id/lineage/', {
        path: { id },
        query: { direction: 'down', depth: '1', limit: String(MOST_FIGURES) },
        signal,
      }),
  });
