import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type DeletedKind =
  | 'organization'
  | 'workspace'
  | 'analysis'
  | 'figure'
  | 'revision'
  | 'asset'
  | 'asset_revision';

/** Number and size of everything that goes when an object is deleted. */
export const contentsQuery = (kind: DeletedKind, id: string) =>
  queryOptions({
    queryKey: ['contents', kind, id],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/contents/`, { path: { id }, signal }),
    staleTime: 0,
  });
