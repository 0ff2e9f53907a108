import type { FoundType, SearchCounts, SearchResult } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import { wire } from '../../kernel/objects/index.ts';
import type { Findable } from './store.ts';

/** The place of an object, as far as the caller may see it. */
function placeOf(object: Findable) {
  const { kind, is_member, parent_shared, grandparent_shared } = object;
  const workspace = is_member
    ? { workspace: object.workspace_id, workspace_name: object.workspace_name }
    : NO_WORKSPACE;
  if (kind === 'analysis') return { ...workspace, analysis: object.id, analysis_name: object.name };
  if (kind === 'figure' && (is_member || parent_shared))
    return { ...workspace, analysis: object.parent_id, analysis_name: object.parent_name };
  if (kind === 'revision' && (is_member || grandparent_shared))
    return { ...workspace, analysis: object.grandparent_id, analysis_name: object.grandparent_name };
  return { ...workspace, analysis: null, analysis_name: null };
}

const NO_WORKSPACE = { workspace: null, workspace_name: null };

/** `number`: of a revision. */
export const toResult = (object: Findable, number: number | undefined): Omit<SearchResult, 'name_marks' | 'match'> => ({
  type: object.kind as FoundType, // organizations are not in the index
  api_id: object.id,
  name: number === undefined ? object.name : wire.revisionName(object.parent_name ?? '', number),
  ...placeOf(object),
  changed_on: formatTime(object.changed_on),
  changed_by: object.changed_by,
});

/** Numbers of results by type, and by workspace and analysis in the order of their best results. */
export function countsOf(objects: readonly Findable[], complete: boolean): SearchCounts {
  const types = Map.groupBy(objects, ({ kind }) => kind as FoundType); // as above
  const places = objects.map(placeOf);
  const workspaces = Map.groupBy(places, ({ workspace }) => workspace);
  return {
    total: objects.length,
    complete,
    types: [...types].map(([type, some]) => ({ type, count: some.length })),
    workspaces: [...workspaces].map(([workspace, inside]) => ({
      workspace,
      workspace_name: inside[0]?.workspace_name ?? null,
      count: inside.length,
      analyses: [...Map.groupBy(inside, ({ analysis }) => analysis)].map(([analysis, some]) => ({
        analysis,
        analysis_name: some[0]?.analysis_name ?? null,
        count: some.length,
      })),
    })),
  };
}
