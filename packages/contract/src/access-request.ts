/** Requests for access to objects that a person may not view (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, operation } from './operation.ts';
import { answer, Id, nullable, sent, Time } from './schemas.ts';

export const ACCESS_MESSAGE_LENGTH = 500;

export const AccessRequest = answer('AccessRequest', {
  api_id: Id,
  kind: Type.String(),
  object: Type.String({ description: 'ID of the object' }),
  name: Type.String({ description: 'Name of the object' }),
  username: nullable(Type.String({ description: 'The person who asks; null if the name looks like a mail address' })),
  full_name: nullable(Type.String()),
  message: Type.String({ description: 'Plain text of the person who asks; may be empty' }),
  requested_on: Time,
});
export type AccessRequest = Static<typeof AccessRequest>;

const requestOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.request_access`,
    method: 'POST',
    path: `/${kind}/:id/access/request/`,
    summary: 'Ask for access: once a day for each object, and at most 20 times a day',
    description:
      'Always 204, whether the object exists, the caller may view it already, or has asked before. Whoever may share the object sees the request for 30 days.',
    access: 'person',
    params: IdParams,
    body: sent({ message: Type.Optional(Type.String({ maxLength: ACCESS_MESSAGE_LENGTH })) }),
    status: 204,
    errors: ['not_with_a_key', 'too_many_attempts'],
  });

/** Operations on one request: of a caller who may share its object. For all others it doesn't exist. */
const answered = {
  method: 'POST',
  access: 'person',
  params: IdParams,
  status: 204,
  errors: ['not_found', 'not_with_a_key'],
} as const;

export const accessRequest = {
  ask: {
    analysis: requestOf('analysis'),
    figure: requestOf('figure'),
    revision: requestOf('revision'),
    asset: requestOf('asset'),
    asset_revision: requestOf('asset_revision'),
  },
  list: operation({
    id: 'access_request.list',
    method: 'GET',
    path: '/access_request/',
    summary: 'Open requests for access to objects that the caller may share, newest first, at most 200',
    access: 'person',
    status: 200,
    answer: Type.Array(AccessRequest),
    errors: ['not_with_a_key'],
  }),
  grant: operation({
    ...answered,
    id: 'access_request.grant',
    path: '/access_request/:id/grant/',
    summary: 'Share the object with the person who asks',
  }),
  decline: operation({
    ...answered,
    id: 'access_request.decline',
    path: '/access_request/:id/decline/',
    summary: 'Decline the request',
  }),
};
