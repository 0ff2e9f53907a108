import { beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, signIn } from '../src/client.ts';
import { datum, fixture, newAnalysis, newFigure, newRevision, newWorkspace, TIME, UUID4 } from '../src/fixture.ts';
import { png, pngSize } from '../src/pictures.ts';
import { stranger } from '../src/target.ts';

describe('assets', () => {
  const here = fixture();
  let other: Caller;
  beforeAll(async () => {
    other = await signIn(stranger);
  });

  const newAsset = (more: object = {}) =>
    body(201, here.user.post('asset/', { name: 'data.csv', workspace: here.workspace, ...more }));
  const publish = (asset: string, data: object[], more: object = {}) =>
    body(201, here.user.post('asset_revision/', { asset, metadata: {}, data, ...more }));

  test('have their fields [5.13]', async () => {
    const asset = await newAsset({ description: 'measured', analysis: here.analysis });
    expect(asset).toMatchObject({
      name: 'data.csv',
      description: 'measured',
      size_bytes: 0,
      workspace: here.workspace,
      analysis: here.analysis,
      revisions: [],
      updated_on: null,
      child_updated_on: null,
    });
    expect(asset.api_id).toMatch(UUID4);
    expect(await body(200, here.user.get(`asset/${asset.api_id}/`))).toEqual(asset);
    expect(await body(200, here.user.get('asset/'))).toContainEqual(asset);
    const [nested] = (await body(200, here.user.get(`workspace/${here.workspace}/`))).assets;
    expect(nested).toMatchObject({ api_id: asset.api_id, name: 'data.csv', workspace: here.workspace });
    expect(Object.keys(nested)).not.toContain('revisions');
    await body(403, other.get(`asset/${asset.api_id}/`));
  });

  test('revisions have their fields, and links are [] [5.14, 11.4]', async () => {
    const asset = await newAsset();
    const made = await publish(asset.api_id, [datum('data.csv', 'a,b')], { metadata: { from: 'a disk' } });
    expect(made).toMatchObject({
      revision_index: 0,
      size_bytes: 3,
      is_processing: false,
      metadata: { from: 'a disk' },
      asset: asset.api_id,
      figure_revisions: [],
    });
    expect(made.data[0]).toMatchObject({ name: 'data.csv', type: 'file', size_bytes: 3, data: null });
    expect(await body(200, here.user.get(`asset_revision/${made.api_id}/`))).toEqual(made);
    expect((await body(200, here.user.get(`data/${made.data[0].api_id}/`))).data).toBe(btoa('a,b'));
    const changed = await body(200, here.user.put(`asset_revision/${made.api_id}/`, { ...made, metadata: [] }));
    expect([changed.metadata, changed.data.length]).toEqual([{}, 1]);
  });

  test('their revisions change the times of asset and workspace [5.21]', async () => {
    const asset = await newAsset();
    const made = await publish(asset.api_id, [datum('a', 'abc')]);
    for (const path of [`asset/${asset.api_id}/`, `workspace/${here.workspace}/`]) {
      const { child_updated_on, child_updated_by } = await body(200, here.user.get(path));
      expect([path, child_updated_on, child_updated_by]).toEqual([path, made.created_on, made.created_by]);
    }
    await body(204, here.user.delete(`asset_revision/${made.api_id}/`));
    const after = await body(200, here.user.get(`asset/${asset.api_id}/`));
    expect(after.child_updated_on).toMatch(TIME);
    expect([after.child_updated_on > made.created_on, after.size_bytes, after.updated_on]).toEqual([true, 0, null]);
  });

  test('are found by exact name and by hash, oldest first [5.52, 11.19]', async () => {
    const name = `only ${crypto.randomUUID()}`;
    const [first, second] = [await newAsset({ name }), await newAsset({ name, analysis: here.analysis })];
    const find = async (sent: object, caller = here.user) =>
      (await body(200, caller.post('asset/find_by_name/', sent))).map((one: any) => one.api_id);
    expect(await find({ name })).toEqual([first.api_id, second.api_id]);
    expect(await find({ name, analysis: here.analysis })).toEqual([second.api_id]);
    expect(await find({ name: name.toUpperCase() })).toEqual([]);
    expect(await find({ name }, other)).toEqual([]);
    const made = [await publish(first.api_id, [datum('a', name)]), await publish(second.api_id, [datum('b', name)])];
    const digest = made[0].data[0].hash;
    const byHash = async (sent: object, caller = here.user) =>
      (await body(200, caller.post('asset_revision/find_by_hash/', { digest, hash_type: 'blake3', ...sent }))).map(
        (one: any) => one.api_id,
      );
    expect(await byHash({})).toEqual(made.map((one) => one.api_id));
    expect(await byHash({ analysis: here.analysis })).toEqual([made[1].api_id]);
    expect(await byHash({}, other)).toEqual([]);
  });

  test('are linked to figures, and users with rights see the link from both sides [5.47, 11.6]', async () => {
    const asset = await newAsset();
    const made = await publish(asset.api_id, [datum('a', 'linked')]);
    const figure = (await newFigure(here.user, here.analysis)).api_id;
    const entry = { figure_revision: crypto.randomUUID(), asset_revision: made.api_id, use_type: 'indirect' };
    const revision = await newRevision(here.user, figure, [], { assets: [entry] });
    const link = { figure_revision: revision.api_id, asset_revision: made.api_id, use_type: 'indirect' };
    expect(revision.assets).toEqual([link]);
    expect((await body(200, here.user.get(`asset_revision/${made.api_id}/`))).figure_revisions).toEqual([link]);
    // If only the revision is shared, its links to hidden objects are not shown.
    await body(200, here.user.post(`revision/${revision.api_id}/share/link/`, { enabled: true }));
    expect((await body(200, other.get(`revision/${revision.api_id}/`))).assets).toEqual([]);
    const workspace = (await body(200, other.get('workspace/')))[0].api_id;
    const analysis = (await body(201, other.post('analysis/', { name: 'theirs', workspace }))).api_id;
    const theirs = (await body(201, other.post('figure/', { name: 'theirs', analysis }))).api_id;
    await body(403, other.post('revision/', { figure: theirs, metadata: {}, data: [], assets: [entry] }));
    await body(204, other.delete(`analysis/${analysis}/`));
    expect((await body(200, here.user.put(`revision/${revision.api_id}/`, { assets: [] }))).assets).toEqual([]);
  });

  test('belong to an analysis of their workspace, or to all of them [5.53]', async () => {
    const elsewhere = (await newWorkspace(here.user)).api_id;
    const far = (await newAnalysis(here.user, elsewhere)).api_id;
    const sent = { name: 'data.csv', workspace: here.workspace };
    await body(400, here.user.post('asset/', { ...sent, analysis: far }));
    await body(404, here.user.post('asset/', { ...sent, analysis: crypto.randomUUID() }));
    const theirs = (await body(200, other.get('workspace/')))[0].api_id;
    const hidden = (await newAnalysis(other, theirs)).api_id;
    await body(403, here.user.post('asset/', { ...sent, analysis: hidden }));
    const asset = await newAsset({ analysis: here.analysis });
    const { analysis } = await body(200, here.user.patch(`asset/${asset.api_id}/`, { name: 'renamed' }));
    expect(analysis).toBe(here.analysis);
    expect((await body(200, here.user.patch(`asset/${asset.api_id}/`, { analysis: null }))).analysis).toBeNull();
    await body(200, here.user.patch(`asset/${asset.api_id}/`, { analysis: here.analysis }));
    // After a move, the asset belongs to no analysis.
    const moved = await body(200, here.user.put(`asset/${asset.api_id}/`, { workspace: elsewhere }));
    expect([moved.workspace, moved.analysis]).toEqual([elsewhere, null]);
    await body(204, here.user.delete(`workspace/${elsewhere}/`));
    await body(204, other.delete(`analysis/${hidden}/`));
  });

  test('may hold the same bytes several times, and each counts [5.54, 5.22]', async () => {
    const text = crypto.randomUUID();
    const [first, second] = [await newAsset(), await newAsset()];
    const before = (await body(200, here.user.get(`workspace/${here.workspace}/`))).size_bytes;
    const made = [
      await publish(first.api_id, [datum('a', text)]),
      await publish(first.api_id, [datum('a', text)]),
      await publish(second.api_id, [datum('b', text)]),
    ];
    expect(made.map((one) => [one.revision_index, one.size_bytes])).toEqual([
      [0, 36],
      [1, 36],
      [0, 36],
    ]);
    expect(new Set(made.map((one) => one.data[0].hash)).size).toBe(1);
    const size = async (path: string) => (await body(200, here.user.get(path))).size_bytes;
    expect(await size(`asset/${first.api_id}/`)).toBe(72);
    expect(await size(`workspace/${here.workspace}/`)).toBe(before + 108);
    await body(204, here.user.delete(`asset_revision/${made[0].api_id}/`));
    expect((await body(200, here.user.get(`data/${made[1].data[0].api_id}/`))).data).toBe(btoa(text));
    expect(await size(`asset/${first.api_id}/`)).toBe(36);
  });

  test('show links at both sides to users who may see the other side [5.47, 5.53]', async () => {
    const [seen, hidden] = [await newAsset(), await newAsset()];
    const [one, two] = [await publish(seen.api_id, [datum('a', 'a')]), await publish(hidden.api_id, [datum('b', 'b')])];
    const assets = [one, two].map(({ api_id }) => ({ asset_revision: api_id, use_type: 'direct' }));
    const revision = await newRevision(here.user, here.figure, [], { assets });
    expect(revision.assets.map((link: any) => link.asset_revision)).toEqual([one.api_id, two.api_id]);
    await body(200, here.user.post(`revision/${revision.api_id}/share/link/`, { enabled: true }));
    await body(200, here.user.post(`asset/${seen.api_id}/share/link/`, { enabled: true }));
    const read = await body(200, other.get(`revision/${revision.api_id}/`));
    expect(read.assets.map((link: any) => link.asset_revision)).toEqual([one.api_id]);
    const back = await body(200, other.get(`asset_revision/${one.api_id}/`));
    expect(back.figure_revisions.map((link: any) => link.figure_revision)).toEqual([revision.api_id]);
    await body(200, here.user.post(`revision/${revision.api_id}/share/link/`, { enabled: false }));
    expect((await body(200, other.get(`asset_revision/${one.api_id}/`))).figure_revisions).toEqual([]);
    await body(204, here.user.delete(`revision/${revision.api_id}/`));
    expect((await body(200, here.user.get(`asset_revision/${one.api_id}/`))).figure_revisions).toEqual([]);
  });

  test('have thumbnails if they are images [7.13]', async () => {
    const asset = await newAsset({ name: 'photo.png' });
    const made = await publish(asset.api_id, [datum('photo.png', png(300, 200))]);
    for (const path of [`asset/${asset.api_id}`, `asset_revision/${made.api_id}`]) {
      const { thumbnail } = await body(200, here.user.get(`${path}/thumbnail/64`));
      expect(pngSize(Buffer.from(thumbnail, 'base64')).width, path).toBe(64);
    }
    const none = await newAsset();
    expect(await body(200, here.user.get(`asset/${none.api_id}/thumbnail/64`))).toEqual({ thumbnail: null });
  });
});
