import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** Workspaces and analyses in each that are asked for recent ones. */
const MOST_WORKSPACES = 10;
const OF_EACH = 5;

const changedIn = async (id: string, signal: AbortSignal, query: { name?: string; limit?: string }) =>
  (await call('GET /workspace/:id/analyses/', { path: { id }, query: { sort: 'changed', ...query }, signal })).entries;

/** Analyses of a workspace whose names contain a text, the last changed first. */
export const analysesNamedQuery = (workspace: string, name: string) =>
  queryOptions({
    queryKey: ['listing', 'named', workspace, name],
    queryFn: ({ signal }) => changedIn(workspace, signal, name === '' ? {} : { name }),
  });

/** The analyses of some workspaces that changed last. */
export const recentAnalysesQuery = (workspaces: readonly string[]) =>
  queryOptions({
    queryKey: ['listing', 'recent analyses', ...workspaces],
    queryFn: async ({ signal }) => {
      const some = workspaces.slice(0, MOST_WORKSPACES);
      const found = await Promise.all(some.map((id) => changedIn(id, signal, { limit: String(OF_EACH) })));
      const changed = (one: { child_updated_on: string | null; created_on: string }) =>
        one.child_updated_on ?? one.created_on;
      return found.flat().toSorted((first, second) => (changed(first) < changed(second) ? 1 : -1));
    },
    enabled: workspaces.length > 0,
  });
