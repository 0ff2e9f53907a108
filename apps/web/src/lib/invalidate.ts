import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** First word of every query's key: the data that the query reads. */
type Source =
  | 'analysis'
  | 'api_key'
  | 'asset'
  | 'asset_revision'
  | 'audit'
  | 'data'
  | 'device'
  | 'figure'
  | 'info'
  | 'invitation'
  | 'listing'
  | 'log'
  | 'membership'
  | 'name'
  | 'organization'
  | 'path'
  | 'revision'
  | 'rights'
  | 'session'
  | 'shared'
  | 'sharing'
  | 'short_id'
  | 'sign_in'
  | 'workspace';

declare module '@tanstack/react-query' {
  interface Register {
    queryKey: readonly [Source, ...unknown[]];
  }
}

/** Queries that show names and descriptions of objects, or count objects. */
const TREE = [
  ...(['workspace', 'organization', 'analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const),
  ...(['listing', 'log', 'path', 'name', 'shared'] as const),
] as const;

/** Changes, with the queries that they make stale. */
const STALE = {
  /** An analysis, figure, asset or workspace was created. */
  created: ['workspace', 'organization', 'analysis', 'listing', 'log', 'name'],
  /** The name or description of an object changed. */
  described: TREE,
  /** An object got another parent, and so other rights. */
  moved: [...TREE, 'rights', 'sharing'],
  /** An object and all in it were deleted. Other objects may be linked to them, and keys bound to them. */
  deleted: [...TREE, 'api_key'],
  /** The user's rights changed. */
  access: [...TREE, 'membership', 'rights', 'sharing', 'session', 'audit'],
  /** Members or invitations of a workspace or an organization changed, and maybe the user's own rights. */
  people: [...TREE, 'membership', 'invitation', 'rights', 'sharing', 'audit'],
  /** The sharing of an object changed. */
  sharing: ['sharing', 'audit'],
  keys: ['api_key', 'audit'],
  signIns: ['sign_in', 'audit'],
} as const satisfies Record<string, readonly Source[]>;

type Change = keyof typeof STALE;

/** Kinds of objects with their own page. */
type Kind = 'workspace' | 'analysis' | 'figure' | 'asset';

/** Returns a function that reads the stale queries again. It ends when all those on the page have been read. */
export function useInvalidate(): (change: Change) => Promise<void> {
  const queryClient = useQueryClient();
  return useCallback(
    async (change) => {
      const sources: readonly Source[] = STALE[change];
      await queryClient.invalidateQueries({ predicate: ({ queryKey }) => sources.includes(queryKey[0]) });
    },
    [queryClient],
  );
}

/** Returns a function that removes a deleted object's queries and reads the stale ones again. */
export function useForget(): (kind: Kind, id: string) => void {
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  return (kind, id) => {
    queryClient.removeQueries({ queryKey: [kind, id] });
    void invalidate('deleted');
  };
}
