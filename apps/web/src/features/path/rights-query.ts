import type { Action } from '@gofigr/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

type RightsKind = 'organization' | 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset';

export const rightsQuery = (kind: RightsKind, id: string) =>
  queryOptions({
    queryKey: ['rights', kind, id],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/rights/`, { path: { id }, signal }),
    staleTime: 60_000,
  });

export type Rights = (action: Action) => boolean;

/** Returns the user's rights on an object; none until they are known. The server checks each request again. */
export function useRights(kind: RightsKind, id: string): Rights {
  const rights = useQuery(rightsQuery(kind, id)).data ?? [];
  return (action) => rights.includes(action);
}
