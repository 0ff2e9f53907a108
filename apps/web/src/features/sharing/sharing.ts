import type { SharedThing, UserSharing } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

export type SharedKind = 'analysis' | 'figure' | 'revision';

export interface Sharing {
  link: boolean;
  users: string[];
}

/** Who a thing is shared with; refused for those who may not share it. */
export const sharingQuery = (kind: SharedKind, id: string) =>
  queryOptions({
    queryKey: ['sharing', kind, id],
    queryFn: async ({ signal }): Promise<Sharing> => {
      const [link, users] = await Promise.all([
        request<{ enabled: boolean }>('GET', `/${kind}/${id}/share/link/`, { signal }),
        request<UserSharing[]>('GET', `/${kind}/${id}/share/user/`, { signal }),
      ]);
      return { link: link.enabled, users: users.map(({ username }) => username) };
    },
  });

export const setLinkSharing = (kind: SharedKind, id: string, enabled: boolean): Promise<unknown> =>
  request('POST', `/${kind}/${id}/share/link/`, { body: { enabled } });

export const setUserSharing = (kind: SharedKind, id: string, username: string, enabled: boolean): Promise<unknown> =>
  request('POST', `/${kind}/${id}/share/user/`, { body: { username, sharing_enabled: enabled } });

/** What others share with the caller by name, newest first. */
export const sharedQuery = () =>
  queryOptions({
    queryKey: ['shared'],
    queryFn: ({ signal }) => request<SharedThing[]>('GET', '/shared/', { signal }),
  });
