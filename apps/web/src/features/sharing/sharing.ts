import type { AccessGrant } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type SharedKind = 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';

export interface Sharing {
  link: boolean;
  users: string[];
  /** Everyone who can see the object, and why. */
  grants: AccessGrant[];
}

/** With whom an object is shared, and who else can see it. Refused to users who may not share it. */
export const sharingQuery = (kind: SharedKind, id: string) =>
  queryOptions({
    queryKey: ['sharing', kind, id],
    queryFn: async ({ signal }): Promise<Sharing> => {
      const [link, users, access] = await Promise.all([
        call(`GET /${kind}/:id/share/link/`, { path: { id }, signal }),
        call(`GET /${kind}/:id/share/user/`, { path: { id }, signal }),
        call(`GET /${kind}/:id/access/`, { path: { id }, signal }),
      ]);
      return { link: link.enabled, users: users.map(({ username }) => username), grants: access.grants ?? [] };
    },
  });

/** Whether an object is private, and how many people can see it. */
export const accessQuery = (kind: SharedKind, id: string) =>
  queryOptions({
    queryKey: ['sharing', 'access', kind, id],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/access/`, { path: { id }, signal }),
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
