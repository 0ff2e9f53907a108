import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64, plant, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
let things: Record<string, string>;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  const tree = await plant(test, owner.proof, owner.workspace);
  const asset = await ok('POST', 'asset/', { name: 'a.csv', workspace: owner.workspace });
  const data = [{ name: 'a.csv', type: 'file', data: base64('a,b') }];
  const held = await ok('POST', 'asset_revision/', { asset: asset.api_id, metadata: {}, data });
  things = { ...tree, asset: asset.api_id, asset_revision: held.api_id };
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.server.database.db.deleteFrom('link_shares').execute();
});

async function ok(method: 'GET' | 'POST', path: string, body?: object): Promise<any> {
  const answer = await test.call(method, path, body, owner.proof);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}
const SOON = '2199-01-31T12:00:00.000000+00:00';
const LATER = '2199-02-28T12:00:00.000000+00:00';
const share = (kind: string, body: object) => ok('POST', `${kind}/${things[kind]}/share/link/`, body);
const linkOf = async (kind: string) => (await ok('GET', `${kind}/${things[kind]}/share/`)).link;
const expire = () => test.server.database.db.updateTable('link_shares').set({ expiry: 1 }).execute();
const seen = async (path: string) => (await test.call('GET', path)).status;
const events = async (kind: string) => {
  const { entries } = await ok('GET', 'audit/?limit=1000');
  return entries
    .filter((one: any) => one.object_id === things[kind] && one.event.startsWith('link_'))
    .map((one: any) => [one.event, one.details.expiry])
    .toReversed();
};

describe.each(['analysis', 'figure', 'revision', 'asset', 'asset_revision'])('the link of kind %s', (kind) => {
  it('gives no right after its expiry, and the published answer says that it is off', async () => {
    const path = `${kind}/${things[kind]}/`;
    expect(await share(kind, { enabled: true, expiry: SOON })).toEqual({ enabled: true });
    expect(await ok('GET', `${path}share/link/`)).toEqual({ enabled: true });
    expect(await linkOf(kind)).toEqual({ enabled: true, expiry: SOON });
    expect(await seen(path)).toBe(200);
    const below = kind.startsWith('asset') ? `asset_revision/${things['asset_revision']}/` : `data/${things['data']}/`;
    expect(await seen(below)).toBe(200);
    expect((await ok('GET', `${path}access/`)).visibility).toBe('link');

    await expire();
    expect(await ok('GET', `${path}share/link/`)).toEqual({ enabled: false });
    expect(await linkOf(kind)).toMatchObject({ enabled: false, expiry: expect.stringMatching(/^1970/) });
    for (const hidden of [path, `${path}thumbnail/64/`, `${path}path/`, `${path}access/`, below])
      expect([hidden, await seen(hidden)]).toEqual([hidden, 403]);
    const { visibility, grants } = await ok('GET', `${path}access/`);
    expect([visibility, grants.filter((one: any) => one.reason === 'link')]).toEqual(['private', []]);
  });

  it('keeps its expiry unless a request changes it, and comes back without one', async () => {
    const before = (await events(kind)).length;
    await share(kind, { enabled: true, expiry: SOON });
    await share(kind, { enabled: true });
    expect(await linkOf(kind)).toEqual({ enabled: true, expiry: SOON });
    await share(kind, { enabled: true, expiry: LATER });
    expect(await linkOf(kind)).toEqual({ enabled: true, expiry: LATER });
    await expire();
    expect(await share(kind, { enabled: true })).toEqual({ enabled: true });
    expect(await linkOf(kind)).toEqual({ enabled: true, expiry: null });
    await share(kind, { enabled: true, expiry: SOON });
    await share(kind, { enabled: true, expiry: null });
    await share(kind, { enabled: false, expiry: 'nonsense' });
    await share(kind, { enabled: false });
    expect((await events(kind)).slice(before)).toEqual([
      ['link_sharing_enabled', SOON],
      ['link_expiry_changed', LATER],
      ['link_sharing_enabled', null],
      ['link_expiry_changed', SOON],
      ['link_expiry_changed', null],
      ['link_sharing_disabled', undefined],
    ]);
  });

  it.each(['tomorrow', '2001-01-01T00:00:00Z', '', 7])('refuses the expiry %j and changes nothing', async (expiry) => {
    const path = `${kind}/${things[kind]}/share/link/`;
    const { status, body } = await test.call('POST', path, { enabled: true, expiry }, owner.proof);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(await linkOf(kind)).toEqual({ enabled: false, expiry: null });
  });
});
