import type { ChangeEvent } from '@gofigr/contract';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { isUuid } from './ids.ts';

/** First word of every query's key: the data that the query reads. */
type Source =
  | 'access_request'
  | 'analysis'
  | 'api_key'
  | 'asset'
  | 'asset_revision'
  | 'audit'
  | 'compare'
  | 'contents'
  | 'data'
  | 'device'
  | 'email'
  | 'figure'
  | 'health'
  | 'info'
  | 'invitation'
  | 'listing'
  | 'log'
  | 'membership'
  | 'organization'
  | 'path'
  | 'person'
  | 'revision'
  | 'rights'
  | 'saved_search'
  | 'search'
  | 'session'
  | 'setting'
  | 'shared'
  | 'sharing'
  | 'short_id'
  | 'sign_in'
  | 'star'
  | 'tag'
  | 'user'
  | 'storage'
  | 'trash'
  | 'workspace';

declare module '@tanstack/react-query' {
  interface Register {
    queryKey: readonly [Source, ...unknown[]];
  }
}

/** Queries that show names and descriptions of objects, or count objects. */
const TREE = [
  ...(['workspace', 'organization', 'analysis', 'figure', 'revision', 'asset', 'asset_revision'] as const),
  ...(['listing', 'log', 'path', 'shared', 'access_request', 'contents', 'compare', 'star', 'tag', 'search'] as const),
] as const;

/** Changes, with the queries that they make stale. */
const STALE = {
  /** An analysis, figure, asset or workspace was created. */
  created: ['workspace', 'organization', 'analysis', 'listing', 'log', 'contents'],
  /** A revision was published. */
  published: ['workspace', 'organization', 'analysis', 'figure', 'asset', 'listing', 'log', 'contents', 'tag'],
  /** The name or description of an object changed. */
  described: TREE,
  /** New data of a workspace or an organization go elsewhere. */
  stored: ['storage'],
  /** An object got another parent, and so other rights. */
  moved: [...TREE, 'rights', 'sharing'],
  /** An object and all in it were deleted. Other objects may be linked to them, and keys bound to them. */
  deleted: [...TREE, 'api_key', 'trash'],
  /** Objects came back from the trash. */
  restored: [...TREE, 'api_key', 'rights', 'sharing', 'trash', 'audit'],
  /** Objects in the trash were deleted for good. */
  purged: ['trash', 'audit', 'storage'],
  /** The user's rights changed. */
  access: [...TREE, 'membership', 'person', 'rights', 'sharing', 'session', 'audit'],
  /** Members or invitations of a workspace or an organization changed, and maybe the user's own rights. */
  people: [...TREE, 'membership', 'invitation', 'person', 'rights', 'sharing', 'audit'],
  /** The sharing of an object changed. */
  sharing: ['sharing', 'invitation', 'listing', 'shared', 'access_request', 'contents', 'audit'],
  /** The user starred a figure, or took the star back. */
  starred: ['star', 'listing'],
  /** The user saved a search, or changed or deleted a saved one. */
  savedSearches: ['saved_search'],
  keys: ['api_key', 'audit'],
  signIns: ['sign_in', 'audit'],
  email: ['email', 'session', 'audit'],
  /** An administrator changed or deleted a user. */
  users: [...TREE, 'user', 'api_key', 'session', 'audit'],
  /** An administrator changed how the server works. */
  settings: ['setting', 'info', 'audit'],
  /** A mail was sent. */
  mail: ['health'],
} as const satisfies Record<string, readonly Source[]>;

type Change = keyof typeof STALE;

/** Kinds of objects with their own page. */
type Kind = 'organization' | 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';

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

/** Frequent changes that show only on pages of the objects that they name. */
const NEARBY: ReadonlySet<ChangeEvent['kind']> = new Set(['created', 'published']);

/** Reads the queries again that changes on the server have made stale. */
export async function invalidateFor(queryClient: QueryClient, changes: readonly ChangeEvent[]): Promise<void> {
  const everywhere = new Set<Source>();
  const nearby = new Set<Source>();
  const ids = new Set<unknown>();
  for (const { kind, ids: named } of changes) {
    const sources: readonly Source[] = kind === 'refetch' ? STALE.access : STALE[kind];
    for (const source of sources) (NEARBY.has(kind) ? nearby : everywhere).add(source);
    for (const id of named) ids.add(id);
  }
  const isAbout = (key: readonly unknown[]) => {
    const named = key.filter((part) => typeof part === 'string' && isUuid(part));
    return named.length === 0 || named.some((id) => ids.has(id));
  };
  await queryClient.invalidateQueries({
    predicate: ({ queryKey }) => everywhere.has(queryKey[0]) || (nearby.has(queryKey[0]) && isAbout(queryKey)),
  });
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
