import type { Answer } from '@gofigr/client/wire';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Tells whether the user starred a figure. */
export const starQuery = (id: string) =>
  queryOptions({
    queryKey: ['star', 'figure', id],
    queryFn: async ({ signal }) => (await call('GET /figure/:id/star/', { path: { id }, signal })).starred,
  });

/** Figures that the user starred, in pages, the last starred first. */
export const starredQuery = (limit: number) =>
  infiniteQueryOptions({
    queryKey: ['star', 'all', limit],
    queryFn: ({ pageParam, signal }) =>
      call('GET /star/', { query: { limit: String(limit), ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page: Answer<'GET /star/'>) => page.next ?? undefined,
  });

/** Most pages of stars that a gallery marks. */
const MOST_PAGES = 10;

/** IDs of the figures of an analysis that the user starred. */
export const starsInQuery = (analysis: string) =>
  queryOptions({
    queryKey: ['star', 'analysis', analysis],
    queryFn: async ({ signal }): Promise<ReadonlySet<string>> => {
      const ids = new Set<string>();
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { analysis, limit: '200', ...(cursor !== undefined && { cursor }) };
        const { entries, next } = await call('GET /star/', { query, signal });
        for (const { api_id } of entries) ids.add(api_id);
        if (next === null) break;
        cursor = next;
      }
      return ids;
    },
    // Sets are not compared field by field.
    structuralSharing: false,
  });

/** Stars a figure, or takes the star back. */
export async function setStar(queryClient: QueryClient, id: string, analysis: string, starred: boolean): Promise<void> {
  const keep = (isStarred: boolean) => {
    queryClient.setQueryData(starQuery(id).queryKey, isStarred);
    queryClient.setQueryData(starsInQuery(analysis).queryKey, (old) => {
      if (!old) return old;
      const ids = new Set(old);
      if (isStarred) ids.add(id);
      else ids.delete(id);
      return ids;
    });
  };
  keep(starred);
  try {
    await call(starred ? 'PUT /figure/:id/star/' : 'DELETE /figure/:id/star/', { path: { id } });
  } catch (error) {
    keep(!starred);
    throw error;
  }
}
