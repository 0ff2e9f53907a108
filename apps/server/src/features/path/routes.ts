import { path, rights } from '@gofigr/contract';
import type { Db } from '../../kernel/db/index.ts';
import { objectOf, type Route, route } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';

export const pathRoutes = ({ db }: { db: Db }): Route[] => [
  ...Object.values(path).map((operation) =>
    route(operation, async (call) =>
      (await objects.visiblePath(db, call.principal, objectOf(call))).map(({ id, kind, name }) => ({
        api_id: id,
        kind,
        name,
      })),
    ),
  ),
  ...Object.values(rights).map((operation) =>
    route(operation, (call) => objects.rights(db, call.principal, objectOf(call))),
  ),
];
