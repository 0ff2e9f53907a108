import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export type LineageKind = 'figure' | 'revision' | 'asset' | 'asset_revision';

/** Revisions that a graph shows at most. */
const MOST = 200;

/** Sources and results of an object over some steps, as far as the user may see them. */
export const lineageQuery = (kind: LineageKind, id: string, depth: number) =>
  queryOptions({
    queryKey: [kind, id, 'lineage', depth],
    queryFn: ({ signal }) =>
      call(`GET /${kind}/:id/lineage/`, { path: { id }, query: { depth: String(depth), limit: String(MOST) }, signal }),
    placeholderData: (before) => before,
  });
