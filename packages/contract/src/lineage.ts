/** Lineage of figures and files over several steps, an extension of the published API (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id, nullable, ShownUsername, Time } from './schemas.ts';

/** Most steps and revisions of one answer; the default is half of it. */
export const MAX_LINEAGE_DEPTH = 20;
export const MAX_LINEAGE_NODES = 1000;

export const LineageNode = answer('LineageNode', {
  api_id: Id,
  kind: Type.Union([Type.Literal('revision'), Type.Literal('asset_revision')]),
  name: Type.String({ description: 'Name of its figure or asset' }),
  revision_index: Type.Integer({ minimum: 0, description: 'Counts from 0; displayed numbers are one higher' }),
  parent: Type.String({ description: 'ID of its figure or asset' }),
  analysis: nullable(Id),
  short_id: nullable(Type.String()),
  hash: nullable(Type.String({ description: "BLAKE3 of an asset revision's first datum" })),
  size_bytes: Type.Integer(),
  created_by: nullable(ShownUsername()),
  created_on: Time,
  distance: Type.Integer({
    description: 'Steps from the start: negative for its sources, positive for its results',
  }),
});
export type LineageNode = Static<typeof LineageNode>;

export const LineageEdge = answer('LineageEdge', {
  from: Type.String({ description: 'ID of the source' }),
  to: Id,
  type: Type.Union([Type.Literal('use'), Type.Literal('derive'), Type.Literal('same_bytes')], {
    description:
      'use: an asset revision used in a figure; derive: a figure revision derived from another; same_bytes: two copies of a file, the older first',
  }),
  use_type: nullable(Type.Union([Type.Literal('direct'), Type.Literal('indirect')])),
});
export type LineageEdge = Static<typeof LineageEdge>;

export const Lineage = answer('Lineage', {
  start: Type.Array(Id, { description: 'The requested revision, or the revisions of the figure or asset' }),
  nodes: Type.Array(LineageNode, { description: 'Nearest first' }),
  edges: Type.Array(LineageEdge),
  cut: Type.Boolean({ description: 'There are more revisions, further away or at the same distance' }),
});
export type Lineage = Static<typeof Lineage>;

const lineageOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.lineage`,
    method: 'GET',
    path: `/${kind}/:id/lineage/`,
    summary: 'Sources and results over several steps, as far as the caller may view them',
    description:
      'Revisions and their connections. Revisions that the caller may not view are omitted, and so are those reached only through them. ' +
      'Asset revisions with the same bytes in a workspace are copies of one file, one step from each other.',
    access: on.path('view', kind),
    params: IdParams,
    query: Type.Object({
      direction: Type.Optional(
        Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Literal('both')], {
          description: 'up: sources; down: results',
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
