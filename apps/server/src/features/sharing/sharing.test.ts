import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let other: typeof owner;
let objects: Awaited<ReturnType<typeof plant>> & { asset: string; asset_revision: string };
beforeAll(async () => {
  test = await startTestServer();
  [owner, other] = [await test.account(), await test.account()];
  const asset = (await test.call('POST', 'asset/', { name: 'data.csv', workspace: owner.workspace }, owner.proof)).body
    .api_id;
  const data = [{ name: 'data.csv', type: 'file', data: base64('a,b') }];
  const made = await test.call('POST', 'asset_revision/', { asset, metadata: {}, data }, owner.proof);
  objects = { ...(await plant(test, owner.proof, owner.workspace)), asset, asset_revision: made.body.api_id };
});
afterAll(() => test.close());

type Kind = 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
const KINDS: Kind[] = ['analysis', 'figure', 'revision', 'asset', 'asset_revision'];
const link = (kind: Kind, enabled: boolean, id = objects[kind]) =>
  test.call('POST', `${kind}/${id}/share/link/`, { enabled }, owner.proof);
const named = (kind: Kind, sharing_enabled: boolean, who = other.username) =>
  test.call('POST', `${kind}/${objects[kind]}/share/user/`, { username: who, sharing_enabled }, owner.proof);
const status = async (path: string, as?: Proof) => (await test.call('GET', path, undefined, as)).status;

/** All addresses that show a part of a planted revision and its parents. */
const addresses = () => ({
  analysis: [
    `analysis/${objects.analysis}/`,
    `analysis/${objects.analysis}/thumbnail/64/`,
    `analysis/${objects.analysis}/path/`,
  ],
  figure: [`figure/${objects.figure}/`, `figure/${objects.figure}/thumbnail/64/`, `figure/${objects.figure}/path/`],
  revision: [
    `revision/${objects.revision}/`,
    `revision/${objects.revision}/path/`,
    `data/${objects.data}/`,
    `data/${objects.data}/content/`,
  ],
});

describe.each(KINDS)('sharing of an object of kind %s', (kind) => {
  it('by link is for everybody, and ends immediately', async () => {
    const path = `${kind}/${objects[kind]}/`;
    expect([await status(path), await status(path, other.proof)]).toEqual([403, 403]);
    for (let round = 0; round < 2; round++) expect((await link(kind, true)).body).toEqual({ enabled: true });
    expect([await status(path), await status(path, other.proof)]).toEqual([200, 200]);
    const shown = await test.call('GET', path);
    expect(shown.body).toEqual((await test.call('GET', path, undefined, owner.proof)).body);
    expect((await link(kind, false)).body).toEqual({ enabled: false });
    expect([await status(path), await status(path, other.proof)]).toEqual([403, 403]);
  });

  it('by name is for that user, and lists only active shares', async () => {
    const path = `${kind}/${objects[kind]}/`;
    for (let round = 0; round < 2; round++)
      expect((await named(kind, true)).body).toEqual({ username: other.username, sharing_enabled: true });
    const list = await test.call('GET', `${path}share/user/`, undefined, owner.proof);
    expect(list.body).toEqual([{ username: other.username, sharing_enabled: true }]);
    expect([await status(path), await status(path, other.proof)]).toEqual([403, 200]);
    expect(await status(`${path}share/user/`, other.proof)).toBe(403);
    expect((await test.call('GET', 'shared/', undefined, other.proof)).body[0]).toMatchObject({
      kind,
      api_id: objects[kind],
      created_by: owner.username,
    });
    for (let round = 0; round < 2; round++) expect((await named(kind, false)).status).toBe(200);
    expect(await status(path, other.proof)).toBe(403);
    expect((await test.call('GET', `${path}share/user/`, undefined, owner.proof)).body).toEqual([]);
    expect((await test.call('GET', 'shared/', undefined, other.proof)).body).toEqual([]);
  });

  it('with an unknown user is 400, and changes no times', async () => {
    const path = `${kind}/${objects[kind]}/`;
    for (const enabled of [true, false])
      expect((await named(kind, enabled, 'nobody_at_all')).body.code).toBe('unknown_user');
    expect((await test.call('GET', path, undefined, owner.proof)).body.updated_on).toBeNull();
  });
});

describe('what is shared', () => {
  it.each(['analysis', 'figure', 'revision'] as const)(
    'with an object of kind %s includes everything below it',
    async (kind) => {
      await link(kind, true);
      const order = ['analysis', 'figure', 'revision'] as const;
      const all = addresses();
      for (const each of order)
        for (const path of all[each])
          expect([path, await status(path)]).toEqual([path, order.indexOf(each) >= order.indexOf(kind) ? 200 : 403]);
      await link(kind, false);
      for (const path of order.flatMap((each) => all[each])) expect([path, await status(path)]).toEqual([path, 403]);
    },
  );

  it('shows no history, people, siblings or parents', async () => {
    await link('figure', true);
    const sibling = await plant(test, owner.proof, owner.workspace);
    for (const path of [
      `analysis/${objects.analysis}/log/`,
      `workspace/${owner.workspace}/`,
      `workspace/${owner.workspace}/members/`,
      `figure/${sibling.figure}/`,
      `data/${sibling.data}/`,
      `figure/${objects.figure}/share/link/`,
      `figure/${objects.figure}/share/user/`,
    ])
      expect([path, await status(path, other.proof), await status(path)]).toEqual([path, 403, 403]);
    const path = await test.call('GET', `revision/${objects.revision}/path/`);
    expect(path.body.map((step: any) => step.kind)).toEqual(['figure', 'revision']);
    expect((await test.call('GET', 'figure/', undefined, other.proof)).body).toEqual([]);
    const change = await test.call('PATCH', `figure/${objects.figure}/`, { name: 'mine' }, other.proof);
    expect(change.status).toBe(403);
    await link('figure', false);
  });

  it('is private to caches for every reader', async () => {
    await link('revision', true);
    const { headers } = await test.call('GET', `data/${objects.data}/content/`);
    expect(headers['cache-control']).toBe('private, no-cache');
    await link('revision', false);
  });

  it('keeps its own sharing in a move, and loses that of its former parent', async () => {
    const { analysis, figure } = await plant(test, owner.proof, owner.workspace);
    await link('analysis', true, analysis);
    expect(await status(`figure/${figure}/`)).toBe(200);
    await test.call('PATCH', `figure/${figure}/`, { analysis: objects.analysis }, owner.proof);
    expect(await status(`figure/${figure}/`)).toBe(403);
    await link('figure', true, figure);
    await test.call('PATCH', `figure/${figure}/`, { analysis }, owner.proof);
    await link('analysis', false, analysis);
    expect(await status(`figure/${figure}/`)).toBe(200);
  });

  it('never includes workspaces and organizations', async () => {
    for (const rest of ['link', 'user'])
      expect(
        (await test.call('POST', `workspace/${owner.workspace}/share/${rest}/`, { enabled: true }, owner.proof)).status,
      ).toBe(404);
  });

  it('can not be read with a key for another workspace', async () => {
    await link('figure', true);
    const scoped = await test.key(other.proof, { workspace: other.workspace });
    expect(await status(`figure/${objects.figure}/`, scoped.proof)).toBe(403);
    await link('figure', false);
  });
});
