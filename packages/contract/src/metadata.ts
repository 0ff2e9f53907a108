/** The metadata proxy: a notebook page in the browser tells its kernel what page it is (docs/protocol.md, section 9). */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, Json, nullable, sent, Time } from './schemas.ts';

export const MetadataProxy = answer('MetadataProxy', {
  api_id: Id,
  initiator: Type.String(),
  token: Type.String(),
  created: Time,
  updated: nullable(Time),
  expiry: Time,
  metadata: Json,
});
export type MetadataProxy = Static<typeof MetadataProxy>;

const TokenParams = Type.Object({ token: Type.String() });

export const metadata = {
  create: operation({
    id: 'metadata.create',
    method: 'POST',
    path: '/metadata/',
    summary: 'Open a proxy, by default for a minute and for less than a day',
    access: 'user',
    body: sent({ expiry: Type.Optional(nullable(Type.String({ maxLength: 64 }))) }),
    status: 201,
    answer: MetadataProxy,
    errors: ['invalid_request'],
  }),
  get: operation({
    id: 'metadata.get',
    method: 'GET',
    path: '/metadata/:token/',
    summary: 'The posted metadata, for the initiator only',
    access: 'user',
    params: TokenParams,
    status: 200,
    answer: MetadataProxy,
    errors: ['not_found', 'not_allowed'],
  }),
  post: operation({
    id: 'metadata.post',
    method: 'POST',
    path: '/metadata/:token/',
    summary: 'Fill a proxy, by its token and from pages of any origin',
    description: 'At most 64 kB. The initiator gets the proxy, everyone else `null`.',
    access: 'public',
    crossOrigin: true,
    params: TokenParams,
    body: sent({ metadata: Json }),
    status: 200,
    answer: nullable(MetadataProxy),
    errors: ['not_found', 'body_too_large', 'too_many_attempts', 'invalid_request'],
  }),
  delete: operation({
    id: 'metadata.delete',
    method: 'DELETE',
    path: '/metadata/:token/',
    summary: 'Close a proxy',
    access: 'user',
    params: TokenParams,
    status: 204,
    errors: ['not_found', 'not_allowed'],
  }),
};
