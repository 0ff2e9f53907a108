import type { QueryClient } from '@tanstack/react-query';
import { figureQuery } from '../../features/figure/index.ts';
import { loadSurroundings } from '../../features/path/index.ts';
import { revisionQuery } from '../../features/revision/index.ts';
import { newestOf } from './newest.ts';

/** Loads the data that the page of a revision needs before its first render. */
export async function loadRevision(queryClient: QueryClient, id: string): Promise<void> {
  const { figure } = await queryClient.ensureQueryData(revisionQuery(id));
  // `prefetchQuery` doesn't throw: the user may see the revision but not its figure.
  await Promise.all([queryClient.prefetchQuery(figureQuery(figure)), loadSurroundings(queryClient, 'figure', figure)]);
}

/** Loads the data that the page of a figure needs before its first render. */
export async function loadFigure(queryClient: QueryClient, id: string): Promise<void> {
  const surroundings = loadSurroundings(queryClient, 'figure', id);
  const newest = newestOf(await queryClient.fetchQuery(figureQuery(id)));
  if (newest) await queryClient.ensureQueryData(revisionQuery(newest.api_id));
  await surroundings;
}
