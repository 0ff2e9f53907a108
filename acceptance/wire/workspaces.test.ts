import { describe, expect, test } from 'vitest';
import { body, signIn } from '../src/client.ts';
import { fixture, newAnalysis, newWorkspace } from '../src/fixture.ts';
import { owner, stranger } from '../src/target.ts';

const FIELDS = [
  '_shallow',
  'analyses',
  'api_id',
  'assets',
  'child_updated_by',
  'child_updated_on',
  'created_by',
  'created_on',
  'description',
  'name',
  'organization',
  'size_bytes',
  'updated_by',
  'updated_on',
  'workspace_type',
];

describe('workspaces', () => {
  const here = fixture();
  const list = (version = 'v1.4.1'): Promise<any[]> => body(200, here.user.at(version).get('workspace/'));

  test('a new workspace has every field, empty lists and size 0 [5.9, 5.2, 5.28, 11.3, 11.8]', async () => {
    const made = await newWorkspace(here.user, { name: 'fields', description: 'd' });
    expect(Object.keys(made).toSorted()).toEqual(FIELDS);
    expect(made).toMatchObject({
      _shallow: false,
      name: 'fields',
      description: 'd',
      workspace_type: 'secondary',
      size_bytes: 0,
      organization: null,
      analyses: [],
      assets: [],
      created_by: owner.username,
    });
    await body(204, here.user.delete(`workspace/${made.api_id}/`));
  });

  test('the list holds only workspaces that the caller can access [5.1]', async () => {
    const other = await signIn(stranger);
    const theirs = await newWorkspace(other);
    const ids = (await list()).map((one) => one.api_id);
    expect(ids).toContain(here.workspace);
    expect(ids).not.toContain(theirs.api_id);
    const theirIds = (await body(200, other.get('workspace/'))).map((one: { api_id: string }) => one.api_id);
    expect(theirIds).toContain(theirs.api_id);
    expect(theirIds).not.toContain(here.workspace);
    await body(204, other.delete(`workspace/${theirs.api_id}/`));
  });

  test('the list is shallow from v1.4 on and whole before [5.18, 11.1, 11.47, 1.2]', async () => {
    for (const version of ['v1.4', 'v1.4.1'])
      for (const one of await list(version)) {
        expect(Object.keys(one).toSorted(), version).toEqual(FIELDS);
        expect(one, version).toMatchObject({ _shallow: true, analyses: null, assets: null });
      }
    for (const version of ['v1.1', 'v1.2', 'v1.3']) {
      const one = (await list(version)).find(({ api_id }) => api_id === here.workspace);
      expect(one, version).toEqual(await body(200, here.user.at(version).get(`workspace/${here.workspace}/`)));
      expect(one.analyses.length, version).toBeGreaterThan(0);
      for (const { analyses, assets } of await list(version)) {
        expect(Array.isArray(analyses), version).toBe(true);
        expect(Array.isArray(assets), version).toBe(true);
      }
    }
  });

  test('there is exactly one primary workspace [5.23]', async () => {
    for (const account of [owner, stranger]) {
      const user = await signIn(account);
      const all = await body(200, user.get('workspace/'));
      const primary = all.filter((one: { workspace_type: string }) => one.workspace_type === 'primary');
      expect(primary.length).toBe(1);
      expect(primary[0].created_by).toBe(account.username);
    }
  });

  test('creating a primary workspace or one of an unknown type is 400 [5.24, 5.26]', async () => {
    for (const workspace_type of ['primary', 'tertiary', '', 5])
      await body(400, here.user.post('workspace/', { name: 'x', workspace_type }));
    const made = await newWorkspace(here.user, { workspace_type: 'secondary' });
    expect(made.workspace_type).toBe('secondary');
    await body(204, here.user.delete(`workspace/${made.api_id}/`));
  });

  test('changing the type either way is 400 and changes nothing [5.25, 5.26]', async () => {
    const primary = (await list()).find((one) => one.workspace_type === 'primary');
    const changes = [
      [primary.api_id, 'secondary'],
      [here.workspace, 'primary'],
      [here.workspace, 'tertiary'],
    ];
    for (const [id, workspace_type] of changes) {
      const before = await body(200, here.user.get(`workspace/${id}/`));
      await body(400, here.user.put(`workspace/${id}/`, { name: 'changed', workspace_type }));
      await body(400, here.user.patch(`workspace/${id}/`, { workspace_type }));
      const after = await body(200, here.user.get(`workspace/${id}/`));
      expect([after.name, after.workspace_type, after.updated_on]).toEqual([
        before.name,
        before.workspace_type,
        before.updated_on,
      ]);
    }
    await body(200, here.user.patch(`workspace/${here.workspace}/`, { workspace_type: 'secondary' }));
  });

  test('deleting the primary workspace is 400 [5.27]', async () => {
    const primary = (await list()).find((one) => one.workspace_type === 'primary');
    await body(400, here.user.delete(`workspace/${primary.api_id}/`));
    await body(200, here.user.get(`workspace/${primary.api_id}/`));
  });

  test('deleting a workspace deletes all objects below it [5.4, 2.17]', async () => {
    const made = await newWorkspace(here.user);
    const analysis = await newAnalysis(here.user, made.api_id);
    await body(204, here.user.delete(`workspace/${made.api_id}/`));
    await body(404, here.user.get(`workspace/${made.api_id}/`));
    await body(404, here.user.get(`analysis/${analysis.api_id}/`));
    await body(404, here.user.delete(`workspace/${made.api_id}/`));
    expect((await list()).map((one) => one.api_id)).not.toContain(made.api_id);
  });

  test('members are the owner under the exact login name [6.3, 11.31]', async () => {
    for (const id of [here.workspace, (await list()).find((one) => one.workspace_type === 'primary').api_id])
      expect(await body(200, here.user.get(`workspace/${id}/members/`))).toContainEqual({
        username: owner.username,
        membership_type: 'owner',
      });
  });

  test('a client may send the whole workspace back, with organization null [5.7, 5.3]', async () => {
    const read = await body(200, here.user.get(`workspace/${here.workspace}/`));
    const changed = await body(
      200,
      here.user.put(`workspace/${here.workspace}/`, { ...read, description: 'sent back' }),
    );
    expect(changed).toMatchObject({ name: read.name, description: 'sent back', organization: null });
    expect(changed.analyses.length).toBe(read.analyses.length);
  });
});
