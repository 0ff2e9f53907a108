import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import type { GroupKind } from './group.ts';

/** Members of a workspace or an organization, in order of joining. */
export const membersQuery = (kind: GroupKind, id: string) =>
  queryOptions({
    queryKey: [kind, id, 'members'],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/members/`, { path: { id }, signal }),
  });

/** Invitations that can still be accepted. */
export const invitationsQuery = (kind: GroupKind, id: string) =>
  queryOptions({
    queryKey: ['invitation', kind, id],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/invitations/`, { path: { id }, signal }),
  });

export interface Level {
  username: string;
  membership_type: string;
}

export const addMember = (kind: GroupKind, id: string, level: Level) =>
  call(`POST /${kind}/:id/members/add/`, { path: { id }, body: level });

export const changeMember = (kind: GroupKind, id: string, level: Level) =>
  call(`POST /${kind}/:id/members/change/`, { path: { id }, body: level });

export const removeMember = (kind: GroupKind, id: string, username: string) =>
  call(`POST /${kind}/:id/members/remove/`, { path: { id }, body: { username } });

export const handOver = (id: string, username: string) =>
  call('POST /workspace/:id/owner/', { path: { id }, body: { username } });

/** Invites by mail address. The token of the answer is shown only this once. */
export const invite = (kind: GroupKind, id: string, email: string, membership_type: string) =>
  kind === 'workspace'
    ? call('POST /invitations/workspace/', { body: { workspace: id, email, membership_type } })
    : call('POST /invitations/organization/', { body: { organization: id, email, membership_type } });

export const withdrawInvitation = (kind: GroupKind, key: string) =>
  call(`DELETE /invitations/${kind}/:key/`, { path: { key } });
