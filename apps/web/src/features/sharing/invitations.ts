import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import type { SharedKind } from './sharing.ts';

/** Invitations to view an object that can still be accepted. */
export const invitationsQuery = (kind: SharedKind, id: string) =>
  queryOptions({
    queryKey: ['invitation', kind, id],
    queryFn: ({ signal }) => call(`GET /${kind}/:id/invitations/`, { path: { id }, signal }),
    retry: false,
  });

type Invite = (id: string, email: string) => Promise<{ token: string | null }>;

const INVITE: Record<SharedKind, Invite> = {
  analysis: (analysis, email) => call('POST /invitations/analysis/', { body: { analysis, email } }),
  figure: (figure, email) => call('POST /invitations/figure/', { body: { figure, email } }),
  revision: (revision, email) => call('POST /invitations/revision/', { body: { revision, email } }),
  asset: (asset, email) => call('POST /invitations/asset/', { body: { asset, email } }),
  asset_revision: (asset_revision, email) =>
    call('POST /invitations/asset_revision/', { body: { asset_revision, email } }),
};

/** Invites by mail address to view an object. The token of the answer is shown only this once. */
export const invite = (kind: SharedKind, ...[id, email]: Parameters<Invite>) => INVITE[kind](id, email);

export const withdrawInvitation = (kind: SharedKind, key: string) =>
  call(`DELETE /invitations/${kind}/:key/`, { path: { key } });
