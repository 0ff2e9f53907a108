import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let accomplice: typeof owner;
let key: Proof;
beforeAll(async () => {
  test = await startTestServer();
  [owner, accomplice] = [await test.account(), await test.account()];
  key = (await test.key(owner.proof)).proof;
});
afterAll(() => test.close());

const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, as = key) => {
  const answer = await test.call(method, path, body, as);
  return `${answer.status} ${answer.body?.code ?? ''}`.trim();
};
const make = async (kind: 'workspace' | 'organization', as = owner.proof, fields = {}) =>
  (await test.call('POST', `${kind}/`, { name: 'N', ...fields }, as)).body.api_id as string;
const REFUSED = '403 not_with_a_key';

describe('an API key', () => {
  it('deletes no workspace and no organization, even one that it created', async () => {
    for (const kind of ['workspace', 'organization'] as const) {
      const path = `${kind}/${await make(kind, key)}/`;
      expect(await ask('DELETE', path)).toBe(REFUSED);
      expect(await ask('GET', path)).toBe('200');
      expect(await ask('DELETE', path, undefined, owner.proof)).toBe('204');
    }
  });

  it('hands no workspace over, whatever it sends', async () => {
    const path = `workspace/${await make('workspace')}`;
    const them = { username: accomplice.username };
    await ask('POST', `${path}/members/add/`, { ...them, membership_type: 'admin' });
    for (const body of [them, { username: 5 }, {}]) expect(await ask('POST', `${path}/owner/`, body)).toBe(REFUSED);
    expect(await ask('POST', `${path}/owner/`, them, owner.proof)).toBe('200');
  });

  it('can neither add nor remove an org_admin, who would own all the workspaces', async () => {
    const id = await make('organization');
    const [path, them] = [`organization/${id}`, { username: accomplice.username }];
    const admin = { ...them, membership_type: 'org_admin' };
    expect(await ask('POST', `${path}/members/add/`, admin)).toBe(REFUSED);
    expect(await ask('POST', `${path}/members/add/`, { ...them, membership_type: 'workspace_admin' })).toBe('200');
    for (const what of ['add', 'change']) expect(await ask('POST', `${path}/members/${what}/`, admin)).toBe(REFUSED);
    const invitation = { email: 'a@example.org', organization: id, membership_type: 'org_admin' };
    expect(await ask('POST', 'invitations/organization/', invitation)).toBe(REFUSED);
    expect(await ask('POST', `${path}/members/change/`, admin, owner.proof)).toBe('200');
    const lower = { ...them, membership_type: 'workspace_viewer' };
    expect(await ask('POST', `${path}/members/change/`, lower)).toBe(REFUSED);
    expect(await ask('POST', `${path}/members/remove/`, them)).toBe(REFUSED);
    expect(await ask('POST', `${path}/members/remove/`, them, owner.proof)).toBe('200');
  });

  it('puts no workspace into an organization where somebody else would own it', async () => {
    const workspace = await make('workspace');
    const theirs = await make('organization', accomplice.proof);
    const membership = { username: owner.username, membership_type: 'workspace_creator' };
    await ask('POST', `organization/${theirs}/members/add/`, membership, accomplice.proof);
    const path = `workspace/${workspace}/`;
    expect(await ask('PATCH', path, { organization: theirs })).toBe(REFUSED);
    expect(await ask('PATCH', path, { organization: await make('organization') })).toBe('200');
    expect(await ask('PATCH', path, { organization: null })).toBe('200');
    expect(await ask('PATCH', path, { organization: theirs }, owner.proof)).toBe('200');
  });
});
