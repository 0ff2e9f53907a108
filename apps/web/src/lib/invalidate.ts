import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** The first word of every query's key: what the query reads. */
type Source =
  | 'analysis'
  | 'api_key'
  | 'asset'
  | 'asset_revision'
  | 'audit'
  | 'data'
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

/** Queries that show names and descriptions of things, or count them. */
const TREE = [
  ...(['workspace', 'organization', 'analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const),
  ...(['listing', 'log', 'path', 'name', 'shared'] as const),
] as const;

/** What changed, and what is read again therefore. */
const STALE = {
  /** An analysis, figure, asset or workspace was made. */
  created: ['workspace', 'organization', 'analysis', 'listing', 'log', 'name'],
  /** The name or description of one. */
  described: TREE,
  /** Its home, and with it who may do what. */
  moved: [...TREE, 'rights', 'sharing'],
  /** It and all in it: other things may be made from them or used in them, and keys bound to them. */
  deleted: [...TREE, 'api_key'],
  /** What the reader may see and do. */
  access: [...TREE, 'membership', 'rights', 'sharing', 'session', 'audit'],
  /** Who else may see a thing. */
  sharing: ['sharing', 'audit'],
  keys: ['api_key', 'audit'],
  signIns: ['sign_in', 'audit'],
} as const satisfies Record<string, readonly Source[]>;

type Change = keyof typeof STALE;

/** Kinds of things that have a page of their own. */
type Kind = 'workspace' | 'analysis' | 'figure' | 'asset';

/** Reads again what a change made stale; ends when all of it that is on the page has been read. */
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

/** Forgets a thing that was deleted, so that it is not read again, and reads again what is stale without it. */
export function useForget(): (kind: Kind, id: string) => void {
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  return (kind, id) => {
    queryClient.removeQueries({ queryKey: [kind, id] });
    void invalidate('deleted');
  };
}
