import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let other: typeof owner;
beforeAll(async () => {
  test = await startTestServer();
  [owner, other] = [await test.account(), await test.account()];
});
afterAll(() => test.close());

const post = (path: string, body: object, as = owner.proof) => test.call('POST', path, body, as);
const get = async (path: string, as = owner.proof) => (await test.call('GET', path, undefined, as)).body;
const newAsset = async (fields: object = {}) =>
  (await post('asset/', { name: 'data.csv', workspace: owner.workspace, ...fields })).body;
const newRevision = async (asset: string, text: string, fields: object = {}) =>
  (
    await post('asset_revision/', {
      asset,
      metadata: {},
      data: [{ name: 'data.csv', type: 'file', data: base64(text) }],
      ...fields,
    })
  ).body;

describe('assets', () => {
  it('contain revisions whose sizes and times reach the workspace', async () => {
    const before = (await get(`workspace/${owner.workspace}/`)).size_bytes;
    const asset = await newAsset();
    expect(asset).toMatchObject({ _shallow: false, revisions: [], analysis: null, size_bytes: 0, updated_on: null });
    const first = await newRevision(asset.api_id, 'one');
    const second = await newRevision(asset.api_id, 'three');
    expect([first.revision_index, second.revision_index, second.figure_revisions]).toEqual([0, 1, []]);
    const whole = await get(`asset/${asset.api_id}/`);
    expect([whole.size_bytes, whole.child_updated_on, whole.updated_on]).toEqual([8, second.created_on, null]);
    expect(whole.revisions.map((one: any) => one.api_id)).toEqual([first.api_id, second.api_id]);
    const workspace = await get(`workspace/${owner.workspace}/`);
    expect([workspace.size_bytes - before, workspace.child_updated_on]).toEqual([8, second.created_on]);
    expect(workspace.assets.at(-1)).toMatchObject({ _shallow: true, api_id: asset.api_id, name: 'data.csv' });
    expect(Object.keys(workspace.assets.at(-1))).not.toContain('revisions');
    expect((await get(`data/${first.data[0].api_id}/`)).data).toBe(base64('one'));
    expect((await get(`workspace/${owner.workspace}/recent/`)).assets[0].api_id).toBe(asset.api_id);
    await test.call('DELETE', `asset_revision/${first.api_id}/`, undefined, owner.proof);
    expect((await get(`asset/${asset.api_id}/`)).size_bytes).toBe(5);
  });

  it('can belong to an analysis of their workspace, and leave it when they move', async () => {
    const { analysis } = await plant(test, owner.proof, owner.workspace);
    const elsewhere = (await post('workspace/', { name: 'Elsewhere' })).body.api_id;
    const foreign = (await post('analysis/', { name: 'A', workspace: elsewhere })).body.api_id;
    const theirs = await plant(test, other.proof, other.workspace);
    const wrong = { name: 'x', workspace: owner.workspace };
    expect((await post('asset/', { ...wrong, analysis: foreign })).status).toBe(400);
    expect((await post('asset/', { ...wrong, analysis: theirs.analysis })).status).toBe(403);
    const asset = await newAsset({ analysis, name: 'scoped' });
    expect(asset.analysis).toBe(analysis);
    const log = await get(`analysis/${analysis}/log/`);
    expect([log[0].target_type, log[0].target_name]).toEqual(['asset', 'scoped']);
    const found = async (fields: object) =>
      (await post('asset/find_by_name/', { name: 'scoped', ...fields })).body.map((one: any) => one.api_id);
    expect(await found({})).toEqual([asset.api_id]);
    expect(await found({ analysis })).toEqual([asset.api_id]);
    expect(await found({ analysis: foreign })).toEqual([]);
    expect((await post('asset/find_by_name/', { name: 'Scoped' })).body).toEqual([]);
    expect((await post('asset/find_by_name/', { name: 'scoped' }, other.proof)).body).toEqual([]);
    // Clients send the whole object back.
    const moved = await test.call('PUT', `asset/${asset.api_id}/`, { ...asset, workspace: elsewhere }, owner.proof);
    expect([moved.status, moved.body.workspace, moved.body.analysis]).toEqual([200, elsewhere, null]);
  });

  it('are found by the hash of their bytes, by callers who can reach them', async () => {
    const { analysis } = await plant(test, owner.proof, owner.workspace);
    const [free, scoped] = [await newAsset(), await newAsset({ analysis })];
    const text = `found by hash ${analysis}`;
    const made = [await newRevision(free.api_id, text), await newRevision(scoped.api_id, text)];
    const { hash } = made[0].data[0];
    const find = async (fields: object, as = owner.proof) =>
      (await post('asset_revision/find_by_hash/', { digest: hash, hash_type: 'blake3', ...fields }, as)).body.map(
        (one: any) => one.api_id,
      );
    expect(await find({})).toEqual(made.map(({ api_id }) => api_id));
    expect(await find({ analysis })).toEqual([made[1].api_id]);
    expect(await find({}, other.proof)).toEqual([]);
    const elsewhere = (await post('workspace/', { name: 'Elsewhere' })).body.api_id;
    expect(await find({}, (await test.key(owner.proof, { workspace: elsewhere })).proof)).toEqual([]);
    expect((await post('asset_revision/find_by_hash/', { digest: hash, hash_type: 'md5' })).status).toBe(400);
  });

  it('have unique numbers when many are published at once', async () => {
    const asset = await newAsset();
    await Promise.all(Array.from({ length: 8 }, (_, index) => newRevision(asset.api_id, `at once ${index}`)));
    const { revisions } = await get(`asset/${asset.api_id}/`);
    expect(revisions.map((one: any) => one.revision_index).toSorted((a: number, b: number) => a - b)).toEqual([
      ...Array(8).keys(),
    ]);
  });

  it('accept a client_id once, and keep data by their IDs', async () => {
    const asset = await newAsset();
    const client_id = crypto.randomUUID();
    const made = await newRevision(asset.api_id, 'kept', { client_id });
    expect(made.api_id).toBe(client_id);
    expect((await newRevision(asset.api_id, 'again', { client_id })).code).toBe('already_exists');
    const [datum] = made.data;
    const added = { name: 'more', type: 'text', data: base64('more') };
    const changed = await test.call('PUT', `asset_revision/${client_id}/`, { data: [datum, added] }, owner.proof);
    expect(changed.body.data.map((one: any) => one.name)).toEqual(['data.csv', 'more']);
    expect(changed.body.data[0].api_id).toBe(datum.api_id);
    expect((await test.call('PUT', `asset_revision/${client_id}/`, { data: [] }, owner.proof)).body.data).toHaveLength(
      2,
    );
  });
});

describe('links between figures and assets', () => {
  it('are read from both ends, and are deleted with either', async () => {
    const { figure } = await plant(test, owner.proof, owner.workspace);
    const asset = await newAsset();
    const held = await newRevision(asset.api_id, 'linked');
    const assets = [{ figure_revision: 'ignored', asset_revision: held.api_id.toUpperCase(), use_type: 'indirect' }];
    const made = await post('revision/', { figure, metadata: {}, data: [], assets });
    const link = { figure_revision: made.body.api_id, asset_revision: held.api_id, use_type: 'indirect' };
    expect(made.body.assets).toEqual([link]);
    expect((await get(`asset_revision/${held.api_id}/`)).figure_revisions).toEqual([link]);
    const path = `revision/${made.body.api_id}/`;
    const patch = (body: object) => test.call('PATCH', path, body, owner.proof);
    expect((await patch({ metadata: { a: 1 } })).body.assets).toEqual([link]);
    expect((await patch({ assets: [] })).body.assets).toEqual([]);
    await patch({ assets: [{ asset_revision: held.api_id }, { asset_revision: held.api_id, use_type: 'indirect' }] });
    expect((await get(path)).assets).toEqual([{ ...link, use_type: 'direct' }]);
    await test.call('DELETE', `asset_revision/${held.api_id}/`, undefined, owner.proof);
    expect((await get(path)).assets).toEqual([]);
  });

  it('lead only to objects that the caller may view, and show only those', async () => {
    const mine = await newRevision((await newAsset()).api_id, 'mine');
    const { figure } = await plant(test, other.proof, other.workspace);
    const sent = { figure, metadata: {}, data: [], assets: [{ asset_revision: mine.api_id }] };
    const refused = await post('revision/', sent, other.proof);
    expect(refused.status).toBe(403);
    expect((await get(`figure/${figure}/`, other.proof)).revisions).toHaveLength(1);
    await post(`asset_revision/${mine.api_id}/share/user/`, { username: other.username, sharing_enabled: true });
    const made = await post('revision/', sent, other.proof);
    expect(made.body.assets).toHaveLength(1);
    // The owner of the asset does not see the figure made from it.
    expect((await get(`asset_revision/${mine.api_id}/`)).figure_revisions).toEqual([]);
    expect((await get(`asset_revision/${mine.api_id}/`, other.proof)).figure_revisions).toHaveLength(1);
    await post(`asset_revision/${mine.api_id}/share/user/`, { username: other.username, sharing_enabled: false });
    const path = `revision/${made.body.api_id}/`;
    expect((await get(path, other.proof)).assets).toEqual([]);
    // Saved by a user who doesn't see the link, the revision keeps it.
    await test.call('PUT', path, { assets: [] }, other.proof);
    await post(`asset_revision/${mine.api_id}/share/user/`, { username: other.username, sharing_enabled: true });
    expect((await get(path, other.proof)).assets).toHaveLength(1);
  });
});
