import { describe, expect, test } from 'vitest';
import { body, nobody, signIn, withKey } from '../src/client.ts';
import { datum, fixture, newKey, newRevision, TIME, UUID4 } from '../src/fixture.ts';
import { baseUrl, owner } from '../src/target.ts';

const VERSIONS = ['v1', 'v1.1', 'v1.2', 'v1.3', 'v1.4', 'v1.4.1'];

describe('routing', () => {
  const here = fixture();

  test('every version prefix has the same routes [1.1]', async () => {
    for (const version of VERSIONS) {
      const caller = here.user.at(version);
      expect((await body(200, nobody.at(version).get('info/'))).ai_enabled, version).toBe(false);
      expect((await body(200, caller.get('user/')))[0].username, version).toBe(owner.username);
      for (const [kind, id] of [
        ['workspace', here.workspace],
        ['analysis', here.analysis],
        ['figure', here.figure],
      ])
        expect((await body(200, caller.get(`${kind}/${id}/`))).api_id, `${version} ${kind}`).toBe(id);
      await body(200, caller.get(`workspace/${here.workspace}/log/`));
      await body(200, caller.get(`workspace/${here.workspace}/recent/?limit=1`));
      await body(200, caller.get(`figure/${here.figure}/thumbnail/64`));
    }
  });

  test('an unknown version prefix is not found [1.1]', async () => {
    for (const prefix of ['v2', 'v', 'x', 'v1.4.1x'])
      expect((await fetch(`${baseUrl}/api/${prefix}/info/`)).status, prefix).toBe(404);
  });

  test('a trailing slash makes no difference [1.3]', async () => {
    for (const path of ['info', 'user', `user/${owner.username}`, 'workspace', `workspace/${here.workspace}`])
      expect((await body(200, here.user.get(path))) ?? null, path).toEqual(await body(200, here.user.get(`${path}/`)));
    const thumbnail = `figure/${here.figure}/thumbnail/64`;
    expect(await body(200, here.user.get(thumbnail))).toEqual(await body(200, here.user.get(`${thumbnail}/`)));
    for (const path of ['analysis', 'analysis/']) {
      const made = await body(201, here.user.post(path, { name: 'with or without', workspace: here.workspace }));
      const id = made.api_id;
      expect((await body(200, here.user.put(`analysis/${id}`, { name: 'a' }))).name).toBe('a');
      expect((await body(200, here.user.patch(`analysis/${id}/`, { name: 'b' }))).name).toBe('b');
      await body(204, here.user.delete(path === 'analysis' ? `analysis/${id}` : `analysis/${id}/`));
    }
  });

  test('repeated slashes collapse, on POST without a redirect [1.4, 11.38]', async () => {
    await body(200, nobody.get('//api//v1.4.1///info//'));
    expect((await body(200, here.user.get(`/api/v1.1/workspace//${here.workspace}/log/`))).length).toBeGreaterThan(0);
    for (const path of ['//api/token/', '//api/token', '///api//token//']) {
      const { username, password } = owner;
      const answer = await nobody.call('POST', path, { form: { username, password } });
      expect(answer.status, path).toBe(200);
      expect(answer.body.access, path).toEqual(expect.any(String));
    }
  });

  test('no POST redirects, with or without a slash at the end [11.38]', async () => {
    const paths = [
      '/api/token',
      '/api/token/refresh',
      '/api/v1.4.1/workspace',
      '/api/v1.4.1/api_key',
      '/api/v1.1/figure',
    ];
    for (const path of paths)
      for (const slash of ['', '/']) {
        const { status } = await fetch(`${baseUrl}${path}${slash}`, { method: 'POST', redirect: 'manual' });
        expect(status, path).toBeGreaterThanOrEqual(400);
      }
  });

  test('pages live at the paths that clients link to [1.5, 1.6, 8.3]', async () => {
    const { prefix } = await body(201, here.user.post('short_id_prefix/reserve/'));
    const revision = await newRevision(here.user, here.figure, [], { short_id: `${prefix}0` });
    const asset = (await body(201, here.user.post('asset/', { name: 'a', workspace: here.workspace }))).api_id;
    const file = await body(201, here.user.post('asset_revision/', { asset, metadata: {}, data: [datum('a', 'a')] }));
    for (const path of [
      `r/${revision.api_id}`,
      `r/${revision.short_id}`,
      `workspace/${here.workspace}`,
      `analysis/${here.analysis}`,
      `figure/${here.figure}`,
      `revision/${revision.api_id}`,
      `asset/${asset}`,
      `asset_revision/${file.api_id}`,
    ]) {
      const page = await fetch(`${baseUrl}/${path}`);
      expect(page.status, path).toBe(200);
      expect(page.headers.get('content-type'), path).toMatch(/^text\/html/);
    }
  });

  test('IDs are UUIDs of version 4, times have microseconds and an offset [1.9, 1.10]', async () => {
    const revision = await newRevision(here.user, here.figure, [
      { name: 'x', type: 'text', metadata: {}, data: 'eA==' },
    ]);
    const objects = [revision, revision.data[0]];
    for (const path of [`workspace/${here.workspace}/`, `analysis/${here.analysis}/`, `figure/${here.figure}/`])
      objects.push(await body(200, here.user.get(path)));
    for (const object of objects) expect(object.api_id).toMatch(UUID4);
    for (const object of objects.filter((one) => one.created_on)) expect(object.created_on).toMatch(TIME);
    const [item] = await body(200, here.user.get(`workspace/${here.workspace}/log/`));
    expect(item.api_id).toMatch(UUID4);
    expect(item.timestamp).toMatch(TIME);
    const [self] = await body(200, here.user.get('user/'));
    expect(self.date_joined).toMatch(TIME);
    const key = await newKey(here.user);
    expect(key.api_id).toMatch(UUID4);
    expect(key.created).toMatch(TIME);
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
  });

  test("a time in the format of Python's str(datetime) is accepted, without an offset as UTC [1.12]", async () => {
    for (const [sent, read] of [
      ['2199-01-02 03:04:05.123456', '2199-01-02T03:04:05.123456+00:00'],
      ['2199-01-02 03:04:05', '2199-01-02T03:04:05.000000+00:00'],
      ['2199-01-02 03:04:05.123456+02:00', '2199-01-02T01:04:05.123456+00:00'],
      ['2199-01-02T03:04:05.5-05:30', '2199-01-02T08:34:05.500000+00:00'],
      ['2199-01-02T03:04:05Z', '2199-01-02T03:04:05.000000+00:00'],
    ] as const) {
      const key = await newKey(here.user, { expiry: sent });
      await body(204, here.user.delete(`api_key/${key.api_id}/`));
      expect(key.expiry, sent).toBe(read);
    }
  });

  test('lists are bare arrays [1.13]', async () => {
    const paths = ['user/', 'api_key/', 'workspace/', 'analysis/', 'figure/', 'revision/'];
    for (const path of [...paths, `workspace/${here.workspace}/members/`, `analysis/${here.analysis}/log/`])
      expect(Array.isArray(await body(200, here.user.get(path))), path).toBe(true);
  });

  test('the answer to a create or an update equals the GET after it [1.14]', async () => {
    const bodies: Record<string, object> = {
      workspace: { name: 'same shape', description: 'd' },
      analysis: { name: 'same shape', workspace: here.workspace },
      figure: { name: 'same shape', analysis: here.analysis },
      revision: {
        figure: here.figure,
        metadata: { a: 1 },
        data: [{ name: 'x', type: 'text', metadata: {}, data: '' }],
      },
    };
    for (const [kind, sent] of Object.entries(bodies)) {
      const made = await body(201, here.user.post(`${kind}/`, sent));
      const path = `${kind}/${made.api_id}/`;
      expect(made, kind).toEqual(await body(200, here.user.get(path)));
      const change = kind === 'revision' ? { metadata: { b: 2 } } : { description: 'e' };
      expect(await body(200, here.user.put(path, change)), kind).toEqual(await body(200, here.user.get(path)));
      expect(await body(200, here.user.patch(path, change)), kind).toEqual(await body(200, here.user.get(path)));
      await body(204, here.user.delete(path));
    }
  });

  test('children and lists are oldest first [1.16, 1.17]', async () => {
    const workspace = await body(201, here.user.post('workspace/', { name: 'order' }));
    const ids: string[] = [];
    for (const name of ['c', 'a', 'b'])
      ids.push((await body(201, here.user.post('analysis/', { name, workspace: workspace.api_id }))).api_id);
    await body(200, here.user.patch(`analysis/${ids[0]}/`, { name: 'z' }));
    const order = (list: { api_id: string }[]) => list.map((one) => one.api_id).filter((id) => ids.includes(id));
    expect(order((await body(200, here.user.get(`workspace/${workspace.api_id}/`))).analyses)).toEqual(ids);
    expect(order(await body(200, here.user.get('analysis/')))).toEqual(ids);
    const listed = (await body(200, here.user.get('workspace/'))).map((one: { api_id: string }) => one.api_id);
    expect(listed.indexOf(workspace.api_id)).toBeGreaterThan(listed.indexOf(here.workspace));
    const first = await newRevision(here.user, here.figure);
    const second = await newRevision(here.user, here.figure);
    const { revisions } = await body(200, here.user.get(`figure/${here.figure}/`));
    expect(revisions.slice(-2).map((one: { api_id: string }) => one.api_id)).toEqual([first.api_id, second.api_id]);
    await body(204, here.user.delete(`workspace/${workspace.api_id}/`));
  });

  test('answers and errors are application/json [11.37, S.10]', async () => {
    for (const answer of [
      await nobody.get('info/'),
      await here.user.get('user/'),
      await here.user.get('workspace/00000000-0000-4000-8000-000000000000/'),
      await nobody.get('workspace/'),
      await here.user.call('POST', 'workspace/', { raw: '{"name": ' }),
      await here.user.put('data/00000000-0000-4000-8000-000000000000/', {}),
      await nobody.get('/api/v1.4.1/no/such/route/'),
    ]) {
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      if (answer.status >= 400)
        expect(answer.body).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
    }
  });

  test('the OpenAPI document is served [10.1]', async () => {
    expect((await fetch(`${baseUrl}/api/docs`)).status).toBe(200);
  });

  test('the server reports that it is alive and ready [S.9]', async () => {
    for (const path of ['/healthz', '/readyz', '/readyz?for=read'])
      expect((await fetch(baseUrl + path)).status, path).toBe(200);
  });

  test('an object reads the same with a password and with any key, scoped or not [1.15]', async () => {
    const whole = await newKey(here.user);
    const scoped = await newKey(here.user, { workspace: here.workspace });
    for (const path of [`workspace/${here.workspace}/`, `analysis/${here.analysis}/`, `figure/${here.figure}/`]) {
      const read = await body(200, (await signIn(owner)).get(path));
      expect(await body(200, withKey(whole.token).get(path))).toEqual(read);
      expect(await body(200, withKey(scoped.token).get(path))).toEqual(read);
    }
    for (const key of [whole, scoped]) await body(204, here.user.delete(`api_key/${key.api_id}/`));
  });
});
