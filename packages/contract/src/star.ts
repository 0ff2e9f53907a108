/** Figures that people starred, each for themselves (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { operation } from './operation.ts';
import { answer, Id, nullable, SentId, Time } from './schemas.ts';

export const StarState = answer('StarState', { starred: Type.Boolean() });

export const Starred = answer('Starred', {
  api_id: Id,
  name: Type.String(),
  analysis: Id,
  analysis_name: nullable(Type.String({ description: 'Null if the caller may not view the analysis' })),
  starred_on: Time,
  changed_on: Time,
});
export type Starred = Static<typeof Starred>;

export const StarPage = answer('StarPage', {
  entries: Type.Array(Starred),
  next: nullable(Type.String({ description: '`cursor` of the next page' })),
});

const one = {
  path: '/figure/:id/star/',
  access: 'person',
  params: IdParams,
  status: 200,
  answer: StarState,
  errors: ['not_found', 'not_allowed'],
} as const;

export const star = {
  get: operation({ ...one, id: 'figure.star', method: 'GET', summary: 'Whether the caller starred a figure' }),
  put: operation({ ...one, id: 'figure.put_star', method: 'PUT', summary: 'Star a figure that the caller may view' }),
  delete: operation({ ...one, id: 'figure.remove_star', method: 'DELETE', summary: 'Take the star back' }),
  list: operation({
    id: 'star.list',
    method: 'GET',
    path: '/star/',
    summary: 'Figures that the caller starred and may still view, the last starred first, in pages',
    access: 'person',
    query: Type.Object({
      analysis: Type.Optional(SentId),
      cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'From 1 to 200; default 60' })),
    }),
    status: 200,
    answer: StarPage,
    errors: ['invalid_request'],
  }),
};
