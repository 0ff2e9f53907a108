import type { AccessGrant, ObjectLinks } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type SharedKind = 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';

/** Kinds with one picture, which can be shared alone. */
export const isPicturable = (kind: SharedKind): kind is 'figure' | 'revision' =>
  kind === 'figure' || kind === 'revision';

export interface Sharing {
  links: ObjectLinks;
  users: string[];
  /** Everyone who can see the object, and why. */
  grants: AccessGrant[];
}

/** With whom an object is shared, and who else can see it. Refused to users who may not share it. */
export const sharingQuery = (kind: SharedKind, id: string) =>
  queryOptions({
    queryKey: ['sharing', kind, id],
    queryFn: async ({ signal }): Promise<Sharing> => {
      const [links, users, access] = await Promise.all([
        call(`GET /${kind}/:id/share/`, { path: { id }, signal }),
        call(`GET /${kind}/:id/share/user/`, { path: { id }, signal }),
        call(`GET /${kind}/:id/access/`, { path: { id }, signal }),
      ]);
      return { links, users: users.map(({ username }) => username), grants: access.grants ?? [] };
    },
  });

/** Tells whether an object is private, and how many people can see it. */
export const accessQuery = (kind: SharedKind, id: string) =>
  queryOptions({
    queryKey: ['sharing', 'access', kind, id],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/access/`, { path: { id }, signal }),
  });

/** Counts of everything that becomes visible when an object is shared. */
export const contentsQuery = (kind: SharedKind, id: string) =>
  queryOptions({
    queryKey: ['sharing', 'contents', kind, id],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/share/contents/`, { path: { id }, signal }),
  });

export interface LinkWish {
  enabled: boolean;
  /** null: never. */
  expiry?: string | null;
}

export const setLinkSharing = (kind: SharedKind, id: string, wish: LinkWish): Promise<unknown> =>
  call(`POST /${kind}/:id/share/link/`, { path: { id }, body: { ...wish } });

export const setPictureLink = (kind: 'figure' | 'revision', id: string, expiry: string | null): Promise<unknown> =>
  call(`POST /${kind}/:id/share/picture/`, { path: { id }, body: { expiry } });

export const withdrawPictureLink = (kind: 'figure' | 'revision', id: string): Promise<unknown> =>
  call(`DELETE /${kind}/:id/share/picture/`, { path: { id } });

export const setUserSharing = (kind: SharedKind, id: string, username: string, enabled: boolean): Promise<unknown> =>
  call(`POST /${kind}/:id/share/user/`, { path: { id }, body: { username, sharing_enabled: enabled } });

/** Objects that others share with the user by name, newest first. */
export const sharedQuery = () =>
  queryOptions({
    queryKey: ['shared'],
    queryFn: ({ signal }) => call('GET /shared/', { signal }),
  });

export interface Shared {
  kind: SharedKind;
  id: string;
  /** Address to share. */
  link: string;
}
