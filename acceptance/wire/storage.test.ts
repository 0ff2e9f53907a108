import { describe, expect, test } from 'vitest';
import { body, nobody, signIn } from '../src/client.ts';
import { datum, fixture, newRevision } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

const DEFAULT = { vendor: 'GoFigr.io', params: null };

describe('storage', () => {
  const here = fixture();

  test('of workspace and organization is the default, in every version, with or without a slash [7.14]', async () => {
    const organization = (await body(201, here.user.post('organization/', { name: 'O' }))).api_id;
    for (const path of [`workspace/${here.workspace}`, `organization/${organization}`])
      for (const version of ['v1.2', 'v1.3', 'v1.4', 'v1.4.1'])
        for (const slash of ['', '/'])
          expect(await body(200, here.user.at(version).get(`${path}/storage${slash}`))).toEqual(DEFAULT);
    await body(204, here.user.delete(`organization/${organization}/`));
    await body(404, here.user.get(`organization/${organization}/storage/`));
  });

  test('of a datum is the default, without a path [7.15]', async () => {
    const { data } = await newRevision(here.user, here.figure, [datum('a', 'abc'), datum('b', '')]);
    for (const { api_id } of data)
      expect(await body(200, here.user.get(`data/${api_id}/storage/`))).toEqual({ vendor: 'GoFigr.io' });
    await body(404, here.user.get('data/00000000-0000-4000-8000-000000000000/storage/'));
    await body(405, here.user.post(`data/${data[0].api_id}/storage/`, DEFAULT));
  });

  test('is shown to admins, that of data to members; others get 403 [2.16]', async () => {
    const other = await signIn(stranger);
    const { data } = await newRevision(here.user, here.figure, [datum('a', 'abc')]);
    const paths = [`workspace/${here.workspace}/storage/`, `data/${data[0].api_id}/storage/`] as const;
    const statuses = (caller: typeof other) => Promise.all(paths.map(async (path) => (await caller.get(path)).status));
    expect(await statuses(other)).toEqual([403, 403]);
    expect(await statuses(nobody)).toEqual([403, 403]);
    await body(200, here.user.post(`figure/${here.figure}/share/link/`, { enabled: true }));
    await body(200, other.get(`data/${data[0].api_id}/`));
    expect(await statuses(other)).toEqual([403, 403]);
    const level = (membership_type: string) => ({ username: stranger.username, membership_type });
    await body(200, here.user.post(`workspace/${here.workspace}/members/add/`, level('creator')));
    expect(await statuses(other)).toEqual([403, 200]);
    await body(200, here.user.post(`workspace/${here.workspace}/members/change/`, level('admin')));
    expect(await statuses(other)).toEqual([200, 200]);
  });

  test('that can not be used is refused, and nothing changes; the default can be set and tried out [7.14]', async () => {
    const path = `workspace/${here.workspace}/storage/`;
    const bad = { vendor: 'aws', params: { bucket: 'no-such-bucket', key: 'k' } };
    for (const way of [path, `${path}test/`])
      expect(await body(400, here.user.post(way, bad))).toMatchObject({ code: 'invalid_request' });
    expect(await body(200, here.user.get(path))).toEqual(DEFAULT);
    for (const way of [path, `${path}test/`]) expect(await body(200, here.user.post(way, DEFAULT))).toEqual(DEFAULT);
    expect(await body(200, here.user.get(path))).toEqual(DEFAULT);
  });
});
