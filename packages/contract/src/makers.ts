/** Notebooks and scripts that made the figures of an analysis (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { IdParams } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, Id, nullable, Time } from './schemas.ts';

/** Fields of a revision's metadata by which clients name what made it. */
export const MAKER_FIELDS = ['notebook_name', 'notebook_path', 'url', 'script'] as const;

const field = nullable(Type.String());

export const Maker = answer('Maker', {
  notebook_name: field,
  notebook_path: field,
  url: field,
  script: field,
  figures: Type.Integer({ description: 'Figures that it made, of those looked at' }),
  newest: Id,
  published_on: Time,
});
export type Maker = Static<typeof Maker>;

export const makers = {
  analysis: operation({
    id: 'analysis.makers',
    method: 'GET',
    path: '/analysis/:id/makers/',
    summary:
      'Notebooks and scripts that made the newest revisions of an analysis, by their metadata, the last used first',
    description: 'Of the 200 revisions that were published last.',
    access: on.path('view', 'analysis'),
    params: IdParams,
    status: 200,
    answer: Type.Array(Maker),
  }),
};
