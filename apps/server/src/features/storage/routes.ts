import {
  type AdminStorage,
  adminStorage,
  type DataStorage,
  storage,
  type UserUse,
  type WorkspaceUse,
} from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/index.ts';
import { invalid, notAllowed } from '../../kernel/errors.ts';
import { objectOf, originOf, type Route, route } from '../../kernel/http/index.ts';
import { createReuse } from '../../kernel/reuse.ts';
import type { DiskSpace } from '../../kernel/storage/index.ts';
import type { Buckets, OpenStores } from '../../kernel/stores/index.ts';
import { createStorageChoice, OWN } from './service/choice.ts';
import { sortedBy, takeSurvey, totalOf } from './service/survey.ts';
import { findDatum } from './store.ts';

/** Time that a survey is reused, in milliseconds: it reads every object. */
const SURVEY_MS = 60_000;

const PAGE = 50;
const MOST = 1000;

export interface StorageRoutesDeps {
  database: Pick<Database, 'db' | 'engine'>;
  clock: Clock;
  disk(): Promise<DiskSpace>;
  buckets: Buckets;
  openStore: OpenStores;
}

/** Storage of workspaces, organizations and data, and the use of the server's. */
export function storageRoutes({
  database: { db, engine },
  clock,
  disk,
  buckets,
  openStore,
}: StorageRoutesDeps): Route[] {
  const choice = createStorageChoice({ db, clock, buckets });
  const survey = createReuse(() => takeSurvey(db), SURVEY_MS);
  return [
    route(storage.workspace, (call) => choice.get(objectOf(call))),
    route(storage.organization, (call) => choice.get(objectOf(call))),
    route(storage.setWorkspace, (call) =>
      choice.set(call.principal, objectOf(call), call.body, originOf(call.request)),
    ),
    route(storage.setOrganization, (call) =>
      choice.set(call.principal, objectOf(call), call.body, originOf(call.request)),
    ),
    route(storage.testWorkspace, (call) => choice.test(objectOf(call), call.body)),
    route(storage.testOrganization, (call) => choice.test(objectOf(call), call.body)),

    route(storage.data, async ({ params }): Promise<DataStorage> => {
      const row = await findDatum(db, params.id);
      const store = row?.store ? await openStore(row.store) : undefined;
      return row && store ? { vendor: 'AWS', path: await store.addressOf(row.hash) } : { vendor: OWN };
    }),

    route(adminStorage.total, async ({ principal }): Promise<AdminStorage> => {
      demandStaff(principal);
      return totalOf(db, engine, await survey(), await disk());
    }),

    route(adminStorage.workspaces, async ({ principal, query: { sort = 'size_bytes', order, ...asked } }) => {
      demandStaff(principal);
      return pageOf<WorkspaceUse>(sortedBy((await survey()).workspaces, sort, order), asked);
    }),

    route(adminStorage.users, async ({ principal, query: { sort = 'size_bytes', order, ...asked } }) => {
      demandStaff(principal);
      return pageOf<UserUse>(sortedBy((await survey()).users, sort, order), asked);
    }),
  ];
}

function demandStaff({ isStaff }: SignedIn): void {
  if (!isStaff) throw notAllowed();
}

function pageOf<T>(rows: readonly T[], asked: { offset?: string; limit?: string }) {
  const offset = Number(asked.offset ?? 0);
  const limit = Math.min(Number(asked.limit ?? PAGE), MOST);
  if (limit < 1) throw invalid('limit', `must be from 1 to ${MOST}`);
  const end = offset + limit;
  return { entries: rows.slice(offset, end), next: end < rows.length ? String(end) : null };
}
