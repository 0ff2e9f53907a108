import { queryOptions, useQuery } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

interface Step {
  api_id: string;
  kind: string;
  name: string;
}

/** Where a thing lies, outermost first, itself included. */
export const pathQuery = (kind: 'analysis' | 'figure' | 'revision', id: string) =>
  queryOptions({
    queryKey: ['path', kind, id],
    queryFn: ({ signal }) => request<Step[]>('GET', `/${kind}/${id}/path/`, { signal }),
  });

/** Whether the reader is a member of the workspace that a thing lies in: of what is only shared, the path shows less. */
export function useIsMember(kind: 'analysis' | 'figure', id: string): boolean {
  return useQuery(pathQuery(kind, id)).data?.[0]?.kind === 'workspace';
}
