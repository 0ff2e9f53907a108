/** Signing in from a terminal (RFC 8628; docs/protocol.md, section 2). */
import { type Static, Type } from 'typebox';
import { KEY_PERMISSIONS, type KeyPermission, operation } from './operation.ts';
import { answer, Id, nullable, SentId, sent, Time } from './schemas.ts';

/** The client ID that `info/` announces; others are accepted too. */
export const DEVICE_CLIENT = 'gofigr-cli';
/** Life of a user code and of the token behind it, in minutes. */
export const DEVICE_CODE_MINUTES = 10;
export const DEVICE_TOKEN_MINUTES = 15;
/** Seconds that a client waits between two questions. */
export const DEVICE_INTERVAL = 3;

const Permission = Type.Unsafe<KeyPermission>({ type: 'string', enum: [...KEY_PERMISSIONS] });
const Text = (maxLength: number) => Type.Optional(nullable(Type.String({ maxLength })));

/** The key that a client asks for: what it leaves out, the person who approves chooses. */
const WISH = {
  name: Text(200),
  permission: Type.Optional(nullable(Permission)),
  workspaces: Type.Optional(nullable(Type.Array(SentId, { minItems: 1, maxItems: 50 }))),
  expiry: Text(64),
};

/** The key that a person approves. */
const GRANT = {
  name: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
  permission: Type.Optional(Permission),
  workspaces: Type.Optional(nullable(Type.Array(SentId, { minItems: 1, maxItems: 50 }))),
  expiry: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
};

const UserCode = Type.String({ maxLength: 40, description: 'As shown in the terminal; case and dashes do not matter' });

export const DeviceSignIn = answer('DeviceSignIn', {
  client: Type.String({ description: 'From the User-Agent of the client' }),
  machine: nullable(Type.String({ description: 'Name of the machine, where the client sent it' })),
  address: Type.String({ description: 'Address that the request came from' }),
  created: Time,
  expiry: Time,
  key: Type.Object({
    name: nullable(Type.String()),
    permission: nullable(Permission),
    workspaces: nullable(Type.Array(Id)),
    expiry: nullable(Type.String()),
  }),
});
export type DeviceSignIn = Static<typeof DeviceSignIn>;

export const device = {
  start: operation({
    id: 'device.start',
    method: 'POST',
    path: '/oauth/device/code',
    root: 'site',
    summary: 'Begin to sign in from a terminal: a code for the terminal and one for the person (RFC 8628)',
    description: 'Form or JSON. `name`, `permission`, `workspaces` and `expiry` say which API key the client wants.',
    access: 'public',
    body: sent({ client_id: Text(200), audience: Text(500), scope: Text(500), machine: Text(100), ...WISH }),
    status: 200,
    answer: answer('DeviceCode', {
      device_code: Type.String(),
      user_code: Type.String(),
      verification_uri: Type.String(),
      verification_uri_complete: Type.String({ description: 'With the code in the fragment, which is in no log' }),
      expires_in: Type.Integer({ description: 'Seconds' }),
      interval: Type.Integer({ description: 'Seconds between two questions' }),
    }),
    errors: ['invalid_request', 'too_many_attempts'],
  }),
  token: operation({
    id: 'device.token',
    method: 'POST',
    path: '/oauth/token',
    root: 'site',
    summary: 'Ask whether the person has approved: a token that makes one API key (RFC 8628)',
    description: 'Form or JSON. The token reads `user/` and `workspace/` and makes one key, for 15 minutes.',
    access: 'public',
    body: sent({
      grant_type: Type.String({ maxLength: 200 }),
      client_id: Text(200),
      device_code: Type.String({ maxLength: 500 }),
    }),
    status: 200,
    answer: answer('DeviceToken', {
      access_token: Type.String(),
      token_type: Type.Literal('Bearer'),
      expires_in: Type.Integer({ description: 'Seconds' }),
    }),
    errors: [
      'authorization_pending',
      'slow_down',
      'expired_token',
      'access_denied',
      'unsupported_grant_type',
      'too_many_attempts',
      'invalid_request',
    ],
  }),
  preview: operation({
    id: 'device.preview',
    method: 'POST',
    path: '/device/preview/',
    summary: 'Who asks to sign in with a code, and for which key',
    access: 'person',
    body: sent({ user_code: UserCode }),
    status: 200,
    answer: DeviceSignIn,
    errors: ['not_found', 'not_with_a_key', 'too_many_attempts'],
  }),
  approve: operation({
    id: 'device.approve',
    method: 'POST',
    path: '/device/approve/',
    summary: 'Let a terminal sign in and make one key, with these rights at most',
    access: 'person',
    body: sent({ user_code: UserCode, ...GRANT }),
    status: 204,
    errors: ['not_found', 'not_with_a_key', 'not_allowed', 'too_many_attempts', 'invalid_request'],
  }),
  deny: operation({
    id: 'device.deny',
    method: 'POST',
    path: '/device/deny/',
    summary: 'Refuse a terminal that asks to sign in',
    access: 'person',
    body: sent({ user_code: UserCode }),
    status: 204,
    errors: ['not_found', 'not_with_a_key', 'too_many_attempts'],
  }),
};
