import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
const HOUR = 3_600_000_000;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());

const make = async (path: string, body: object, as = owner.proof): Promise<string> => {
  const answer = await test.call('POST', path, body, as);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.api_id;
};
const data = [{ name: 'd', type: 'file', data: base64('x') }];
const publish = (figure: string, files: readonly string[] = [], as = owner.proof) =>
  make(
    'revision/',
    { figure, metadata: {}, data, assets: files.map((asset_revision) => ({ asset_revision, use_type: 'direct' })) },
    as,
  );
const newFile = async (name: string, workspace: string, as = owner.proof) => {
  const asset = await make('asset/', { name, workspace }, as);
  return make('asset_revision/', { asset, metadata: {}, data }, as);
};
const read = async (path: string, as = owner.proof) => {
  const { status, body, text } = await test.call('GET', path, undefined, as);
  if (status !== 200) throw new Error(text);
  return body as { entries: any[]; next: string | null };
};
const words = ({ entries }: { entries: any[] }) =>
  entries.map(({ action, target_type: type, target_name: name, publish: made }) =>
    made
      ? `${made.is_new ? 'new ' : ''}r${made.revision_index + 1} of ${made.name} with ${made.files}`
      : `${action} ${type} ${name}`,
  );
/** A workspace with an analysis, after its own creation. */
async function plant(as = owner.proof) {
  const workspace = await make('workspace/', { name: 'W' }, as);
  const analysis = await make('analysis/', { name: 'A', workspace }, as);
  return { workspace, analysis };
}
/** Makes all activity in a workspace older, as if the rest came later. */
const age = (workspace: string, by: number) =>
  test.server.database.db
    .updateTable('activity')
    .set((eb) => ({ timestamp: eb('timestamp', '-', by) }))
    .where('workspace_id', '=', workspace)
    .execute();
const START = ['create analysis A', 'create workspace W'];

it('has one entry for a publish with the figure and the files that were made for it', async () => {
  const { workspace, analysis } = await plant();
  const files = [await newFile('a.csv', workspace), await newFile('b.csv', workspace)];
  const figure = await make('figure/', { name: 'Dose', analysis });
  const first = await publish(figure, files);
  await publish(figure, files.slice(0, 1));
  const entries = ['r2 of Dose with 1', 'new r1 of Dose with 2', ...START];
  const page = await read(`workspace/${workspace}/activity/grouped/`);
  expect(words(page)).toEqual(entries);
  expect(page.entries[1]).toMatchObject({
    username: owner.username,
    action: 'create',
    target_type: 'revision',
    target_id: first,
    deleted: false,
    workspace,
    workspace_name: 'W',
    analysis_id: analysis,
    analysis_name: 'A',
    publish: { parent: figure },
  });
  // The logs of published clients keep one item for each change.
  expect((await test.call('GET', `workspace/${workspace}/log/`, undefined, owner.proof)).body).toHaveLength(9);
  expect(words(await read(`analysis/${analysis}/activity/grouped/`))).toEqual(entries.slice(0, -1));
});

it('has own entries for what was made long before, by others, or is used elsewhere', async () => {
  const { workspace, analysis } = await plant();
  const other = await test.account();
  const member = { username: other.username, membership_type: 'creator' };
  await test.call('POST', `workspace/${workspace}/members/add/`, member, owner.proof);
  const file = await newFile('theirs.csv', workspace, other.proof);
  const figure = await make('figure/', { name: 'Old', analysis });
  await age(workspace, 2 * HOUR);
  await publish(figure, [file]);
  await make('figure/', { name: 'Empty', analysis });
  expect(words(await read(`workspace/${workspace}/activity/grouped/`))).toEqual([
    'create figure Empty',
    'r1 of Old with 1',
    'create figure Old',
    'new r1 of theirs.csv with 0',
    ...START,
  ]);
});

it('keeps an entry for a publish whose revision was deleted, and for the deletion', async () => {
  const { workspace, analysis } = await plant();
  const revision = await publish(await make('figure/', { name: 'F', analysis }));
  await test.call('DELETE', `revision/${revision}/`, undefined, owner.proof);
  const page = await read(`workspace/${workspace}/activity/grouped/`);
  expect(words(page)).toEqual(['delete revision F – Revision #1', 'create revision F – Revision #1', ...START]);
  expect(page.entries[1].deleted).toBe(true);
});

it('shows a move within a workspace once, and in both analyses', async () => {
  const { workspace, analysis } = await plant();
  const to = await make('analysis/', { name: 'B', workspace });
  const figure = await make('figure/', { name: 'F', analysis });
  await test.call('PATCH', `figure/${figure}/`, { analysis: to }, owner.proof);
  const moves = async (path: string) =>
    words(await read(`${path}/activity/grouped/`)).filter((text) => text.startsWith('move'));
  for (const path of [`workspace/${workspace}`, `analysis/${analysis}`, `analysis/${to}`])
    expect(await moves(path), path).toEqual(['move figure F']);
});

it('filters by user and time, and pages without gaps', async () => {
  const { workspace, analysis } = await plant();
  const other = await test.account();
  const member = { username: other.username, membership_type: 'creator' };
  await test.call('POST', `workspace/${workspace}/members/add/`, member, owner.proof);
  const figure = await make('figure/', { name: 'F', analysis });
  await publish(figure);
  await age(workspace, 24 * HOUR);
  const day = new Date(Date.now() - 3_600_000).toISOString();
  for (let count = 0; count < 3; count++) await publish(figure, [], other.proof);
  const path = `workspace/${workspace}/activity/grouped/`;
  expect(words(await read(`${path}?user=${other.username}`))).toEqual([4, 3, 2].map((n) => `r${n} of F with 0`));
  expect(words(await read(`${path}?until=${day}`))).toEqual(['new r1 of F with 0', ...START]);
  expect((await read(`${path}?since=${day}`)).entries).toHaveLength(3);
  for (const everywhere of [path, 'activity/grouped/']) {
    const whole = (await read(`${everywhere}?limit=200`)).entries.map(({ api_id }) => api_id);
    const paged: string[] = [];
    for (let query = '?limit=2'; query; ) {
      const { entries, next } = await read(`${everywhere}${query}`);
      expect(entries.length).toBeLessThanOrEqual(2);
      paged.push(...entries.map(({ api_id }) => api_id));
      query = next === null ? '' : `?limit=2&cursor=${next}`;
    }
    expect(paged).toEqual(whole);
  }
  for (const query of ['limit=0', 'limit=201', 'since=yesterday', 'cursor=x'])
    expect((await test.call('GET', `${path}?${query}`, undefined, owner.proof)).status, query).toBe(400);
});

it('everywhere is what the caller may follow: no other workspaces, and with a bound key only its own', async () => {
  const one = await test.account();
  const [first, second] = [await plant(one.proof), await plant(one.proof)];
  await make('figure/', { name: 'in the first', analysis: first.analysis }, one.proof);
  await make('figure/', { name: 'in the second', analysis: second.analysis }, one.proof);
  const shared = await plant();
  const figure = await make('figure/', { name: 'shared', analysis: shared.analysis });
  const person = { username: one.username, sharing_enabled: true };
  await test.call('POST', `figure/${figure}/share/user/`, person, owner.proof);
  const all = await read('activity/grouped/', one.proof);
  expect(words(all).filter((text) => text.startsWith('create figure'))).toEqual([
    'create figure in the second',
    'create figure in the first',
  ]);
  expect(new Set(all.entries.map(({ workspace }) => workspace))).toEqual(
    new Set([first.workspace, second.workspace, one.workspace]),
  );
  const key = await test.key(one.proof, { workspace: first.workspace });
  expect(words(await read('activity/grouped/', key.proof))).toEqual(['create figure in the first', ...START]);
});
