/** What fed a figure, and what a file fed, over several steps: our own (protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id, nullable, Time } from './schemas.ts';

/** Steps and revisions that one answer goes to at most; without asking, half as many. */
export const MAX_LINEAGE_DEPTH = 20;
export const MAX_LINEAGE_NODES = 1000;

export const LineageNode = answer('LineageNode', {
  api_id: Id,
  kind: Type.Union([Type.Literal('revision'), Type.Literal('asset_revision')]),
  name: Type.String({ description: 'Of its figure or asset' }),
  revision_index: Type.Integer({ minimum: 0, description: 'From 0; people see +1' }),
  parent: Type.String({ description: 'ID of its figure or asset' }),
  analysis: nullable(Id),
  short_id: nullable(Type.String()),
  hash: nullable(Type.String({ description: "BLAKE3 of an asset revision's first datum" })),
  size_bytes: Type.Integer(),
  created_by: nullable(Type.String()),
  created_on: Time,
  distance: Type.Integer({
    description: 'Steps from where the question began: below 0 what fed it, above 0 what it fed',
  }),
});
export type LineageNode = Static<typeof LineageNode>;

export const LineageEdge = answer('LineageEdge', {
  from: Type.String({ description: 'ID of what fed the other' }),
  to: Id,
  type: Type.Union([Type.Literal('use'), Type.Literal('derive'), Type.Literal('same_bytes')], {
    description:
      'use: an asset revision in a figure; derive: a figure revision in another; same_bytes: one file at two places, the older first',
  }),
  use_type: nullable(Type.Union([Type.Literal('direct'), Type.Literal('indirect')])),
});
export type LineageEdge = Static<typeof LineageEdge>;

export const Lineage = answer('Lineage', {
  start: Type.Array(Id, { description: 'The revision asked about, or those of the figure or asset' }),
  nodes: Type.Array(LineageNode, { description: 'Nearest first' }),
  edges: Type.Array(LineageEdge),
  cut: Type.Boolean({ description: 'There is more, further away or of the same distance, than was asked for' }),
});
export type Lineage = Static<typeof Lineage>;

const lineageOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.lineage`,
    method: 'GET',
    path: `/${kind}/:id/lineage/`,
    summary: 'What fed it and what it fed, over several steps, as far as the caller may see',
    description:
      'Revisions and how they are connected. What the caller may not view is left out, with all that is reached through it alone. ' +
      'The same bytes at several places of a workspace are one file: each place is one step from the others.',
    access: on.path('view', kind),
    params: IdParams,
    query: Type.Object({
      direction: Type.Optional(
        Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Literal('both')], {
          description: 'up: what fed it; down: what it fed',
        }),
      ),
      depth: Type.Optional(Type.String({ pattern: '^[0-9]{1,6}$', description: `1 to ${MAX_LINEAGE_DEPTH}` })),
      limit: Type.Optional(
        Type.String({ pattern: '^[0-9]{1,6}$', description: `1 to ${MAX_LINEAGE_NODES} revisions` }),
      ),
    }),
    status: 200,
    answer: Lineage,
    errors: ['invalid_request'],
  });

export const lineage = {
  figure: lineageOf('figure'),
  revision: lineageOf('revision'),
  asset: lineageOf('asset'),
  asset_revision: lineageOf('asset_revision'),
};
