import { queryOptions } from '@tanstack/react-query';
import { findRevision } from './find-revision.ts';
import { type FrameOfRevision, frameQuery } from './frame-query.ts';

/** The revision that an ID in the address names, or the newest one of that figure, with its picture. */
export const sideQuery = (id: string) =>
  queryOptions({
    queryKey: ['revision', id, 'side'],
    queryFn: async ({ client }): Promise<FrameOfRevision> =>
      client.ensureQueryData(frameQuery(await findRevision(client, id))),
    staleTime: 60_000,
  });
