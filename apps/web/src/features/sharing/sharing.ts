import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type SharedKind = 'analysis' | 'figure' | 'revision';

export interface Sharing {
  link: boolean;
  users: string[];
}

/** Users that an object is shared with. Refused to users who may not share it. */
export const sharingQuery = (kind: SharedKind, id: string) =>
  queryOptions({
    queryKey: ['sharing', kind, id],
    queryFn: async ({ signal }): Promise<Sharing> => {
      const [link, users] = await Promise.all([
        call(`GET /${kind}/:id/share/link/`, { path: { id }, signal }),
        call(`GET /${kind}/:id/share/user/`, { path: { id }, signal }),
      ]);
      return { link: link.enabled, users: users.map(({ username }) => username) };
    },
  });

export const setLinkSharing = (kind: SharedKind, id: string, enabled: boolean): Promise<unknown> =>
  call(`POST /${kind}/:id/share/link/`, { path: { id }, body: { enabled } });

export const setUserSharing = (kind: SharedKind, id: string, username: string, enabled: boolean): Promise<unknown> =>
  call(`POST /${kind}/:id/share/user/`, { path: { id }, body: { username, sharing_enabled: enabled } });

/** Objects that others share with the user by name, newest first. */
export const sharedQuery = () =>
  queryOptions({
    queryKey: ['shared'],
    queryFn: ({ signal }) => call('GET /shared/', { signal }),
  });
