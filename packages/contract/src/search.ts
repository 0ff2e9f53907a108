/** Search over everything that the caller may view; an extension of the published API (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, nullable, ShownUsername, Time } from './schemas.ts';

/** Most characters of a search. */
export const SEARCH_LENGTH = 1000;

/** Kinds of results. A revision is one only if its figure or asset is hidden from the caller. */
export const FOUND_TYPES = ['workspace', 'analysis', 'figure', 'asset', 'revision', 'asset_revision'] as const;
export type FoundType = (typeof FOUND_TYPES)[number];
const FoundType = Type.Unsafe<FoundType>({ type: 'string', enum: [...FOUND_TYPES] });

/** Source of a matching line. */
export const MATCHED_IN = [
  'description',
  'tag',
  'metadata',
  'file',
  'text',
  'picture',
  'column',
  'package',
  'code',
  'history',
] as const;
export type MatchedIn = (typeof MATCHED_IN)[number];

const marks = Type.Array(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 }), {
  description: 'Begin and end of each matching word, in UTF-16 units',
});

export const SearchMatch = answer('SearchMatch', {
  in: Type.Unsafe<MatchedIn>({ type: 'string', enum: [...MATCHED_IN] }),
  text: Type.String({ description: 'The line, shortened' }),
  marks,
  revision: nullable(Id),
});
export type SearchMatch = Static<typeof SearchMatch>;

export const SearchResult = answer('SearchResult', {
  type: FoundType,
  api_id: Id,
  name: Type.String(),
  name_marks: marks,
  workspace: nullable(Id),
  workspace_name: nullable(Type.String()),
  analysis: nullable(Id),
  analysis_name: nullable(Type.String()),
  changed_on: Time,
  changed_by: ShownUsername(),
  match: nullable(SearchMatch),
});
export type SearchResult = Static<typeof SearchResult>;

const count = Type.Integer();
export const SearchCounts = answer('SearchCounts', {
  total: count,
  complete: Type.Boolean({ description: 'False if there are more. Then the counts are those of the best ones' }),
  types: Type.Array(answer('TypeCount', { type: FoundType, count })),
  workspaces: Type.Array(
    answer('WorkspaceCount', {
      workspace: nullable(Id),
      workspace_name: nullable(Type.String()),
      count,
      analyses: Type.Array(
        answer('AnalysisCount', { analysis: nullable(Id), analysis_name: nullable(Type.String()), count }),
      ),
    }),
    { description: 'Null: of objects that are shared without their workspace or analysis' },
  ),
});
export type SearchCounts = Static<typeof SearchCounts>;

export const SearchAnswer = answer('SearchAnswer', {
  opens: nullable(answer('Opened', { type: FoundType, api_id: Id })),
  results: Type.Array(SearchResult),
  counts: SearchCounts,
  corrected: Type.Array(answer('CorrectedWord', { from: Type.String(), to: Type.Array(Type.String()) })),
  filling: Type.Boolean({ description: 'Older objects are still being put into the index' }),
  next: nullable(Type.String({ description: '`cursor` of the next page' })),
});
export type SearchAnswer = Static<typeof SearchAnswer>;

export const search = {
  find: operation({
    id: 'search.find',
    method: 'GET',
    path: '/search/',
    summary: 'Search everything that the caller may view, best match first',
    description:
      'Words in any order, also beginnings and parts of identifiers. `"several words"`, `-not`, `workspace:`, `analysis:`, ' +
      '`author:`, `tag:`, `type:`, `package:`, `has:table`, `before:`, `after:` and `on:` narrow it. Times are such as ' +
      '`2026-11`, `yesterday` and `last tuesday`. An address, an ID or a short ID `opens` its object. A misspelled word ' +
      'finds similar ones if nothing has the word itself.',
    access: 'user',
    query: Type.Object({
      q: Type.String({ maxLength: SEARCH_LENGTH }),
      limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'From 1 to 100; default 20' })),
      cursor: Type.Optional(Type.String({ maxLength: 100 })),
      tz: Type.Optional(
        Type.String({ maxLength: 60, description: 'Time zone of days, such as `Europe/Berlin`; default UTC' }),
      ),
    }),
    status: 200,
    answer: SearchAnswer,
    errors: ['invalid_request', 'too_many_attempts'],
  }),
};
