import { trash } from '@gofigr/contract';
import { invalid } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import type { TrashService } from './service.ts';
import { toTrashItem } from './wire.ts';

const PAGE = 50;
const MOST = 200;

export function trashRoutes(service: TrashService): Route[] {
  return [
    route(trash.list, async ({ principal, query }) => {
      const limit = Number(query.limit ?? PAGE);
      if (limit < 1 || limit > MOST) throw invalid('limit', `must be from 1 to ${MOST}`);
      const before = query.cursor === undefined ? null : Number(query.cursor);
      const workspaceId = query.workspace?.toLowerCase() ?? null;
      const { rows, counts, next, total, size, days, keptFor } = await service.page(principal, {
        workspaceId,
        before,
        limit,
      });
      const entries = rows.map((row) => toTrashItem(row, counts.get(row.id) ?? new Map(), keptFor));
      return { entries, next, total, size_bytes: size, days };
    }),
    route(trash.restore, async ({ principal, params, request }) =>
      service.restore({ principal, origin: originOf(request) }, params.id.toLowerCase()),
    ),
    route(trash.purge, async ({ principal, params, request }) =>
      service.purge({ principal, origin: originOf(request) }, params.id.toLowerCase()),
    ),
    route(trash.empty, async ({ principal, query, request }) => {
      const asked = { principal, origin: originOf(request) };
      return { purged: await service.empty(asked, query.workspace?.toLowerCase() ?? null) };
    }),
  ];
}
