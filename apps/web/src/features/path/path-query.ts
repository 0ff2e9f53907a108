import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

export type PathKind = 'analysis' | 'figure' | 'revision' | 'asset';

interface Step {
  api_id: string;
  kind: string;
  name: string;
}

/** Where a thing lies, outermost first, itself included. */
export const pathQuery = (kind: PathKind, id: string) =>
  queryOptions({
    queryKey: ['path', kind, id],
    queryFn: ({ signal }) => request<Step[]>('GET', `/${kind}/${id}/path/`, { signal }),
  });
