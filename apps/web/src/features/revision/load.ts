import type { QueryClient } from '@tanstack/react-query';
import { figureQuery } from '../figure/index.ts';
import { newestOf } from './newest.ts';
import { revisionQuery } from './revision-query.ts';

/** What the page of a revision needs before it is drawn. */
export async function loadRevision(queryClient: QueryClient, id: string): Promise<void> {
  const revision = await queryClient.ensureQueryData(revisionQuery(id));
  void queryClient.prefetchQuery(figureQuery(revision.figure));
}

/** What the page of a figure needs before it is drawn. */
export async function loadFigure(queryClient: QueryClient, id: string): Promise<void> {
  const newest = newestOf(await queryClient.fetchQuery(figureQuery(id)));
  if (newest) await queryClient.ensureQueryData(revisionQuery(newest.api_id));
}
