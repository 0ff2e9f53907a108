/**
 * Lists in pages, for galleries; an extension of the published API, whose lists are complete (docs/protocol.md, section 10).
 */
import { type Static, Type } from 'typebox';
import { Activity } from './activity.ts';
import { IdParams, NestedAnalysis, NestedAsset, NestedFigure } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id, nullable, Time } from './schemas.ts';

const next = nullable(Type.String({ description: '`cursor` of the next page' }));
const total = Type.Integer({ description: 'Number of entries on all pages' });

export const SORTS = ['changed', 'created', 'name'] as const;
export type Sort = (typeof SORTS)[number];

const ListQuery = Type.Object({
  sort: Type.Optional(
    Type.Unsafe<Sort>({
      type: 'string',
      enum: [...SORTS],
      description: '`changed` (default) and `created`: newest first',
    }),
  ),
  name: Type.Optional(Type.String({ maxLength: 200, description: 'Only names that contain this text, ignoring case' })),
  cursor: Type.Optional(Type.String({ maxLength: 3000 })),
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'From 1 to 200; default 60' })),
});

export const ListedFigure = answer('ListedFigure', {
  ...NestedFigure.properties,
  revision_count: Type.Integer(),
  newest_revision: nullable(Id),
});
export type ListedFigure = Static<typeof ListedFigure>;
export const ListedAnalysis = answer('ListedAnalysis', { ...NestedAnalysis.properties, figure_count: Type.Integer() });
export type ListedAnalysis = Static<typeof ListedAnalysis>;
export const ListedAsset = answer('ListedAsset', { ...NestedAsset.properties, revision_count: Type.Integer() });
export type ListedAsset = Static<typeof ListedAsset>;

export const FigurePage = answer('FigurePage', { entries: Type.Array(ListedFigure), next, total });
export type FigurePage = Static<typeof FigurePage>;
export const AnalysisPage = answer('AnalysisPage', { entries: Type.Array(ListedAnalysis), next, total });
export type AnalysisPage = Static<typeof AnalysisPage>;
export const AssetPage = answer('AssetPage', { entries: Type.Array(ListedAsset), next, total });
export type AssetPage = Static<typeof AssetPage>;

const list = {
  params: IdParams,
  query: ListQuery,
  status: 200,
  errors: ['invalid_request'],
} as const;

export const listing = {
  figures: operation({
    ...list,
    id: 'analysis.figures',
    method: 'GET',
    path: '/analysis/:id/figures/',
    summary: 'The figures of an analysis, in pages',
    access: on.path('view', 'analysis'),
    answer: FigurePage,
  }),
  analyses: operation({
    ...list,
    id: 'workspace.analyses',
    method: 'GET',
    path: '/workspace/:id/analyses/',
    summary: 'The analyses of a workspace, in pages',
    access: on.path('view', 'workspace'),
    answer: AnalysisPage,
  }),
  assets: operation({
    ...list,
    id: 'workspace.assets',
    method: 'GET',
    path: '/workspace/:id/assets/',
    summary: 'The assets of a workspace, in pages',
    access: on.path('view', 'workspace'),
    answer: AssetPage,
  }),
};

export const ActivityPage = answer('ActivityPage', { entries: Type.Array(Activity), next });
export type ActivityPage = Static<typeof ActivityPage>;

const activityOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.activity`,
    method: 'GET',
    path: `/${kind}/:id/activity/`,
    summary: 'The log in pages, newest first, without thumbnails',
    access: on.path('follow', kind),
    params: IdParams,
    query: Type.Object({
      cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
    }),
    status: 200,
    answer: ActivityPage,
    errors: ['invalid_request'],
  });

export const activity = {
  organization: activityOf('organization'),
  workspace: activityOf('workspace'),
  analysis: activityOf('analysis'),
};

/** Parts of a revision that can differ from the one before. */
export const PARTS = ['picture', 'code', 'data', 'environment', 'text', 'files'] as const;
export type Part = (typeof PARTS)[number];

export const RevisionChange = answer('RevisionChange', {
  revision: Id,
  changed: Type.Array(Type.Unsafe<Part>({ type: 'string', enum: [...PARTS] }), {
    description: 'Empty for the first revision and for one with the same bytes',
  }),
});
export type RevisionChange = Static<typeof RevisionChange>;

export const changes = {
  figure: operation({
    id: 'figure.changes',
    method: 'GET',
    path: '/figure/:id/changes/',
    summary: 'Changes from each revision to the next, by the hashes of their data, oldest first',
    access: on.path('view', 'figure'),
    params: IdParams,
    status: 200,
    answer: Type.Array(RevisionChange),
  }),
};

export const FoundName = answer('FoundName', {
  kind: Type.String(),
  api_id: Id,
  name: Type.String(),
  workspace: Id,
  workspace_name: Type.String(),
  changed_on: Time,
});
export type FoundName = Static<typeof FoundName>;

export const names = {
  find: operation({
    id: 'name.find',
    method: 'GET',
    path: '/name/',
    summary: 'Search workspaces, analyses, figures and assets that the caller can reach by name, best match first',
    access: 'user',
    query: Type.Object({
      q: Type.String({ minLength: 1, maxLength: 200 }),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
    }),
    status: 200,
    answer: Type.Array(FoundName),
    errors: ['invalid_request'],
  }),
};
