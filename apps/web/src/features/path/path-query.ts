import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type PathKind = 'analysis' | 'figure' | 'revision' | 'asset';

/** Path of an object, from the outermost ancestor to the object itself. */
export const pathQuery = (kind: PathKind, id: string) =>
  queryOptions({
    queryKey: ['path', kind, id],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/path/`, { path: { id }, signal }),
  });
