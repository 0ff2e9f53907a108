import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, nullable, SentId, sent, Time } from './schemas.ts';

/** Most live keys of a user (docs/protocol.md, section 3). */
export const MAX_API_KEYS = 25;

const fields = {
  api_id: Id,
  name: Type.String(),
  token: nullable(Type.String({ description: 'The key itself; shown once, when it is created' })),
  created: Time,
  last_used: nullable(Time),
  expiry: nullable(Time),
  workspace: nullable(Id),
};

export const ApiKey = answer('ApiKey', fields);
export type ApiKey = Static<typeof ApiKey>;

/** Last use of a key, for the account page; not among the published clients' fields. */
export const ApiKeyUse = answer('ApiKeyUse', {
  api_id: Id,
  address: nullable(Type.String()),
  client: nullable(Type.String({ description: 'From the User-Agent of the last use' })),
  last_used: nullable(Time),
});
export type ApiKeyUse = Static<typeof ApiKeyUse>;

/** Any string is accepted, so that an invalid ID is answered with 404. */
const IdParams = Type.Object({ id: Type.String() });

export const apiKey = {
  list: operation({
    id: 'api_key.list',
    method: 'GET',
    path: '/api_key/',
    summary: "The caller's keys, oldest first, without their tokens; a key for one workspace sees only itself",
    access: 'user',
    status: 200,
    answer: Type.Array(ApiKey),
  }),
  create: operation({
    id: 'api_key.create',
    method: 'POST',
    path: '/api_key/',
    summary: 'Create a key; only this answer contains its token',
    access: 'person',
    body: sent({
      name: Type.String({ maxLength: 200 }),
      expiry: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
      workspace: Type.Optional(nullable(SentId)),
    }),
    status: 201,
    answer: ApiKey,
    errors: ['key_limit_reached', 'not_with_a_key', 'not_allowed', 'invalid_request'],
  }),
  current: operation({
    id: 'api_key.current',
    method: 'GET',
    path: '/api_key/current/',
    summary: 'The key used for this request',
    access: 'user',
    status: 200,
    answer: ApiKey,
    errors: ['not_found'],
  }),
  uses: operation({
    id: 'api_key.uses',
    method: 'GET',
    path: '/api_key/uses/',
    summary: "Addresses from which the caller's keys were last used",
    access: 'person',
    status: 200,
    answer: Type.Array(ApiKeyUse),
  }),
  get: operation({
    id: 'api_key.get',
    method: 'GET',
    path: '/api_key/:id/',
    summary: "One of the caller's keys; a key for one workspace sees only itself",
    access: 'user',
    params: IdParams,
    status: 200,
    answer: ApiKey,
    errors: ['not_found'],
  }),
  delete: operation({
    id: 'api_key.delete',
    method: 'DELETE',
    path: '/api_key/:id/',
    summary: 'Revoke a key, immediately and permanently',
    access: 'person',
    params: IdParams,
    status: 204,
    errors: ['not_found', 'not_with_a_key'],
  }),
};
