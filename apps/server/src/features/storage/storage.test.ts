import type { UserUse, WorkspaceUse } from '@gofigr/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { sortedBy, takeSurvey } from './index.ts';

let test: TestServer;
let administrator: { username: string; proof: Proof; workspace: string };
let ada: typeof administrator;
let bob: typeof administrator;
beforeAll(async () => {
  test = await startTestServer();
  [administrator, ada, bob] = [await test.account('admin'), await test.account('ada'), await test.account('bob')];
  const { db } = test.server.database;
  await db.updateTable('users').set({ is_staff: 1 }).where('username', '=', 'admin').execute();
  await plant(test, ada.proof, ada.workspace);
  const { figure } = await plant(test, bob.proof, bob.workspace);
  // The same bytes again: they are stored once, and count twice.
  const data = [{ name: 'notes', type: 'text', metadata: {}, data: base64('hello') }];
  await test.call('POST', 'revision/', { figure, metadata: {}, data }, bob.proof);
  const asset = (await test.call('POST', 'asset/', { name: 'A', workspace: bob.workspace }, bob.proof)).body.api_id;
  const large = [{ name: 'large', type: 'text', metadata: {}, data: base64('x'.repeat(1000)) }];
  await test.call('POST', 'asset_revision/', { asset, metadata: {}, data: large }, bob.proof);
  await test.key(bob.proof);
  await test.call('POST', `workspace/${ada.workspace}/api_key/`, { name: 'Nightly' }, ada.proof);
});
afterAll(() => test.close());

const read = async (path: string) =>
  (await test.call('GET', `admin/storage/${path}`, undefined, administrator.proof)).body;
const names = async (path: string) =>
  (await read(path)).entries.map((entry: Partial<WorkspaceUse & UserUse>) => entry.owner ?? entry.username);

it('counts bytes, figures and revisions of each workspace, the largest first', async () => {
  const { entries, next } = await read('workspace/');
  expect(
    entries.map(({ owner, figures, revisions, size_bytes }: WorkspaceUse) => [owner, figures, revisions, size_bytes]),
  ).toEqual([
    ['bob', 1, 3, 1010],
    ['ada', 1, 1, 5],
    ['admin', 0, 0, 0],
  ]);
  expect(next).toBeNull();
  expect(entries[0]).toMatchObject({ api_id: bob.workspace, name: 'Primary Workspace', organization: null });
});

it('counts published bytes, keys and workspaces of each user, and of accounts that are gone', async () => {
  const survey = await takeSurvey(test.server.database.db);
  const shown = ({ username, account, revisions, size_bytes, api_keys, workspaces }: UserUse) =>
    [username.split('.')[0], account, revisions, size_bytes, api_keys, workspaces].join(' ');
  const { db } = test.server.database;
  expect(sortedBy(survey.users, 'size_bytes').map(shown)).toEqual([
    'bob person 3 1010 1 1',
    'ada person 1 5 0 1',
    ...survey.users.filter(({ size_bytes }) => size_bytes === 0).map(shown),
  ]);
  expect(survey.users.map(shown)).toContain('service service 0 0 1 0');
  await db.updateTable('objects').set({ created_by: 'carl' }).where('created_by', '=', 'ada').execute();
  const later = await takeSurvey(db);
  await db.updateTable('objects').set({ created_by: 'ada' }).where('created_by', '=', 'carl').execute();
  expect(later.users.map(shown)).toContain('carl gone 1 5 0 0');
});

it('is sorted by any column and read in pages', async () => {
  expect(await names('workspace/?sort=owner')).toEqual(['ada', 'admin', 'bob']);
  expect(await names('workspace/?sort=owner&order=desc')).toEqual(['bob', 'admin', 'ada']);
  expect(await names('workspace/?sort=changed_on')).toEqual(['bob', 'ada', 'admin']);
  expect(await names('user/?sort=revisions&limit=2')).toEqual(['bob', 'ada']);
  const first = await read('workspace/?limit=2');
  expect([first.entries.length, first.next]).toEqual([2, '2']);
  expect(await names(`workspace/?limit=2&offset=${first.next}`)).toEqual(['admin']);
  for (const bad of ['sort=password', 'order=up', 'limit=0', 'offset=-1'])
    expect((await test.call('GET', `admin/storage/workspace/?${bad}`, undefined, administrator.proof)).status).toBe(
      400,
    );
});

it('tells the size of everything, and the same bytes once', async () => {
  const total = await read('');
  expect(total).toMatchObject({ blobs: { count: 2, bytes: 1005 }, workspaces: 3, users: 3 });
  expect(total.database_bytes).toBeGreaterThan(10_000);
  expect(total.free_bytes).toBeGreaterThan(0);
});

it('counts what the trash holds, by the workspace that it was deleted from', async () => {
  const { db } = test.server.database;
  const carol = await test.account('carol');
  const { figure, analysis } = await plant(test, carol.proof, carol.workspace);
  const second = (await test.call('POST', 'workspace/', { name: 'Second' }, carol.proof)).body.api_id;
  await plant(test, carol.proof, second);
  for (const path of [`figure/${figure}`, `analysis/${analysis}`, `workspace/${second}`])
    expect((await test.call('DELETE', `${path}/`, undefined, carol.proof)).status).toBe(204);
  const { trash, workspaces } = await takeSurvey(db);
  expect(trash).toEqual({ count: 3, bytes: 10 });
  const shown = workspaces
    .filter(({ owner }) => owner === 'carol')
    .map(({ name, size_bytes, trash_bytes, deleted }) => [name, size_bytes, trash_bytes, deleted]);
  expect(shown.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
    ['Primary Workspace', 0, 5, false],
    ['Second', 0, 5, true],
  ]);
  await test.call('DELETE', `trash/${second}/`, undefined, carol.proof);
  expect((await takeSurvey(db)).trash).toEqual({ count: 2, bytes: 5 });
});

it('empty cells come last in both orders', () => {
  const rows = [null, 'b', 'a'].map((name, size_bytes) => ({ name, size_bytes }));
  expect(sortedBy(rows, 'name').map(({ name }) => name)).toEqual(['a', 'b', null]);
  expect(sortedBy(rows, 'name', 'desc').map(({ name }) => name)).toEqual(['b', 'a', null]);
});
