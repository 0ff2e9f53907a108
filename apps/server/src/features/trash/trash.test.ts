import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../kernel/clock.ts';
import { transact } from '../../kernel/db/index.ts';
import { isThere, trash } from '../../kernel/objects/index.ts';
import { base64, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { removeDeleted } from '../../testing/removed.ts';
import { checkRows } from '../backup/index.ts';
import { createTrashService } from './index.ts';

const DAY = 24 * 3_600_000_000;

let test: TestServer;
type Account = Awaited<ReturnType<TestServer['account']>>;
let owner: Account;
let friend: Account;
let workspace: string;
let tree: Awaited<ReturnType<typeof plant>>;
beforeAll(async () => {
  test = await startTestServer();
  [owner, friend] = [await test.account(), await test.account()];
});
afterAll(() => test.close());
beforeEach(async () => {
  workspace = await make('workspace/', { name: 'Lab' });
  tree = await plant(test, owner.proof, workspace);
});

const db = () => test.server.database.db;
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
async function ok(method: Method, path: string, body?: object, as: { proof: Account['proof'] } = owner) {
  const { status, text, body: answer } = await test.call(method, path, body, as.proof);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return answer;
}
const make = async (path: string, body: object): Promise<string> => (await ok('POST', path, body)).api_id;
const statusOf = async (path: string, as: { proof: Account['proof'] } = owner) =>
  (await test.call('GET', path, undefined, as.proof)).status;
const data = [{ name: 'd', type: 'text', metadata: {}, data: base64('12345') }];
const remove = (path: string) => ok('DELETE', `${path}/`);
const restore = (id: string) => ok('POST', `trash/${id}/restore/`);
const trashIn = async (id = workspace): Promise<any[]> => (await ok('GET', `trash/?workspace=${id}`)).entries;
const problems = () => checkRows(db(), test.server.database.engine);
const sizeOf = async (path: string) => (await ok('GET', `${path}/`)).size_bytes as number;

describe('what is in the trash', () => {
  it('comes back with everything that was deleted with it', async () => {
    const { figure, analysis, revision, data: datum } = tree;
    const before = await ok('GET', `figure/${figure}/`);
    const bytes = await ok('GET', `data/${datum}/`);
    await remove(`figure/${figure}`);
    for (const path of [`figure/${figure}`, `revision/${revision}`, `data/${datum}`])
      expect([path, await statusOf(`${path}/`)]).toEqual([path, 404]);
    expect(await sizeOf(`analysis/${analysis}`)).toBe(0);
    expect(await trashIn()).toMatchObject([
      { api_id: figure, kind: 'figure', parent: analysis, with: null, revisions: 1, size_bytes: before.size_bytes },
    ]);
    expect(await restore(figure)).toEqual({ kind: 'figure', api_id: figure, restored: [figure] });
    expect(await ok('GET', `figure/${figure}/`)).toEqual(before);
    expect(await ok('GET', `data/${datum}/`)).toEqual(bytes);
    expect(await sizeOf(`analysis/${analysis}`)).toBe(before.size_bytes);
    expect(await trashIn()).toEqual([]);
    expect(await problems()).toEqual([]);
  });

  it('is named in the log as deleted, and after its return as there', async () => {
    const { figure } = tree;
    await remove(`figure/${figure}`);
    const [gone] = await ok('GET', `workspace/${workspace}/log/`);
    expect(gone).toMatchObject({ action: 'delete', target_id: figure, deleted: true });
    await restore(figure);
    const [back] = await ok('GET', `workspace/${workspace}/log/`);
    expect(back).toMatchObject({ action: 'restore', target_id: figure, deleted: false, analysis_id: tree.analysis });
    const audit = await ok('GET', `audit/?object=${figure}`);
    expect(audit.entries[0]).toMatchObject({ event: 'object_restored', object_kind: 'figure' });
  });

  it('brings its parents back, with what was deleted with them, but not what was deleted before', async () => {
    const { figure, analysis, revision } = tree;
    const other = await make('figure/', { name: 'Other', analysis });
    const earlier = await make('figure/', { name: 'Earlier', analysis });
    await remove(`figure/${earlier}`);
    await remove(`revision/${revision}`);
    await remove(`figure/${figure}`);
    await remove(`workspace/${workspace}`);
    expect((await trashIn()).map((item) => [item.api_id, item.with])).toEqual([
      [workspace, null],
      [figure, workspace],
      [revision, figure],
      [earlier, workspace],
    ]);
    expect((await restore(revision)).restored).toEqual([workspace, figure, revision]);
    expect(await statusOf(`revision/${revision}/`)).toBe(200);
    expect(await statusOf(`figure/${other}/`)).toBe(200);
    expect(await statusOf(`figure/${earlier}/`)).toBe(404);
    expect(await problems()).toEqual([]);
  });

  it('follows its parent into another workspace', async () => {
    const { figure, analysis, revision } = tree;
    await remove(`revision/${revision}`);
    await remove(`figure/${figure}`);
    await ok('PATCH', `analysis/${analysis}/`, { workspace: owner.workspace });
    expect(await trashIn()).toEqual([]);
    expect((await trashIn(owner.workspace)).map((item) => item.api_id)).toEqual([figure, revision]);
    await restore(revision);
    expect((await ok('GET', `revision/${revision}/path/`)).at(0).api_id).toBe(owner.workspace);
    expect(await problems()).toEqual([]);
  });

  it('keeps its ID, its short ID and its number', async () => {
    const { figure } = tree;
    const { api_id: first } = await ok('POST', 'revision/', { figure, metadata: {}, data });
    await remove(`revision/${first}`);
    const again = { figure, metadata: {}, data, client_id: first };
    expect((await test.call('POST', 'revision/', again, owner.proof)).status).toBe(409);
    const { revision_index } = await ok('POST', 'revision/', { figure, metadata: {}, data });
    await restore(first);
    expect([(await ok('GET', `revision/${first}/`)).revision_index, revision_index]).toEqual([1, 2]);
  });

  it('leaves its name to others, and comes back beside them', async () => {
    const { analysis } = tree;
    const old = await make('figure/', { name: 'Same', analysis });
    await remove(`figure/${old}`);
    const id = await make('figure/find_or_create/', { name: 'Same', parent: analysis });
    await restore(old);
    const { figures } = await ok('GET', `analysis/${analysis}/`);
    expect(figures.filter(({ name }: { name: string }) => name === 'Same').map((one: any) => one.api_id)).toEqual([
      old,
      id,
    ]);
  });
});

it('an analysis that returns has its assets again, except those that left it meanwhile', async () => {
  const { analysis } = tree;
  const [kept, left] = [
    await make('asset/', { name: 'kept', workspace, analysis }),
    await make('asset/', { name: 'left', workspace, analysis }),
  ];
  await remove(`analysis/${analysis}`);
  await ok('PATCH', `asset/${kept}/`, { name: 'Kept' });
  await ok('PATCH', `asset/${left}/`, { analysis: null });
  await restore(analysis);
  const analysisOf = async (id: string) => (await ok('GET', `asset/${id}/`)).analysis;
  expect([await analysisOf(kept), await analysisOf(left)]).toEqual([analysis, null]);
});

describe('shares, members and keys', () => {
  it('come back with their objects, and give nothing before', async () => {
    const { figure, revision } = tree;
    await ok('POST', `figure/${figure}/share/user/`, { username: friend.username, sharing_enabled: true });
    await ok('POST', `figure/${figure}/share/link/`, { enabled: true });
    const key = await test.key(owner.proof, { name: 'k', workspace });
    expect([await statusOf(`revision/${revision}/`, friend), await statusOf(`revision/${revision}/`, key)]).toEqual([
      200, 200,
    ]);
    await remove(`workspace/${workspace}`);
    for (const as of [owner, friend, key, { proof: {} }]) expect(await statusOf(`revision/${revision}/`, as)).toBe(404);
    expect(await ok('GET', 'shared/', undefined, friend)).toEqual([]);
    expect(await ok('GET', 'figure/', undefined, key)).toEqual([]);
    await restore(workspace);
    for (const as of [owner, friend, key, { proof: {} }]) expect(await statusOf(`revision/${revision}/`, as)).toBe(200);
  });

  it('of a service account stop until the workspace returns, and end with it', async () => {
    const { token } = await ok('POST', `workspace/${workspace}/api_key/`, { name: 'robot' });
    const robot = { proof: { authorization: `Token ${token}` } };
    expect(await statusOf(`workspace/${workspace}/`, robot)).toBe(200);
    await remove(`workspace/${workspace}`);
    expect(await statusOf('user/', robot)).toBe(401);
    await restore(workspace);
    expect(await statusOf(`workspace/${workspace}/`, robot)).toBe(200);
    await remove(`workspace/${workspace}`);
    await ok('DELETE', `trash/${workspace}/`);
    expect(await statusOf('user/', robot)).toBe(401);
  });

  it('of a service account are found where they leak, and can be revoked, while the workspace rests', async () => {
    const keyOf = (name: string) => ok('POST', `workspace/${workspace}/api_key/`, { name });
    const [{ token: reported }, { token: published }] = [await keyOf('one'), await keyOf('two')];
    const revoked = await keyOf('three');
    const administrator = await test.account();
    await db().updateTable('users').set({ is_staff: 1 }).where('username', '=', administrator.username).execute();
    const analysis = await ok('POST', 'analysis/', { name: 'A', workspace: owner.workspace });
    const figure = await make('figure/', { name: 'F', analysis: analysis.api_id });
    await remove(`workspace/${workspace}`);
    await test.call('POST', '/api/credentials/revoke', { credentials: [reported] });
    const code = [{ name: 'c', type: 'code', metadata: {}, data: base64(`key = "${published}"`) }];
    const { headers } = await test.call('POST', 'revision/', { figure, metadata: {}, data: code }, owner.proof);
    expect(headers['gofigr-notice']).toContain('key');
    const { entries } = await ok('GET', `admin/api_key/?username=${revoked.username}`, undefined, administrator);
    expect(entries.map((key: { api_id: string }) => key.api_id)).toEqual([revoked.api_id]);
    await ok('DELETE', `admin/api_key/${revoked.api_id}/`, undefined, administrator);
    await restore(workspace);
    const status = async (token: string) =>
      (await test.call('GET', 'user/', undefined, { authorization: `Token ${token}` })).status;
    expect([await status(reported), await status(published), await status(revoked.token)]).toEqual([401, 200, 401]);
  });
});

describe('at the same time', () => {
  const deadlocks = async (): Promise<number> => {
    if (test.server.database.engine === 'sqlite') return 0;
    const { rows } = await sql<{ deadlocks: string }>`
      select deadlocks from pg_stat_database where datname = current_database()`.execute(db());
    return Number(rows[0]?.deadlocks);
  };
  /** Two revisions in the trash whose figure is there too. */
  async function rest() {
    const figure = await make('figure/', { name: 'F', analysis: tree.analysis });
    const publish = () => make('revision/', { figure, metadata: {}, data });
    const revisions = [await publish(), await publish()] as const;
    for (const id of revisions) await remove(`revision/${id}`);
    await remove(`figure/${figure}`);
    return { figure, revisions };
  }
  const asked = async (method: Method, path: string) => (await test.call(method, path, undefined, owner.proof)).status;

  it('several objects with one parent in the trash are restored', async () => {
    for (let round = 0; round < 5; round++) {
      const { revisions } = await rest();
      const answers = await Promise.all(revisions.map((id) => asked('POST', `trash/${id}/restore/`)));
      expect(answers).toEqual([200, 200]);
      expect(await trashIn()).toEqual([]);
    }
    expect(await problems()).toEqual([]);
  });

  it('an object is restored and its parent deleted for good, one after the other', async () => {
    for (let round = 0; round < 5; round++) {
      const { figure, revisions } = await rest();
      const [restored, purged] = await Promise.all([
        asked('POST', `trash/${revisions[0]}/restore/`),
        asked('DELETE', `trash/${figure}/`),
      ]);
      expect([
        [200, 404],
        [404, 204],
      ]).toContainEqual([restored, purged]);
      expect(await statusOf(`figure/${figure}/`)).toBe(restored);
      expect(await problems()).toEqual([]);
    }
    expect(await deadlocks()).toBe(0);
  });
});

describe('rights', () => {
  it('to restore and purge are those to delete', async () => {
    const { figure } = tree;
    await ok('POST', `workspace/${workspace}/members/add/`, { username: friend.username, membership_type: 'viewer' });
    await remove(`figure/${figure}`);
    const asFriend = (method: Method, path: string) => test.call(method, path, undefined, friend.proof);
    expect((await asFriend('GET', 'trash/')).body.total).toBe(0);
    expect((await asFriend('POST', `trash/${figure}/restore/`)).status).toBe(404);
    expect((await asFriend('DELETE', `trash/${figure}/`)).status).toBe(404);
    expect((await asFriend('DELETE', 'trash/')).body).toEqual({ purged: 0 });
    const creator = { username: friend.username, membership_type: 'creator' };
    await ok('POST', `workspace/${workspace}/members/change/`, creator);
    expect((await asFriend('GET', 'trash/')).body.total).toBe(1);
    await remove(`workspace/${workspace}`);
    // A creator may delete figures, but no workspace.
    expect((await asFriend('POST', `trash/${figure}/restore/`)).status).toBe(403);
    await restore(workspace);
    expect((await asFriend('POST', `trash/${figure}/restore/`)).status).toBe(200);
  });
});

describe('deleting for good', () => {
  it('happens at once without days, and empties the trash', async () => {
    const { figure } = tree;
    await remove(`figure/${figure}`);
    const other = await startTestServer({ GOFIGR_TRASH_DAYS: '0' });
    try {
      const person = await other.account();
      const planted = await plant(other, person.proof, person.workspace);
      const contents = await other.call('GET', `figure/${planted.figure}/contents/`, undefined, person.proof);
      expect(contents.body.trash_days).toBe(0);
      await other.call('DELETE', `figure/${planted.figure}/`, undefined, person.proof);
      const { entries, days } = (await other.call('GET', 'trash/', undefined, person.proof)).body;
      expect([entries, days]).toEqual([[], 0]);
    } finally {
      await other.close();
    }
    expect((await ok('GET', `trash/?workspace=${workspace}`)).days).toBe(30);
    const none = createTrashService({
      db: db(),
      clock: { now: () => Date.now() * 1000 },
      policy: { days: () => 0 },
      days: 0,
      isStopped: () => false,
    });
    await none.purgeDue();
    expect(await trashIn()).toEqual([]);
  });
});

describe('purging', () => {
  it('ends an object with what was deleted from it before, and nothing else', async () => {
    const { figure, analysis, revision } = tree;
    const kept = await make('figure/', { name: 'Kept', analysis });
    await remove(`figure/${kept}`);
    await remove(`revision/${revision}`);
    await remove(`figure/${figure}`);
    await ok('DELETE', `trash/${figure}/`);
    expect((await trashIn()).map((item) => item.api_id)).toEqual([kept]);
    await removeDeleted(db());
    const rows = await db().selectFrom('objects').select('id').where('id', 'in', [figure, revision, kept]).execute();
    expect(rows).toEqual([{ id: kept }]);
    expect((await test.call('POST', `trash/${revision}/restore/`, undefined, owner.proof)).status).toBe(404);
    await remove(`workspace/${workspace}`);
    await ok('DELETE', `trash/${workspace}/`);
    expect(await trashIn()).toEqual([]);
    await removeDeleted(db());
    expect(await db().selectFrom('trash').selectAll().where('workspace_id', '=', workspace).execute()).toEqual([]);
  });

  it('of one workspace leaves the others, in pages', async () => {
    const elsewhere = await plant(test, owner.proof, owner.workspace);
    await remove(`figure/${elsewhere.figure}`);
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push(await make('figure/', { name, analysis: tree.analysis }));
    for (const id of ids) await remove(`figure/${id}`);
    const first = await ok('GET', `trash/?workspace=${workspace}&limit=2`);
    const second = await ok('GET', `trash/?workspace=${workspace}&limit=2&cursor=${first.next}`);
    expect([...first.entries, ...second.entries].map((item: any) => item.api_id)).toEqual(ids.toReversed());
    expect([first.total, second.next]).toEqual([3, null]);
    expect(await ok('DELETE', `trash/?workspace=${workspace}`)).toEqual({ purged: 3 });
    expect((await trashIn(owner.workspace)).map((item) => item.api_id)).toContain(elsewhere.figure);
  });

  it('comes by itself when the days are over', async () => {
    const { figure, analysis } = tree;
    await remove(`figure/${figure}`);
    const at = (days: number): Clock => ({ now: () => Date.now() * 1000 + days * DAY });
    const sweep = (days: number) =>
      createTrashService({
        db: db(),
        clock: at(days),
        policy: { days: () => 30 },
        days: 30,
        isStopped: () => false,
      }).purgeDue();
    await sweep(29.9);
    expect(await trashIn()).toHaveLength(1);
    await sweep(30.1);
    expect(await trashIn()).toEqual([]);
    expect(await statusOf(`analysis/${analysis}/`)).toBe(200);
  });

  it('happens at once when the workspaces of an account are deleted', async () => {
    const leaver = await test.account();
    const made = await ok('POST', 'workspace/', { name: 'Mine' }, leaver);
    const planted = await plant(test, leaver.proof, leaver.workspace);
    await ok('DELETE', `figure/${planted.figure}/`, undefined, leaver);
    await ok('DELETE', `workspace/${made.api_id}/`, undefined, leaver);
    const administrator = await test.account();
    await db().updateTable('users').set({ is_staff: 1 }).where('username', '=', administrator.username).execute();
    await ok('DELETE', `admin/user/${leaver.username}/`, { workspaces: 'delete' }, administrator);
    await removeDeleted(db());
    const left = await db()
      .selectFrom('objects')
      .select('id')
      .where('id', 'in', [planted.figure, planted.revision, made.api_id, leaver.workspace])
      .execute();
    expect(left).toEqual([]);
  });

  it('includes a workspace that is restored while the account of its owner is deleted', async () => {
    const leaver = await test.account();
    const { api_id: id } = await ok('POST', 'workspace/', { name: 'Mine' }, leaver);
    await ok('DELETE', `workspace/${id}/`, undefined, leaver);
    const administrator = await test.account();
    await db().updateTable('users').set({ is_staff: 1 }).where('username', '=', administrator.username).execute();
    const isWaiting = async () => {
      if (test.server.database.engine === 'sqlite') return true;
      const { rows } = await sql`select 1 from pg_locks where not granted`.execute(db());
      return rows.length > 0;
    };
    let deletion: Promise<unknown> | undefined;
    await transact(db(), async (trx) => {
      await trash.lockTrashed(trx, id);
      deletion = ok('DELETE', `admin/user/${leaver.username}/`, { workspaces: 'delete' }, administrator);
      deletion.catch(() => undefined);
      await expect.poll(isWaiting).toBe(true);
      const row = await trx.selectFrom('trash').selectAll().where('object_id', '=', id).executeTakeFirstOrThrow();
      await trash.bringBack(trx, row, { by: leaver.username, at: 1 });
    });
    await deletion;
    const left = await db().selectFrom('objects').select('id').where('id', '=', id).where(isThere('objects')).execute();
    expect(left).toEqual([]);
  });
});
