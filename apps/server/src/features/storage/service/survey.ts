import type { AdminStorage, UserUse, WorkspaceUse } from '@gofigr/contract';
import { formatTime } from '../../../kernel/clock.ts';
import { type Db, databaseBytes, type Engine } from '../../../kernel/db/index.ts';
import { trashRootOf } from '../../../kernel/objects/index.ts';
import { type DiskSpace } from '../../../kernel/storage/index.ts';
import { countBlobs } from '../../scrub/index.ts';
import { allUsers, allWorkspaces, countObjects, countTrash } from '../store.ts';

/** Use of the storage, counted at one time. */
export interface Survey {
  workspaces: WorkspaceUse[];
  users: UserUse[];
  blobs: AdminStorage['blobs'];
  trash: AdminStorage['trash'];
}

/** Counts the stored bytes by workspace and by user. It reads every object, in small queries. */
export async function takeSurvey(db: Db): Promise<Survey> {
  const byWorkspace = new Map<string, { figures: number; revisions: number }>();
  const byUser = new Map<string, { revisions: number; size_bytes: number }>();
  for await (const { workspace_id, kind, created_by, count, bytes } of countObjects(db)) {
    const workspace = byWorkspace.get(workspace_id) ?? { figures: 0, revisions: 0 };
    byWorkspace.set(workspace_id, workspace);
    if (kind === 'figure') {
      workspace.figures += count;
      continue;
    }
    workspace.revisions += count;
    const user = byUser.get(created_by) ?? { revisions: 0, size_bytes: 0 };
    byUser.set(created_by, user);
    user.revisions += count;
    user.size_bytes += bytes;
  }
  const trash = { count: 0, bytes: 0 };
  const trashed = new Map<string, number>();
  for await (const { workspace_id, count, bytes } of countTrash(db)) {
    trash.count += count;
    trash.bytes += bytes;
    trashed.set(workspace_id, (trashed.get(workspace_id) ?? 0) + bytes);
  }
  const workspaces = (await allWorkspaces(db)).map(
    ({ id, workspace_id, size_bytes, created_on, updated_on, child_updated_on, ...shown }): WorkspaceUse => ({
      api_id: id,
      ...shown,
      // Bytes in the trash count there.
      size_bytes: trashRootOf({ workspace_id }) === null ? size_bytes : 0,
      trash_bytes: trashed.get(id) ?? 0,
      deleted: trashRootOf({ workspace_id }) !== null,
      ...(byWorkspace.get(id) ?? { figures: 0, revisions: 0 }),
      changed_on: formatTime(Math.max(created_on, updated_on ?? 0, child_updated_on ?? 0)),
    }),
  );
  return { workspaces, users: usersOf(await allUsers(db), workspaces, byUser), blobs: await countBlobs(db), trash };
}

function usersOf(
  rows: Awaited<ReturnType<typeof allUsers>>,
  workspaces: readonly WorkspaceUse[],
  published: ReadonlyMap<string, { revisions: number; size_bytes: number }>,
): UserUse[] {
  const owned = new Map<string | null, number>();
  for (const { owner, deleted } of workspaces) if (!deleted) owned.set(owner, (owned.get(owner) ?? 0) + 1);
  const nothing = { revisions: 0, size_bytes: 0 };
  const known = rows.map(
    ({ username, service_of, api_keys }): UserUse => ({
      username,
      account: service_of === null ? 'person' : 'service',
      ...(published.get(username) ?? nothing),
      api_keys,
      workspaces: owned.get(username) ?? 0,
    }),
  );
  const names = new Set(rows.map(({ username }) => username));
  const gone = [...published].flatMap(([username, use]): UserUse[] =>
    names.has(username) ? [] : [{ username, account: 'gone', ...use, api_keys: 0, workspaces: 0 }],
  );
  return [...known, ...gone];
}

/** Sizes of the whole server. */
export async function totalOf(db: Db, engine: Engine, survey: Survey, disk: DiskSpace): Promise<AdminStorage> {
  return {
    database_bytes: await databaseBytes(db, engine),
    blobs: survey.blobs,
    trash: survey.trash,
    free_bytes: disk.freeBytes,
    workspaces: survey.workspaces.filter(({ deleted }) => !deleted).length,
    users: survey.users.filter(({ account }) => account === 'person').length,
  };
}

type Order = 'asc' | 'desc';

/** Sorts rows by a column. Texts go up and numbers down by default, empty ones come last, and equal ones by size. */
export function sortedBy<T extends { size_bytes: number }>(rows: readonly T[], column: keyof T, order?: Order): T[] {
  const isText = rows.some((row) => typeof row[column] === 'string') && column !== 'changed_on';
  const sign = (order ?? (isText ? 'asc' : 'desc')) === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [one, two] = [a[column], b[column]];
    if (one === null || two === null) return Number(one === null) - Number(two === null) || b.size_bytes - a.size_bytes;
    const difference =
      typeof one === 'string' && typeof two === 'string' ? byText.compare(one, two) : Number(one) - Number(two);
    return sign * difference || b.size_bytes - a.size_bytes;
  });
}

const byText = new Intl.Collator('en', { numeric: true });
