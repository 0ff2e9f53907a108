import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Tags of a figure, sorted. */
export const tagsQuery = (id: string) =>
  queryOptions({
    queryKey: ['tag', id],
    queryFn: async ({ signal }) => (await call('GET /figure/:id/tags/', { path: { id }, signal })).tags,
  });

/** Adds and removes tags of a figure; returns its tags. */
export const changeTags = async (id: string, change: { add?: string[]; remove?: string[] }): Promise<string[]> =>
  (await call('POST /figure/:id/tags/', { path: { id }, body: change })).tags;
