import { beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, nobody, signIn } from '../src/client.ts';
import { datum, fixture, newFigure, newRevision } from '../src/fixture.ts';
import { png } from '../src/pictures.ts';
import { baseUrl, stranger } from '../src/target.ts';

describe('sharing', () => {
  const here = fixture();
  let other: Caller;
  const things: Record<string, string> = {};
  let held = '';

  beforeAll(async () => {
    other = await signIn(stranger);
    const revision = await newRevision(here.user, here.figure, [datum('a', 'abc')]);
    const asset = await body(201, here.user.post('asset/', { name: 'a.csv', workspace: here.workspace }));
    const sent = { asset: asset.api_id, metadata: {}, data: [datum('a.csv', 'a,b')] };
    const assetRevision = await body(201, here.user.post('asset_revision/', sent));
    held = revision.data[0].api_id;
    Object.assign(things, {
      analysis: here.analysis,
      figure: here.figure,
      revision: revision.api_id,
      asset: asset.api_id,
      asset_revision: assetRevision.api_id,
    });
  });

  const link = (kind: string, enabled: boolean) =>
    body(200, here.user.post(`${kind}/${things[kind]}/share/link/`, { enabled }));
  const status = async (caller: Caller, path: string) => (await caller.get(path)).status;

  test('by link lets everybody view but not change [6.7, 2.10, 2.15]', async () => {
    for (const [kind, id] of Object.entries(things)) {
      const path = `${kind}/${id}/`;
      for (const caller of [other, nobody]) await body(403, caller.get(path));
      expect(await body(200, here.user.get(`${path}share/link/`))).toEqual({ enabled: false });
      for (let round = 0; round < 2; round++) expect(await link(kind, true)).toEqual({ enabled: true });
      const own = await body(200, here.user.get(path));
      for (const caller of [other, nobody]) {
        expect(await body(200, caller.get(path))).toEqual(own);
        await body(403, caller.patch(path, { name: 'mine', metadata: {} }));
        await body(403, caller.delete(path));
        for (const which of ['link', 'user']) await body(403, caller.get(`${path}share/${which}/`));
        await body(403, caller.post(`${path}share/link/`, { enabled: false }));
      }
      expect(await link(kind, false)).toEqual({ enabled: false });
      for (const caller of [other, nobody]) await body(403, caller.get(path));
    }
  });

  test('tells who can see an object, and those who may share it why [10.5]', async () => {
    for (const [kind, id] of Object.entries(things)) {
      const path = `${kind}/${id}/`;
      const alone = await body(200, here.user.get(`${path}access/`));
      await body(403, nobody.get(`${path}access/`));
      await body(200, here.user.post(`${path}share/user/`, { username: stranger.username, sharing_enabled: true }));
      const shared = await body(200, here.user.get(`${path}access/`));
      expect(shared.people).toBe(alone.people + 1);
      expect(shared.visibility).toBe('people');
      const { grants } = shared;
      expect(grants).toContainEqual({
        reason: 'share',
        username: stranger.username,
        role: null,
        on: { kind, api_id: id, name: expect.any(String) },
      });
      const told = { visibility: 'people', people: null, grants: null, shared_by: null };
      expect(await body(200, other.get(`${path}access/`))).toEqual(told);
      await link(kind, true);
      expect(await body(200, nobody.get(`${path}access/`))).toEqual({ ...told, visibility: 'link' });
      await link(kind, false);
      await body(200, here.user.post(`${path}share/user/`, { username: stranger.username, sharing_enabled: false }));
      expect(await body(200, here.user.get(`${path}access/`))).toEqual(alone);
    }
  });

  test('by link may expire, which only the new answer tells [10.17]', async () => {
    const later = '2199-01-31T12:00:00.000000+00:00';
    for (const [kind, id] of Object.entries(things)) {
      const path = `${kind}/${id}/share/`;
      const set = (more: object) => here.user.post(`${path}link/`, { enabled: true, ...more });
      for (const expiry of ['soon', '2001-01-01T00:00:00Z', 5]) await body(400, set({ expiry }));
      expect(await body(200, here.user.get(`${path}link/`))).toEqual({ enabled: false });
      const soon = new Date(Date.now() + 1500).toISOString();
      for (const expiry of [later, soon]) expect(await body(200, set({ expiry }))).toEqual({ enabled: true });
      expect((await body(200, here.user.get(path))).link.expiry.slice(0, 23)).toBe(soon.slice(0, 23));
      await expect.poll(() => status(nobody, `${kind}/${id}/`), { timeout: 10_000 }).toBe(403);
      expect(await body(200, here.user.get(`${path}link/`))).toEqual({ enabled: false });
      expect((await body(200, here.user.get(path))).link.enabled).toBe(false);
      expect((await body(200, here.user.get(`${kind}/${id}/access/`))).visibility).not.toBe('link');
      await body(200, here.user.post(`${path}link/`, { enabled: false }));
    }
  });

  test('tells before what becomes visible [10.18]', async () => {
    for (const [kind, id] of Object.entries(things)) {
      const path = `${kind}/${id}/share/contents/`;
      const contents = await body(200, here.user.get(path));
      expect([kind, contents.revisions, contents.examined]).toEqual([kind, 1, 1]);
      expect(contents.local_paths).toBe(false);
      for (const caller of [other, nobody]) await body(403, caller.get(path));
    }
  });

  test('of a picture gives its page and nothing else, until it ends [10.19]', async () => {
    const figure = (await newFigure(here.user, here.analysis)).api_id;
    const picture = { name: 'p', type: 'image', metadata: { format: 'png' }, data: png(64, 32).toString('base64') };
    const revision = await newRevision(here.user, figure, [picture]);
    const site = (path: string, init?: RequestInit) => fetch(new URL(path, baseUrl), init);
    const unknown = await site(`/p/${'x'.repeat(22)}`);
    const gone = await unknown.text();
    expect(unknown.status).toBe(404);
    for (const path of [`figure/${figure}/`, `revision/${revision.api_id}/`]) {
      const { token } = await body(200, here.user.post(`${path}share/picture/`, {}));
      expect((await body(200, here.user.get(`${path}share/`))).picture.token).toBe(token);
      for (const caller of [other, nobody]) await body(403, caller.get(`${path}share/`));
      for (const rest of ['', '/embed', '/image.png']) {
        const answer = await site(`/p/${token}${rest}`);
        expect([rest, answer.status, answer.headers.get('set-cookie')]).toEqual([rest, 200, null]);
        const head = await site(`/p/${token}${rest}`, { method: 'HEAD' });
        expect([rest, head.status, await head.text()]).toEqual([rest, 200, '']);
      }
      await body(403, nobody.get(path));
      await body(204, here.user.delete(`${path}share/picture/`));
      for (const rest of ['', '/embed', '/image.png']) {
        const answer = await site(`/p/${token}${rest}`);
        expect([rest, answer.status, await answer.text()]).toEqual([rest, 404, gone]);
      }
    }
  });

  test('with a user lets that user view, and lists only enabled users [6.8, 11.17]', async () => {
    for (const [kind, id] of Object.entries(things)) {
      const path = `${kind}/${id}/`;
      const share = (username: string, sharing_enabled: boolean) =>
        here.user.post(`${path}share/user/`, { username, sharing_enabled });
      const before = await body(200, here.user.get(path));
      for (let round = 0; round < 2; round++)
        expect(await body(200, share(stranger.username, true))).toEqual({
          username: stranger.username,
          sharing_enabled: true,
        });
      expect(await body(200, here.user.get(`${path}share/user/`))).toEqual([
        { username: stranger.username, sharing_enabled: true },
      ]);
      expect(await body(200, other.get(path))).toEqual(before);
      expect(await body(200, here.user.get(path))).toEqual(before);
      await body(403, nobody.get(path));
      await body(403, other.get(`${path}share/user/`));
      for (let round = 0; round < 2; round++) await body(200, share(stranger.username, false));
      expect(await body(200, here.user.get(`${path}share/user/`))).toEqual([]);
      await body(403, other.get(path));
      for (const enabled of [true, false]) await body(400, share('nobody_of_this_name', enabled));
    }
  });

  test('includes all objects below, and none beside or above [6.9]', async () => {
    const sibling = (await newFigure(here.user, here.analysis)).api_id;
    await link('figure', true);
    for (const path of [
      `figure/${here.figure}/`,
      `revision/${things['revision']}/`,
      `data/${held}/`,
      `data/${held}/content/`,
    ])
      expect([path, await status(nobody, path)]).toEqual([path, 200]);
    for (const path of [
      `analysis/${here.analysis}/`,
      `workspace/${here.workspace}/`,
      `figure/${sibling}/`,
      `analysis/${here.analysis}/log/`,
    ])
      expect([path, await status(nobody, path), await status(other, path)]).toEqual([path, 403, 403]);
    expect((await body(200, nobody.get(`revision/${things['revision']}/path/`))).map((step: any) => step.kind)).toEqual(
      ['figure', 'revision'],
    );
    const page = await (await fetch(`${baseUrl}/r/${things['revision']}`)).text();
    expect(page).toContain('og:image');
    await link('figure', false);
    expect(await (await fetch(`${baseUrl}/r/${things['revision']}`)).text()).not.toContain('og:');
    await link('analysis', true);
    expect(await status(nobody, `figure/${sibling}/`)).toBe(200);
    await link('analysis', false);
    for (const caller of [here.user, other, nobody])
      for (const which of ['link', 'user']) {
        expect((await caller.get(`workspace/${here.workspace}/share/${which}/`)).status).toBe(404);
        expect((await caller.post(`organization/${here.workspace}/share/${which}/`)).status).toBe(404);
      }
  });
});
