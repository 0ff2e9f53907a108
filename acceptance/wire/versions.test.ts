import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { base64, datum, fixture, newAnalysis, newFigure, newRevision, newWorkspace } from '../src/fixture.ts';

describe('versions of the API', () => {
  const here = fixture();

  const grown = async () => {
    const analysis = (await newAnalysis(here.user, here.workspace)).api_id;
    const figure = (await newFigure(here.user, analysis)).api_id;
    const revision = await newRevision(here.user, figure, [datum('a', 'abc'), datum('b', '')]);
    return { analysis, figure, revision };
  };
  const bytes = (revision: { data: { data: string }[] }) => revision.data.map((one) => one.data);

  test('v1: analyses and figures are plain ID strings, revisions of a figure objects, bytes embedded [11.41, 1.2]', async () => {
    const { analysis, figure, revision } = await grown();
    const old = here.user.at('v1');
    const workspace = await body(200, old.get(`workspace/${here.workspace}/`));
    expect(workspace.analyses.every((one: unknown) => typeof one === 'string')).toBe(true);
    expect(workspace.analyses).toContain(analysis);
    const listed = (await body(200, old.get('workspace/'))).find(
      (one: { api_id: string }) => one.api_id === here.workspace,
    );
    expect(listed.analyses).toEqual(workspace.analyses);
    expect((await body(200, old.get(`analysis/${analysis}/`))).figures).toEqual([figure]);
    const { revisions } = await body(200, old.get(`figure/${figure}/`));
    expect(revisions).toEqual((await body(200, here.user.at('v1.1').get(`figure/${figure}/`))).revisions);
    expect(revisions).toMatchObject([{ api_id: revision.api_id, revision_index: 0, metadata: {}, figure }]);
    expect(revisions[0]).not.toHaveProperty('data');
    expect((await body(200, old.put(`figure/${figure}/`, { description: 'v1' }))).revisions).toEqual(revisions);
    const inList = (await body(200, old.get('figure/'))).find((one: { api_id: string }) => one.api_id === figure);
    expect(inList.revisions).toEqual(revisions);
    expect((await body(200, old.get(`analysis/${analysis}/`))).figures).toEqual([figure]);
    expect(bytes(await body(200, old.get(`revision/${revision.api_id}/`)))).toEqual([base64('abc'), '']);
  });

  test('v1 and v1.1: every answer with a revision holds the bytes [11.42, 11.41]', async () => {
    for (const version of ['v1', 'v1.1']) {
      const { figure } = await grown();
      const old = here.user.at(version);
      const sent = { figure, metadata: {}, data: [datum('a', 'abc'), datum('b', 'b')] };
      const made = await body(201, old.post('revision/', sent));
      const path = `revision/${made.api_id}/`;
      expect(bytes(made), version).toEqual([base64('abc'), base64('b')]);
      expect(bytes(await body(200, old.get(path))), version).toEqual([base64('abc'), base64('b')]);
      const data = [{ api_id: made.data[1].api_id }, datum('c', 'ccc')];
      expect(bytes(await body(200, old.put(path, { data }))), version).toEqual([base64('b'), base64('ccc')]);
      expect(bytes(await body(200, old.patch(path, { metadata: { a: 1 } }))), version).toEqual([
        base64('b'),
        base64('ccc'),
      ]);
      expect(bytes(await body(200, here.user.get(path)))).toEqual([null, null]);
    }
  });

  test('v1.1: children are nested and no list is null [11.43]', async () => {
    const { analysis, figure, revision } = await grown();
    const old = here.user.at('v1.1');
    const workspace = await body(200, old.get(`workspace/${here.workspace}/`));
    expect(workspace.assets).toEqual([]);
    const one = workspace.analyses.find((child: { api_id: string }) => child.api_id === analysis);
    expect(one).toMatchObject({ name: expect.any(String), workspace: here.workspace });
    const [nested] = (await body(200, old.get(`analysis/${analysis}/`))).figures;
    expect(nested).toMatchObject({ api_id: figure, name: expect.any(String), analysis });
    const [leaf] = (await body(200, old.get(`figure/${figure}/`))).revisions;
    expect(leaf).toMatchObject({ api_id: revision.api_id, figure, revision_index: 0 });
    for (const child of [one, nested, leaf])
      for (const [field, value] of Object.entries(child))
        if (['figures', 'revisions', 'data', 'assets', 'analyses'].includes(field)) expect(value).not.toBeNull();
    for (const version of ['v1', 'v1.1', 'v1.2', 'v1.3'])
      for (const listed of await body(200, here.user.at(version).get('workspace/')))
        expect([Array.isArray(listed.analyses), Array.isArray(listed.assets)], version).toEqual([true, true]);
    const empty = await body(201, old.post('figure/', { name: 'empty', analysis }));
    expect(empty.revisions).toEqual([]);
  });

  test('v1.1: POST without data, then PUT silently with it [11.44, 5.45]', async () => {
    const { figure } = await grown();
    const old = here.user.at('v1.1');
    const bare = await body(201, old.post('revision/', { figure, metadata: { cell: 1 } }));
    expect(bare.data).toEqual([]);
    const log = async () => (await body(200, old.get(`workspace/${here.workspace}/log/`))).length;
    const before = await log();
    const data = [
      { name: 'figure', type: 'image', metadata: { format: 'png', is_watermarked: false }, data: base64('no png') },
      {
        name: 'Jupyter Cell',
        type: 'code',
        metadata: { language: 'Python', format: 'text', encoding: 'utf-8' },
        data: base64('1'),
      },
    ];
    const sent = { ...bare, metadata: { cell: 1, notebook_name: 'N/A' }, data };
    const saved = await body(200, old.put(`revision/${bare.api_id}/?silent=true`, sent));
    expect(saved.api_id).toBe(bare.api_id);
    expect(bytes(saved)).toEqual([base64('no png'), base64('1')]);
    expect(saved.metadata).toEqual({ cell: 1, notebook_name: 'N/A' });
    expect(await log()).toBe(before);
    const again = await body(200, old.put(`revision/${bare.api_id}/?silent=true`, saved));
    expect(again.data).toEqual(saved.data);
  });

  test('v1.2: shallow data with hash and size at once, whole workspace list, local_id echoed [11.45, 5.39]', async () => {
    const { figure } = await grown();
    const old = here.user.at('v1.2');
    const local_id = randomUUID();
    const made = await body(
      201,
      old.post('revision/', { figure, metadata: {}, data: [datum('a', 'abc', { metadata: { local_id } })] }),
    );
    expect(made.data[0]).toMatchObject({ data: null, size_bytes: 3, metadata: { local_id } });
    expect(made.data[0].hash).toMatch(/^[0-9a-f]{64}$/);
    expect(made.is_processing ?? false).toBe(false);
    const listed = (await body(200, old.get('workspace/'))).find(
      (one: { api_id: string }) => one.api_id === here.workspace,
    );
    expect(listed.analyses.length).toBeGreaterThan(0);
    expect(listed.analyses[0].name).toEqual(expect.any(String));
  });

  test('v1.3: is_processing and the whole workspace list [11.46]', async () => {
    const { revision } = await grown();
    const old = here.user.at('v1.3');
    const read = await body(200, old.get(`revision/${revision.api_id}/`));
    expect(read.is_processing).toBe(false);
    expect(bytes(read)).toEqual([null, null]);
    const listed = (await body(200, old.get('workspace/'))).find(
      (one: { api_id: string }) => one.api_id === here.workspace,
    );
    expect(listed.analyses.length).toBeGreaterThan(0);
  });

  test('v1.2 and v1.3: an organization has its workspaces whole, later shallow [11.50, 11.7]', async () => {
    const organization = (await body(201, here.user.post('organization/', { name: 'O' }))).api_id;
    const workspace = (await newWorkspace(here.user, { organization })).api_id;
    const { api_id: analysis } = await newAnalysis(here.user, workspace, 'inside');
    const { api_id: asset } = await body(201, here.user.post('asset/', { name: 'a.txt', workspace }));
    const read = async (version: string) => {
      const user = here.user.at(version);
      const one = await body(200, user.get(`organization/${organization}/`));
      expect(await body(200, user.get('organization/')), version).toContainEqual(one);
      expect((await body(200, user.patch(`organization/${organization}/`, {}))).workspaces).toEqual(one.workspaces);
      return one.workspaces;
    };
    for (const version of ['v1.1', 'v1.2', 'v1.3']) {
      const whole = await body(200, here.user.at(version).get(`workspace/${workspace}/`));
      expect(await read(version), version).toEqual([whole]);
      expect(whole).toMatchObject({ _shallow: false, analyses: [{ api_id: analysis }], assets: [{ api_id: asset }] });
    }
    for (const version of ['v1.4', 'v1.4.1']) {
      const [shallow] = await read(version);
      expect(shallow, version).toMatchObject({ _shallow: true, api_id: workspace });
      expect(shallow, version).not.toHaveProperty('analyses');
    }
    expect(await read('v1')).toEqual([workspace]);
    for (const path of [`workspace/${workspace}`, `organization/${organization}`])
      await body(204, here.user.delete(`${path}/`));
  });

  test('v1.4 and v1.4.1: one call publishes, data is shallow [11.47, 5.32, 5.39]', async () => {
    for (const version of ['v1.4', 'v1.4.1']) {
      const { figure } = await grown();
      const caller = here.user.at(version);
      const { prefix } = await body(201, caller.post('short_id_prefix/reserve/'));
      const client_id = randomUUID();
      const sent = { figure, metadata: { a: 1 }, data: [datum('a', 'abc')], assets: [], is_clean_room: true };
      const made = await body(201, caller.post('revision/', { ...sent, client_id, short_id: `${prefix}0` }));
      expect(made).toMatchObject({
        api_id: client_id,
        short_id: `${prefix}0`,
        is_clean_room: true,
        is_processing: false,
      });
      expect(bytes(made)).toEqual([null]);
      for (const one of await body(200, caller.get('workspace/'))) expect(one.analyses, version).toBeNull();
    }
  });
});
