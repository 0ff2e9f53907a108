import type { QueryClient } from '@tanstack/react-query';
import { assetQuery, assetRevisionQuery, usesQuery } from '../../features/asset/index.ts';
import { loadSurroundings } from '../../features/path/index.ts';

/** Loads what the page of an asset needs before its first render. */
export async function loadAsset(queryClient: QueryClient, id: string): Promise<void> {
  const surroundings = loadSurroundings(queryClient, 'asset', id);
  const newest = (await queryClient.ensureQueryData(assetQuery(id))).revisions.at(-1);
  if (newest) await loadShown(queryClient, newest.api_id);
  await surroundings;
}

/** Loads what the page of an asset needs to show one of its revisions. */
export async function loadAssetRevision(queryClient: QueryClient, id: string): Promise<void> {
  const { asset } = await queryClient.ensureQueryData(assetRevisionQuery(id));
  await Promise.all([
    queryClient.ensureQueryData(assetQuery(asset)),
    loadSurroundings(queryClient, 'asset', asset),
    loadShown(queryClient, id),
  ]);
}

/** `prefetchQuery` doesn't throw: the page shows the failure of a part in its place. */
const loadShown = (queryClient: QueryClient, revision: string) =>
  Promise.all([
    queryClient.prefetchQuery(assetRevisionQuery(revision)),
    queryClient.prefetchQuery(usesQuery(revision)),
  ]);
