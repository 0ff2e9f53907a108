/** The audit list: changes of access, separate from activity (docs/protocol.md, sections 7 and 10). */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, nullable, ShownUsername, Time } from './schemas.ts';

export const AUDIT_EVENTS = [
  'account_created',
  'account_disabled',
  'account_enabled',
  'account_promoted',
  'account_demoted',
  'account_deleted',
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'session_ended',
  'password_changed',
  'password_reset_requested',
  'password_reset',
  'email_change_requested',
  'email_change_withdrawn',
  'email_changed',
  'data_exported',
  'key_created',
  'key_changed',
  'key_rotated',
  'key_disabled',
  'key_enabled',
  'key_expired',
  'key_used_from_new_address',
  'key_failed',
  'key_revoked',
  'key_leaked',
  'leak_action_changed',
  'member_added',
  'member_accepted',
  'member_changed',
  'member_removed',
  'owner_changed',
  'invitation_created',
  'invitation_withdrawn',
  'invitation_accepted',
  'invitation_failed',
  'link_sharing_enabled',
  'link_sharing_disabled',
  'link_expiry_changed',
  'picture_link_created',
  'picture_link_changed',
  'picture_link_withdrawn',
  'user_sharing_enabled',
  'user_sharing_disabled',
  'access_requested',
  'access_declined',
  'object_restored',
  'object_purged',
  'registration_changed',
  'storage_changed',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** Groups of events, as filters of the list. */
export const AUDIT_GROUPS = ['accounts', 'sign_ins', 'keys', 'people', 'sharing', 'server'] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

export const AuditEntry = answer('AuditEntry', {
  api_id: Id,
  timestamp: Time,
  event: Type.Unsafe<AuditEvent>({ type: 'string', enum: [...AUDIT_EVENTS] }),
  username: nullable(ShownUsername('The acting user; null if nobody was signed in')),
  subject: nullable(ShownUsername('The affected user')),
  object_id: nullable(Id),
  object_kind: nullable(Type.String()),
  object_name: nullable(Type.String()),
  address: nullable(Type.String()),
  client: nullable(Type.String()),
  details: Type.Record(Type.String(), Type.Unknown(), { description: 'Details of the event, such as a role or a key' }),
});
export type AuditEntry = Static<typeof AuditEntry>;

const filter = {
  everyone: Type.Optional(Type.Literal('true', { description: 'Entries of all users; for administrators' })),
  event: Type.Optional(Type.String({ maxLength: 50 })),
  group: Type.Optional(Type.Unsafe<AuditGroup>({ type: 'string', enum: [...AUDIT_GROUPS] })),
  user: Type.Optional(Type.String({ maxLength: 150, description: 'Username of the acting or the affected user' })),
  object: Type.Optional(Type.String({ maxLength: 50, description: 'ID of the object' })),
  since: Type.Optional(Type.String({ maxLength: 50, description: 'From this time or day (UTC) on' })),
  until: Type.Optional(
    Type.String({ maxLength: 50, description: 'Before this time, or until the end of this day (UTC)' }),
  ),
  address: Type.Optional(Type.String({ maxLength: 100 })),
};

export const AuditPage = answer('AuditPage', {
  entries: Type.Array(AuditEntry),
  next: nullable(Type.String({ description: '`before` of the next page' })),
});
export type AuditPage = Static<typeof AuditPage>;

export const audit = {
  list: operation({
    id: 'audit.list',
    method: 'GET',
    path: '/audit/',
    summary: 'Entries about the caller, newest first, in pages; administrators can list all users',
    access: 'person',
    query: Type.Object({
      ...filter,
      before: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' })),
    }),
    status: 200,
    answer: AuditPage,
    errors: ['not_allowed', 'invalid_request'],
  }),
  export: operation({
    id: 'audit.export',
    method: 'GET',
    path: '/audit/export/',
    summary: 'The whole audit list, or what the filters leave, oldest first, as CSV or JSON lines',
    access: 'person',
    query: Type.Object({
      ...filter,
      format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('jsonl')])),
    }),
    status: 200,
    bytes: 'text/csv',
    errors: ['not_allowed', 'invalid_request'],
  }),
};
