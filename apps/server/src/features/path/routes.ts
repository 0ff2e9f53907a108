import { path, rights } from '@gofigr/contract';
import type { Db } from '../../kernel/db/index.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { tree } from '../../kernel/tree/index.ts';

export const pathRoutes = ({ db }: { db: Db }): Route[] => [
  ...Object.values(path).map((operation) =>
    route(operation, async (call) =>
      (await tree.visiblePath(db, call.principal, objectOf(call))).map(({ id, kind, name }) => ({
        api_id: id,
        kind,
        name,
      })),
    ),
  ),
  ...Object.values(rights).map((operation) =>
    route(operation, (call) => tree.rights(db, call.principal, objectOf(call))),
  ),
];
