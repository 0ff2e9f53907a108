import type { ApiKey, ApiKeyUse } from '@gofigr/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Uses of keys show within this time. */
const LOOK_MS = 15_000;
/** Time between two looks for the first use of a new key. */
const WAIT_MS = 2500;

/** The caller's keys, oldest first, without their secrets. */
export const apiKeysQuery = () =>
  queryOptions({
    queryKey: ['api_key'],
    queryFn: ({ signal }) => call('GET /api_key/', { signal }),
    staleTime: 0,
    refetchInterval: LOOK_MS,
  });

/** Address, machine and client of the last use of each key. */
export const apiKeyUsesQuery = () =>
  queryOptions({
    queryKey: ['api_key', 'uses'],
    queryFn: ({ signal }) => call('GET /api_key/uses/', { signal }),
    staleTime: 0,
    refetchInterval: LOOK_MS,
  });

/** A key of the caller, or of a service account that they manage. */
export const apiKeyQuery = (id: string) =>
  queryOptions({
    queryKey: ['api_key', 'one', id],
    queryFn: ({ signal }) => call('GET /api_key/:id/', { path: { id }, signal }),
    staleTime: 0,
    refetchInterval: LOOK_MS,
  });

export const apiKeyLogQuery = (id: string) =>
  queryOptions({
    queryKey: ['api_key', 'log', id],
    queryFn: ({ signal }) => call('GET /api_key/:id/log/', { path: { id }, signal }),
    staleTime: 0,
  });

/** The last findings of the caller's keys in published data, newest first. */
export const keyLeaksQuery = () =>
  queryOptions({
    queryKey: ['api_key', 'leaks'],
    queryFn: ({ signal }) => call('GET /api_key/leaks/', { signal }),
    staleTime: 0,
  });

export const leakSettingsQuery = () =>
  queryOptions({
    queryKey: ['api_key', 'leak_settings'],
    queryFn: ({ signal }) => call('GET /api_key/leaks/settings/', { signal }),
    staleTime: 0,
  });

/** Keys of the service accounts of a workspace, oldest first. */
export const serviceKeysQuery = (workspace: string) =>
  queryOptions({
    queryKey: ['api_key', 'service', workspace],
    queryFn: ({ signal }) => call('GET /workspace/:id/api_key/', { path: { id: workspace }, signal }),
    staleTime: 0,
  });

/** Keys of all users, or of one user, oldest first. */
export const everyonesKeysQuery = (username: string) =>
  infiniteQueryOptions({
    queryKey: ['api_key', 'everyone', username],
    queryFn: ({ pageParam, signal }) =>
      call('GET /admin/api_key/', {
        query: { limit: '50', ...(username && { username }), ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });

/** Looks for the first use of a key until there is one. The list of uses holds only the caller's own keys. */
export const firstUseQuery = ({ api_id: id }: ApiKey, isOwn: boolean) =>
  queryOptions({
    queryKey: ['api_key', 'first_use', id],
    queryFn: async ({ signal }): Promise<ApiKeyUse | null> => {
      if (isOwn) return (await call('GET /api_key/uses/', { signal })).find((use) => use.api_id === id) ?? null;
      const { last_used } = await call('GET /api_key/:id/', { path: { id }, signal });
      return { api_id: id, address: null, client: null, machine: null, last_used };
    },
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.last_used ? false : WAIT_MS),
  });
