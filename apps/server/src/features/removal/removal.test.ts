import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { transact } from '../../kernel/db/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { base64, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { removeDeleted, rowsLeft } from '../../testing/removed.ts';
import { checkRows } from '../backup/index.ts';
import { removeAll } from './index.ts';

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
let friend: typeof owner;
let organization: string;
let workspace: string;
let tree: Awaited<ReturnType<typeof plant>>;
/** A figure of the friend's that was made from the tree. */
let other: string;
beforeEach(async () => {
  test = await startTestServer({ GOFIGR_TRASH_DAYS: '0' });
  [owner, friend] = [await test.account(), await test.account()];
  organization = await make('organization/', { name: 'Institute' });
  workspace = await make('workspace/', { name: 'Lab', organization });
  tree = await plant(test, owner.proof, workspace);
  await addRevisions();
  const shared = { username: friend.username, sharing_enabled: true };
  await ok('POST', `figure/${tree.figure}/share/user/`, shared);
  await ok('POST', `figure/${tree.figure}/share/link/`, { enabled: true });
  const theirs = await plant(test, friend.proof, friend.workspace);
  other = (await ok('POST', `revision/${tree.revision}/derive/`, { figure: theirs.figure }, friend)).api_id;
});
afterEach(() => test.close());

const db = () => test.server.database.db;
async function ok(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, as = owner) {
  const { status, text, body: answer } = await test.call(method, path, body, as.proof);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return answer;
}
const make = async (path: string, body: object): Promise<string> => (await ok('POST', path, body)).api_id;
const statusOf = async (path: string, as = owner) => (await test.call('GET', path, undefined, as.proof)).status;

/** More revisions than are deleted at once, each with 5 bytes, an activity item and a link to an asset. */
const REVISIONS = 400;
async function addRevisions() {
  const { figure, analysis, revision } = tree;
  const common = { name: '', name_key: '', created_on: 1, created_by: owner.username };
  const ids = Array.from({ length: REVISIONS }, () => randomUUID());
  const rows = ids.map((id, revision_index) => ({ id, revision_index: revision_index + 2 }));
  const insert = (table: 'objects' | 'revisions' | 'data' | 'activity', values: object[]) =>
    db()
      .insertInto(table)
      .values(values as never)
      .execute();
  const place = { parent_id: figure, workspace_id: workspace };
  await insert(
    'objects',
    ids.map((id) => ({ ...common, ...place, id, kind: 'revision', size_bytes: 5 })),
  );
  await insert(
    'revisions',
    rows.map((row) => ({ ...row, parent_id: figure, metadata: '{}', is_clean_room: 0, derived_from: revision })),
  );
  const bytes = await db().selectFrom('data').selectAll().where('owner_id', '=', revision).executeTakeFirstOrThrow();
  await insert(
    'data',
    ids.map((id) => ({ ...bytes, id: randomUUID(), owner_id: id })),
  );
  const item = { workspace_id: workspace, analysis_id: analysis, username: owner.username, timestamp: 1 };
  const target = { action: 'create', target_type: 'revision', target_name: 'Figure #2' };
  await insert(
    'activity',
    ids.map((id) => ({ ...item, ...target, id: randomUUID(), target_id: id })),
  );
  const size = REVISIONS * 5;
  await transact(db(), (trx) => objects.propagate(trx, new Map([[figure, size]]), null));
}

/** Deletes some rows, and stops as a crash would. */
async function removeSome(pieces: number) {
  let left = pieces;
  await removeAll(db(), () => left-- <= 0);
}

async function nothingOfTheTreeIsSeen() {
  const { figure, revision, data, analysis } = tree;
  for (const as of [owner, friend])
    for (const path of [`figure/${figure}`, `revision/${revision}`, `data/${data}`, `analysis/${analysis}`])
      expect([path, await statusOf(`${path}/`, as)]).toEqual([path, 404]);
  expect((await test.call('GET', `figure/${figure}/`)).status).toBe(404);
  const copy = await db().selectFrom('revisions').select('derived_from').where('id', '=', other).executeTakeFirst();
  expect(copy).toEqual({ derived_from: null });
  expect(JSON.stringify(await ok('GET', 'shared/', undefined, friend))).not.toContain(figure);
  expect(await checkRows(db(), test.server.database.engine)).toEqual([]);
}

describe('a large tree', () => {
  it.each([
    ['workspace', () => workspace],
    ['analysis', () => tree.analysis],
    ['figure', () => tree.figure],
  ])('is gone with its %s at once, and its rows soon', async (kind, id) => {
    await ok('DELETE', `${kind}/${id()}/`);
    expect(await rowsLeft(db())).toBeGreaterThan(0);
    expect(await statusOf(`${kind}/${id()}/`)).toBe(404);
    if (kind !== 'figure') await nothingOfTheTreeIsSeen();
    await removeSome(3);
    expect(await statusOf(`${kind}/${id()}/`)).toBe(404);
    expect(await checkRows(db(), test.server.database.engine)).toEqual([]);
    await vi.waitFor(async () => expect(await rowsLeft(db())).toBe(0), 30_000);
    expect(await checkRows(db(), test.server.database.engine)).toEqual([]);
    expect(await statusOf(`revision/${other}/`, friend)).toBe(200);
  });

  it('counts in no size, no list and no log from then on', async () => {
    await db().updateTable('users').set({ is_staff: 1 }).where('username', '=', owner.username).execute();
    await ok('DELETE', `analysis/${tree.analysis}/`);
    expect(await rowsLeft(db())).toBeGreaterThan(0);
    expect((await ok('GET', `workspace/${workspace}/`)).size_bytes).toBe(0);
    expect((await ok('GET', `workspace/${workspace}/contents/`)).revisions).toBe(0);
    expect((await ok('GET', `workspace/${workspace}/`)).analyses).toEqual([]);
    expect(await ok('GET', 'figure/')).toEqual([]);
    const { entries } = await ok('GET', 'admin/storage/user/');
    expect(entries.find(({ username }: { username: string }) => username === owner.username)).toMatchObject({
      revisions: 0,
      size_bytes: 0,
    });
    const log = await ok('GET', `workspace/${workspace}/log/`);
    expect(log[0]).toMatchObject({ action: 'delete', target_type: 'analysis' });
    expect(log).toHaveLength(REVISIONS + 5);
    const shownAsThere = log.filter((item: any) => item.deleted_sentinel === null && item.target_id !== workspace);
    expect(shownAsThere).toEqual([]);
  });

  it('leaves the log of its workspace to the organization', async () => {
    await ok('DELETE', `workspace/${workspace}/`);
    const before = (await ok('GET', `organization/${organization}/log/`)).length;
    expect(before).toBeGreaterThan(REVISIONS);
    await removeDeleted(db());
    expect((await ok('GET', `organization/${organization}/log/`)).length).toBe(before);
    expect((await ok('GET', `organization/${organization}/`)).workspaces).toEqual([]);
  });

  it('takes no revision, no figure and no change any more', async () => {
    const { figure, analysis } = tree;
    const elsewhere = await make('analysis/', { name: 'Elsewhere', workspace: owner.workspace });
    await ok('DELETE', `workspace/${workspace}/`);
    const data = [{ name: 'd', type: 'text', metadata: {}, data: base64('12345') }];
    const calls = [
      ['POST', 'revision/', { figure, metadata: {}, data }],
      ['POST', 'figure/', { name: 'New', analysis }],
      ['PATCH', `figure/${figure}/`, { analysis: elsewhere }],
      ['POST', `figure/${figure}/share/link/`, { enabled: true }],
      ['DELETE', `figure/${figure}/`, undefined],
    ] as const;
    for (const [method, path, body] of calls)
      expect([path, (await test.call(method, path, body, owner.proof)).status]).toEqual([path, 404]);
    // A change that was allowed before the deletion is refused in its transaction.
    await expect(transact(db(), (trx) => objects.lock(trx, figure))).rejects.toMatchObject({ code: 'not_found' });
    const grow = transact(db(), (trx) => objects.propagate(trx, new Map([[figure, 1]]), { by: 'x', at: 1 }));
    await expect(grow).rejects.toMatchObject({ code: 'not_found' });
  });

  it('goes with its owner in the transaction that deletes the account', async () => {
    const administrator = await test.account();
    await db().updateTable('users').set({ is_staff: 1 }).where('username', '=', administrator.username).execute();
    const { status } = await test.call(
      'DELETE',
      `admin/user/${owner.username}/`,
      { workspaces: 'delete' },
      administrator.proof,
    );
    expect(status).toBe(204);
    expect(await rowsLeft(db())).toBeGreaterThan(0);
    expect(await statusOf(`revision/${tree.revision}/`, friend)).toBe(404);
    await removeDeleted(db());
    expect(await rowsLeft(db())).toBe(0);
  });
});

/** Transactions that PostgreSQL ended to resolve a deadlock. The server repeats them, so that no answer shows them. */
async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: string | number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(db());
  return Number(rows[0]?.deadlocks);
}

it('publishes that run while their workspace is deleted succeed before it, or are refused', async () => {
  const data = [{ name: 'd', type: 'text', metadata: {}, data: base64('12345') }];
  const publish = async (): Promise<number> => {
    const { status } = await test.call('POST', 'revision/', { figure: tree.figure, metadata: {}, data }, owner.proof);
    return status;
  };
  const before = Array.from({ length: 10 }, publish);
  const deletion = ok('DELETE', `workspace/${workspace}/`);
  const statuses = await Promise.all([...before, ...Array.from({ length: 10 }, publish)]);
  await deletion;
  expect(statuses.filter((status) => status !== 201 && status !== 404)).toEqual([]);
  if (test.server.database.engine === 'postgres') expect(await deadlocks()).toBe(0);
  await nothingOfTheTreeIsSeen();
  await removeDeleted(db());
  const left = await db().selectFrom('revisions').select('id').where('parent_id', '=', tree.figure).execute();
  expect(left).toEqual([]);
});

it('an organization with a long log is gone at once, and its workspaces stay', async () => {
  await db().updateTable('activity').set({ workspace_id: organization }).execute();
  await ok('DELETE', `organization/${organization}/`);
  expect(await rowsLeft(db())).toBe(1);
  expect(await statusOf(`organization/${organization}/`)).toBe(404);
  expect((await ok('GET', `workspace/${workspace}/`)).organization).toBeNull();
  await removeDeleted(db());
  expect(await rowsLeft(db())).toBe(0);
  expect(await statusOf(`revision/${tree.revision}/`)).toBe(200);
});

it('small trees are deleted with their rows', async () => {
  const { analysis } = await plant(test, owner.proof, owner.workspace);
  await ok('DELETE', `analysis/${analysis}/`);
  expect(await rowsLeft(db())).toBe(0);
});
