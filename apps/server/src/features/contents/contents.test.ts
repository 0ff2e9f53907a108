import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());

const make = async (path: string, body: object) => {
  const { status, text, body: made } = await test.call('POST', path, body, owner.proof);
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return made.api_id as string;
};
const contentsOf = async (kind: string, id: string) =>
  (await test.call('GET', `${kind}/${id}/contents/`, undefined, owner.proof)).body;

const NOTHING = {
  workspaces: 0,
  analyses: 0,
  figures: 0,
  revisions: 0,
  assets: 0,
  asset_revisions: 0,
  size_bytes: 0,
  members: 0,
  links: 0,
  people: 0,
  trash_days: 30,
  used_elsewhere: 0,
};

it('counts what goes with each kind of object, and what was made from it elsewhere', async () => {
  const stranger = await test.account();
  const organization = await make('organization/', { name: 'Institute' });
  const workspace = await make('workspace/', { name: 'Lab', organization });
  const { analysis, figure, revision } = await plant(test, owner.proof, workspace);
  const elsewhere = await plant(test, owner.proof, owner.workspace);
  const data = [{ name: 'd', type: 'text', data: base64('12345') }];
  await make('revision/', { figure, metadata: {}, data });
  await make(`figure/`, { name: 'Empty', analysis });
  const asset = await make('asset/', { name: 'data.csv', workspace });
  const file = await make('asset_revision/', { asset, metadata: {}, data });
  await make('revision/', {
    figure: elsewhere.figure,
    metadata: {},
    data,
    assets: [{ asset_revision: file, use_type: 'direct' }],
  });
  await test.call('POST', `revision/${revision}/derive/`, { figure: elsewhere.figure }, owner.proof);
  // Made from it, but inside of the figure and not visible to the caller.
  await test.call('POST', `revision/${revision}/derive/`, { figure }, owner.proof);
  const shared = { username: stranger.username, sharing_enabled: true };
  for (const path of [`figure/${figure}`, `asset/${asset}`])
    await test.call('POST', `${path}/share/user/`, shared, owner.proof);
  await test.call('POST', `revision/${revision}/share/link/`, { enabled: true }, owner.proof);
  const theirs = await plant(test, stranger.proof, stranger.workspace);
  await test.call('POST', `revision/${revision}/derive/`, { figure: theirs.figure }, stranger.proof);

  const size = async (kind: string, id: string) =>
    (await test.call('GET', `${kind}/${id}/`, undefined, owner.proof)).body.size_bytes as number;
  const inFigure = { revisions: 3, links: 1, people: 1, used_elsewhere: 1, size_bytes: await size('figure', figure) };
  expect(await contentsOf('figure', figure)).toEqual({ ...NOTHING, ...inFigure });
  expect(inFigure.size_bytes).toBeGreaterThan(5);
  expect(await contentsOf('analysis', analysis)).toEqual({ ...NOTHING, ...inFigure, figures: 2 });
  expect(await contentsOf('revision', revision)).toEqual({
    ...NOTHING,
    links: 1,
    used_elsewhere: 2,
    size_bytes: await size('revision', revision),
  });
  const inAsset = { size_bytes: 5, used_elsewhere: 1 };
  expect(await contentsOf('asset_revision', file)).toEqual({ ...NOTHING, ...inAsset });
  expect(await contentsOf('asset', asset)).toEqual({ ...NOTHING, ...inAsset, asset_revisions: 1, people: 1 });
  expect(await contentsOf('workspace', workspace)).toEqual({
    ...NOTHING,
    analyses: 1,
    figures: 2,
    revisions: 3,
    assets: 1,
    asset_revisions: 1,
    members: 1,
    links: 1,
    people: 1,
    used_elsewhere: 2,
    size_bytes: await size('workspace', workspace),
  });
  expect(await contentsOf('organization', organization)).toMatchObject({ workspaces: 1, analyses: 0, members: 1 });
});
