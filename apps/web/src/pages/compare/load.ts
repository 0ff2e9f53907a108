import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { compareLink, comparisonQuery, sidesOf } from '../../features/compare/index.ts';
import { figureQuery } from '../../features/figure/index.ts';
import { loadSurroundings } from '../../features/path/index.ts';
import { revisionQuery } from '../../features/revision/index.ts';
import { findRevision, NoRevision } from './find-revision.ts';

/**
 * Loads what a comparison needs before its first render, and returns the IDs in its address. Of two, it loads both
 * revisions; a figure or a short ID leads to its revision. More load their pictures one by one.
 */
export async function loadComparison(queryClient: QueryClient, text: string): Promise<string[] | undefined> {
  const sides = sidesOf(text);
  if (sides?.length !== 2) return sides;
  const ids = await Promise.all(sides.map((id) => revisionBehind(queryClient, id)));
  if (ids.join() !== sides.join()) redirect({ ...compareLink(ids), search: true, replace: true, throw: true });
  const [a = '', b = ''] = ids;
  void queryClient.prefetchQuery(comparisonQuery(a, b));
  await Promise.all(
    ids.map(async (id) => {
      const { figure } = await queryClient.ensureQueryData(revisionQuery(id));
      await Promise.all([
        queryClient.prefetchQuery(figureQuery(figure)),
        loadSurroundings(queryClient, 'figure', figure),
      ]);
    }),
  );
  return ids;
}

/** Returns the revision that an ID leads to. Throws what the server answers if there is none. */
async function revisionBehind(queryClient: QueryClient, id: string): Promise<string> {
  try {
    return await findRevision(queryClient, id);
  } catch (error) {
    if (!(error instanceof NoRevision)) throw error;
    return (await queryClient.fetchQuery(revisionQuery(id))).api_id;
  }
}

/** Loads the revisions of a film before its first render. */
export async function loadFilm(queryClient: QueryClient, figure: string): Promise<void> {
  await Promise.all([
    queryClient.ensureQueryData(figureQuery(figure)),
    loadSurroundings(queryClient, 'figure', figure),
  ]);
}
