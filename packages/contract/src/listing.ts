/**
 * Lists in pages, for galleries; an extension of the published API, whose lists are complete (docs/protocol.md, section 10).
 */
import { type Static, Type } from 'typebox';
import { AccessSummary } from './access.ts';
import { Activity } from './activity.ts';
import { IdParams, NestedAnalysis, NestedAsset, NestedFigure, RecentFigure } from './objects.ts';
import { type Kind, on, operation } from './operation.ts';
import { answer, Id, nullable, ShownUsername, Tags, Time } from './schemas.ts';
import { TagList } from './tag.ts';

const next = nullable(Type.String({ description: '`cursor` of the next page' }));
const total = Type.Integer({ description: 'Number of entries on all pages' });

export const SORTS = ['changed', 'created', 'name', 'size'] as const;
export type Sort = (typeof SORTS)[number];

const ListQuery = Type.Object({
  sort: Type.Optional(
    Type.Unsafe<Sort>({
      type: 'string',
      enum: [...SORTS],
      description: '`changed` (default) and `created`: newest first. `size`: largest first',
    }),
  ),
  name: Type.Optional(Type.String({ maxLength: 200, description: 'Only names that contain this text, ignoring case' })),
  cursor: Type.Optional(Type.String({ maxLength: 3000 })),
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'From 1 to 200; default 60' })),
});

/** Kinds of figures, by the data of their newest revision. */
export const SHOWN_KINDS = ['picture', 'interactive', 'table', 'other'] as const;
export type ShownKind = (typeof SHOWN_KINDS)[number];
const ShownKind = Type.Unsafe<ShownKind>({ type: 'string', enum: [...SHOWN_KINDS] });

const moment = (description: string) => Type.Optional(Type.String({ maxLength: 40, description }));
const flag = (description: string) =>
  Type.Optional(Type.Unsafe<'true'>({ type: 'string', enum: ['true'], description }));

const filters = {
  name: ListQuery.properties.name,
  by: Type.Optional(Type.String({ maxLength: 200, description: 'Only figures that this user created' })),
  tags: Type.Optional(
    Type.String({ maxLength: 5000, description: 'Only figures with all these tags, one in each line, ignoring case' }),
  ),
  kind: Type.Optional(ShownKind),
  since: moment('Only figures that changed at this time or later'),
  until: moment('Only figures that changed before this time'),
  has_table: flag('Only figures whose newest revision has a table'),
  starred: flag('Only figures that the caller starred'),
};
const FigureQuery = Type.Object({ ...ListQuery.properties, ...filters });

export const ListedFigure = answer('ListedFigure', {
  ...NestedFigure.properties,
  revision_count: Type.Integer(),
  newest_revision: nullable(Id),
  tags: Tags,
  kind: nullable(ShownKind),
  has_table: Type.Boolean(),
  access: AccessSummary,
});
export type ListedFigure = Static<typeof ListedFigure>;
export const ListedAnalysis = answer('ListedAnalysis', {
  ...NestedAnalysis.properties,
  figure_count: Type.Integer(),
  access: AccessSummary,
});
export type ListedAnalysis = Static<typeof ListedAnalysis>;
export const ListedAsset = answer('ListedAsset', {
  ...NestedAsset.properties,
  revision_count: Type.Integer(),
  access: AccessSummary,
});
export type ListedAsset = Static<typeof ListedAsset>;

export const FigurePage = answer('FigurePage', { entries: Type.Array(ListedFigure), next, total });
export type FigurePage = Static<typeof FigurePage>;
const count = Type.Integer();
export const FigureFacets = answer('FigureFacets', {
  people: Type.Array(answer('PersonFacet', { username: ShownUsername(), count }), {
    description: 'Creators of the figures, most figures first',
  }),
  tags: Type.Array(answer('TagFacet', { tag: Type.String(), count }), { description: 'Most figures first' }),
  kinds: Type.Array(answer('KindFacet', { kind: ShownKind, count })),
  has_table: count,
  starred: count,
  counted_for_tags: Type.Integer({ description: 'Tags are counted in so many of the newest figures' }),
});
export type FigureFacets = Static<typeof FigureFacets>;

export const AnalysisPage = answer('AnalysisPage', { entries: Type.Array(ListedAnalysis), next, total });
export type AnalysisPage = Static<typeof AnalysisPage>;
export const AssetPage = answer('AssetPage', { entries: Type.Array(ListedAsset), next, total });
export type AssetPage = Static<typeof AssetPage>;

export const NamePage = answer('NamePage', {
  entries: Type.Array(answer('NamedEntry', { api_id: Id, name: Type.String() })),
  next: nullable(
    Type.String({ description: '`cursor` of the next page, which may have entries if this one has none' }),
  ),
});
export type NamePage = Static<typeof NamePage>;

/** Every entry that the filters of a list let through, for changes of all of them. */
const nameList = {
  description:
    'The last created first. A page looks at the next `limit` entries and has those that the filters let through. Entries that are created meanwhile are on none.',
  params: IdParams,
  status: 200,
  answer: NamePage,
  errors: ['invalid_request'],
} as const;
const namePage = {
  cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$', description: 'From 1 to 2,000, which is the default' })),
};
const NameQuery = Type.Object({ name: ListQuery.properties.name, ...namePage });

const list = {
  params: IdParams,
  query: ListQuery,
  status: 200,
  errors: ['invalid_request'],
} as const;

/** An analysis without its figures, which may be many. */
export const AnalysisHead = answer('AnalysisHead', { ...NestedAnalysis.properties, figure_count: Type.Integer() });
export type AnalysisHead = Static<typeof AnalysisHead>;

export const listing = {
  head: operation({
    id: 'analysis.head',
    method: 'GET',
    path: '/analysis/:id/head/',
    summary: 'An analysis with the number of its figures',
    access: on.path('view', 'analysis'),
    params: IdParams,
    status: 200,
    answer: AnalysisHead,
  }),
  figures: operation({
    ...list,
    id: 'analysis.figures',
    method: 'GET',
    path: '/analysis/:id/figures/',
    summary: 'The figures of an analysis, in pages',
    access: on.path('view', 'analysis'),
    keys: { publish: true },
    query: FigureQuery,
    answer: FigurePage,
  }),
  facets: operation({
    id: 'analysis.figure_facets',
    method: 'GET',
    path: '/analysis/:id/figures/facets/',
    summary: 'Numbers of figures beside the filters of an analysis',
    description: 'Each number is that of the figures which all other filters of the request let through.',
    access: on.path('view', 'analysis'),
    params: IdParams,
    query: Type.Object(filters),
    status: 200,
    answer: FigureFacets,
    errors: ['invalid_request'],
  }),
  analyses: operation({
    ...list,
    id: 'workspace.analyses',
    method: 'GET',
    path: '/workspace/:id/analyses/',
    summary: 'The analyses of a workspace, in pages',
    access: on.path('view', 'workspace'),
    keys: { publish: true },
    answer: AnalysisPage,
  }),
  assets: operation({
    ...list,
    id: 'workspace.assets',
    method: 'GET',
    path: '/workspace/:id/assets/',
    summary: 'The assets of a workspace, in pages',
    access: on.path('view', 'workspace'),
    keys: { publish: true },
    answer: AssetPage,
  }),
  figureNames: operation({
    ...nameList,
    id: 'analysis.figure_names',
    method: 'GET',
    path: '/analysis/:id/figures/names/',
    summary: 'IDs and names of the figures of an analysis',
    access: on.path('view', 'analysis'),
    query: Type.Object({ ...filters, ...namePage }),
  }),
  analysisNames: operation({
    ...nameList,
    id: 'workspace.analysis_names',
    method: 'GET',
    path: '/workspace/:id/analyses/names/',
    summary: 'IDs and names of the analyses of a workspace',
    access: on.path('view', 'workspace'),
    query: NameQuery,
  }),
  assetNames: operation({
    ...nameList,
    id: 'workspace.asset_names',
    method: 'GET',
    path: '/workspace/:id/assets/names/',
    summary: 'IDs and names of the assets of a workspace',
    access: on.path('view', 'workspace'),
    query: NameQuery,
  }),
};

export const RecentAccess = answer('RecentAccess', { api_id: Id, access: AccessSummary });
export type RecentAccess = Static<typeof RecentAccess>;

/** Fields of recent objects of all workspaces. */
const anywhere = { workspace_name: Type.String(), access: AccessSummary };

const RecentLimit = Type.Object({
  limit: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,3}$', description: 'Most objects of each kind, from 1 to 200; default 60' }),
  ),
});

export const recent = {
  everywhere: operation({
    id: 'recent.list',
    method: 'GET',
    path: '/recent/',
    summary: 'The last changed analyses, figures and assets of all workspaces that the caller reaches as a member',
    access: 'user',
    query: RecentLimit,
    status: 200,
    answer: answer('RecentEverywhere', {
      analyses: Type.Array(answer('RecentAnalysisAnywhere', { ...NestedAnalysis.properties, ...anywhere })),
      figures: Type.Array(answer('RecentFigureAnywhere', { ...RecentFigure.properties, ...anywhere })),
      assets: Type.Array(answer('RecentAssetAnywhere', { ...NestedAsset.properties, ...anywhere })),
    }),
    errors: ['invalid_request'],
  }),
};

export const recentAccess = {
  list: operation({
    id: 'workspace.recent_access',
    method: 'GET',
    path: '/workspace/:id/recent/access/',
    summary: 'How far the objects that `recent/` lists can be seen',
    access: on.path('view', 'workspace'),
    params: IdParams,
    query: RecentLimit,
    status: 200,
    answer: Type.Array(RecentAccess),
    errors: ['invalid_request'],
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
export const PARTS = ['picture', 'code', 'data', 'environment', 'text', 'files', 'metadata'] as const;
export type Part = (typeof PARTS)[number];

export const RevisionChange = answer('RevisionChange', {
  revision: Id,
  changed: Type.Array(Type.Unsafe<Part>({ type: 'string', enum: [...PARTS] }), {
    description: 'Empty for the first revision and for one with the same bytes and metadata',
  }),
  line: nullable(
    Type.String({
      description:
        'All differences from the revision before, in one line. Null for the first one, and until it is stored',
    }),
  ),
});
export type RevisionChange = Static<typeof RevisionChange>;

const changesOf = <const K extends Kind>(kind: K) =>
  operation({
    id: `${kind}.changes`,
    method: 'GET',
    path: `/${kind}/:id/changes/`,
    summary: 'Changes from each revision to the next, by the hashes of their data, oldest first',
    description:
      'Of the first 200 revisions whose `revision_index` is at least `from`. With `limit`, of those from `from` to `from + limit - 1`.',
    access: on.path('view', kind),
    params: IdParams,
    query: Type.Object({
      from: Type.Optional(Type.String({ pattern: '^[0-9]{1,9}$', description: 'Lowest `revision_index`; default 0' })),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'Number of indices, from 1 to 200' })),
    }),
    status: 200,
    answer: Type.Array(RevisionChange),
    errors: ['invalid_request'],
  });

export const changes = { figure: changesOf('figure'), asset: changesOf('asset') };

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

export const tags = {
  find: operation({
    id: 'tag.find',
    method: 'GET',
    path: '/tag/',
    summary: 'Tags of figures that the caller can reach, to propose them',
    description:
      'Tags that begin with a text, ignoring case, the most frequent first. Of many such figures, the last 1,000 that changed count.',
    access: 'user',
    query: Type.Object({
      q: Type.Optional(Type.String({ maxLength: 200, description: 'Beginning of the tags; default: any' })),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'From 1 to 200; default 20' })),
    }),
    status: 200,
    answer: TagList,
    errors: ['invalid_request'],
  }),
};
