import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
});
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const send = async (as: Proof, method: Method, path: string, body?: object) => {
  const answer = await test.call(method, path, body, as);
  return `${answer.status} ${answer.body?.code ?? ''}`.trim();
};
const made = async (as: Proof, path: string, body: object) => {
  const answer = await test.call('POST', path, body, as);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};
const DATA = [{ name: 'd', type: 'text', data: base64('hello') }];
const REFUSED = '403 not_with_this_key';

/** Creates a figure of the owner, with a revision that was published by password. */
async function figureOf(workspace = owner.workspace) {
  const analysis = (await made(owner.proof, 'analysis/', { name: 'A', workspace })).api_id;
  const figure = (await made(owner.proof, 'figure/', { name: 'F', analysis })).api_id;
  const revision = await made(owner.proof, 'revision/', { figure, metadata: {}, data: DATA });
  return { analysis, figure, revision: revision.api_id, datum: revision.data[0].api_id };
}

describe('a publish key', () => {
  it('publishes in one or two calls, and changes, appends to and derives from its own revisions', async () => {
    const { proof } = await test.key(owner.proof, { permission: 'publish' });
    const analysis = await made(proof, 'analysis/find_or_create/', { name: 'By key', parent: owner.workspace });
    const figure = (await made(proof, 'figure/', { name: 'F', analysis: analysis.api_id })).api_id;
    const whole = await made(proof, 'revision/', { figure, metadata: {}, data: DATA });
    const empty = (await made(proof, 'revision/', { figure, metadata: {}, data: [] })).api_id;
    expect(await send(proof, 'PUT', `revision/${empty}/?silent=true`, { data: DATA })).toBe('200');
    expect(await send(proof, 'PATCH', `revision/${empty}/`, { metadata: { a: 1 } })).toBe('200');
    expect(await send(proof, 'POST', `revision/${empty}/append_data/`, { data: DATA })).toBe('200');
    expect(await send(proof, 'POST', `revision/${empty}/derive/`, { figure })).toBe('201');
    expect(await send(proof, 'GET', `data/${whole.data[0].api_id}/`)).toBe('200');
    expect(await send(proof, 'DELETE', `revision/${empty}/`)).toBe(REFUSED);
    expect(await send(proof, 'POST', `revision/${empty}/share/link/`, { enabled: true })).toBe(REFUSED);
  });

  it('neither changes nor reads the bytes of revisions of other keys and people', async () => {
    const there = await figureOf();
    const other = await test.key(owner.proof, { permission: 'publish' });
    const theirs = await made(other.proof, 'revision/', { figure: there.figure, metadata: {}, data: DATA });
    const { proof } = await test.key(owner.proof, { permission: 'publish' });
    for (const [id, datum] of [
      [there.revision, there.datum],
      [theirs.api_id, theirs.data[0].api_id],
    ]) {
      expect(await send(proof, 'GET', `revision/${id}/`)).toBe('200');
      expect(await send(proof, 'PUT', `revision/${id}/`, { metadata: { a: 1 } })).toBe(REFUSED);
      expect(await send(proof, 'POST', `revision/${id}/append_data/`, { data: DATA })).toBe(REFUSED);
      expect(await send(proof, 'POST', `revision/${id}/derive/`, { figure: there.figure })).toBe(REFUSED);
      for (const rest of ['', 'content/', 'storage/'])
        expect(await send(proof, 'GET', `data/${datum}/${rest}`)).toBe(REFUSED);
      expect(await send(proof, 'GET', `revision/${id}/thumbnail/64/`)).toBe(REFUSED);
    }
    expect(await send(proof, 'GET', `workspace/${owner.workspace}/log/`)).toBe(REFUSED);
    expect(await send(proof, 'GET', 'name/?q=F')).toBe(REFUSED);
  });

  it('gets only the bytes of its own revisions in answers of v1 and v1.1', async () => {
    const there = await figureOf();
    const { proof } = await test.key(owner.proof, { permission: 'publish' });
    const own = await made(proof, '/api/v1.1/revision/', { figure: there.figure, metadata: {}, data: DATA });
    expect(own.data[0].data).toBe(base64('hello'));
    const bytes = async (id: string, as: Proof) =>
      (await test.call('GET', `/api/v1.1/revision/${id}/`, undefined, as)).body.data[0].data;
    expect(await bytes(own.api_id, proof)).toBe(base64('hello'));
    expect(await bytes(there.revision, proof)).toBeNull();
    expect(await bytes(there.revision, owner.proof)).toBe(base64('hello'));
    const list = (await test.call('GET', '/api/v1.1/revision/', undefined, proof)).body;
    const filled = list.filter((one: { data: { data: unknown }[] }) => one.data.some(({ data }) => data !== null));
    expect(filled.map((one: { api_id: string }) => one.api_id)).toEqual([own.api_id]);
  });

  it('finds a workspace and cannot create one', async () => {
    const { proof } = await test.key(owner.proof, { permission: 'publish' });
    await made(owner.proof, 'workspace/', { name: 'There' });
    expect(await send(proof, 'POST', 'workspace/find_or_create/', { name: 'There' })).toBe('200');
    expect(await send(proof, 'POST', 'workspace/find_or_create/', { name: 'Missing' })).toBe(REFUSED);
    expect(await send(proof, 'POST', 'workspace/', { name: 'Missing' })).toBe(REFUSED);
  });

  it('keeps the rights to its revisions after a rotation', async () => {
    const { figure } = await figureOf();
    const key = await test.key(owner.proof, { permission: 'publish' });
    const { api_id } = await made(key.proof, 'revision/', { figure, metadata: {}, data: DATA });
    const { token } = await made(owner.proof, `api_key/${key.id}/rotate/`, {});
    const rotated = { authorization: `Token ${token}` };
    expect(await send(rotated, 'PATCH', `revision/${api_id}/`, { metadata: { a: 1 } })).toBe('200');
    const { published } = (await test.call('GET', `api_key/${key.id}/log/`, undefined, owner.proof)).body;
    expect(published).toEqual({ revisions: 1, newest: api_id });
  });
});

describe('a read key', () => {
  it('sees all that its owner sees, and writes nothing', async () => {
    const there = await figureOf();
    const { proof } = await test.key(owner.proof, { permission: 'read' });
    for (const path of [
      `revision/${there.revision}/`,
      `data/${there.datum}/`,
      `figure/${there.figure}/thumbnail/64/`,
      `workspace/${owner.workspace}/log/`,
      `workspace/${owner.workspace}/storage/`,
      `workspace/${owner.workspace}/invitations/`,
      `figure/${there.figure}/share/user/`,
      'name/?q=F',
    ])
      expect([path, await send(proof, 'GET', path)]).toEqual([path, '200']);
    expect(await send(proof, 'POST', 'asset/find_by_name/', { name: 'x' })).toBe('200');
    expect((await test.call('GET', `figure/${there.figure}/rights/`, undefined, proof)).body).toEqual([
      'view',
      'follow',
    ]);
    const parent = owner.workspace;
    expect(await send(proof, 'POST', 'analysis/find_or_create/', { name: 'A', parent })).toBe('200');
    expect(await send(proof, 'POST', 'analysis/find_or_create/', { name: 'Missing', parent })).toBe(REFUSED);
    expect(await send(proof, 'POST', 'short_id_prefix/reserve/')).toBe(REFUSED);
    expect(await send(proof, 'POST', 'metadata/', {})).toBe(REFUSED);
    expect(await send(proof, 'PUT', `user/${owner.username}/`, { first_name: 'Eve' })).toBe(REFUSED);
  });
});

describe('a key for several workspaces', () => {
  it('has access only to them', async () => {
    const [one, two, three] = [
      (await made(owner.proof, 'workspace/', { name: 'One' })).api_id,
      (await made(owner.proof, 'workspace/', { name: 'Two' })).api_id,
      (await made(owner.proof, 'workspace/', { name: 'Three' })).api_id,
    ];
    const key = await test.key(owner.proof, { workspaces: [one, two] });
    const { body } = await test.call('GET', 'api_key/current/', undefined, key.proof);
    expect([body.workspace, body.workspaces]).toEqual([null, [one, two]]);
    const listed = (await test.call('GET', 'workspace/', undefined, key.proof)).body;
    expect(listed.map(({ api_id }: { api_id: string }) => api_id)).toEqual([one, two]);
    expect(await send(key.proof, 'POST', 'analysis/', { name: 'A', workspace: two })).toBe('201');
    expect(await send(key.proof, 'POST', 'analysis/', { name: 'A', workspace: three })).toBe('403 not_allowed');
    const bound = await test.call('PATCH', `api_key/${key.id}/`, { workspaces: [three] }, owner.proof);
    expect([bound.body.workspace, bound.body.workspaces]).toEqual([three, [three]]);
    expect(await send(key.proof, 'GET', `workspace/${one}/`)).toBe('403 not_allowed');
  });
});

describe('a key for some addresses', () => {
  it('works from these addresses and networks, and elsewhere is refused like an unknown key', async () => {
    const unknown = await test.call('GET', 'user/', undefined, { authorization: 'Token gf_nonsense' });
    for (const [addresses, status] of [
      [['127.0.0.1'], 200],
      [['10.0.0.0/8', '127.0.0.0/8'], 200],
      [['::1/128', '127.0.0.2'], 401],
      [['2001:db8::/32'], 401],
    ] as const) {
      const { proof } = await test.key(owner.proof, { addresses });
      const answer = await test.call('GET', 'user/', undefined, proof);
      expect([addresses, answer.status]).toEqual([addresses, status]);
      if (status === 401) expect(answer.body).toEqual(unknown.body);
    }
    for (const address of ['localhost', '10.0.0.0/33', '1.2.3', '10.0.0.0/8/8', 'fe80::1%eth0', ''])
      expect(await send(owner.proof, 'POST', 'api_key/', { name: 'k', addresses: [address] })).toBe(
        '400 invalid_request',
      );
  });
});

describe('members', () => {
  it('are changed only by full keys with manages_people', async () => {
    const workspace = (await made(owner.proof, 'workspace/', { name: 'People' })).api_id;
    const guest = await test.account();
    const body = { username: guest.username, membership_type: 'viewer' };
    const plain = await test.key(owner.proof);
    const manager = await test.key(owner.proof, { manages_people: true });
    const invitation = { email: 'a@example.org', workspace, membership_type: 'viewer' };
    expect(await send(plain.proof, 'POST', `workspace/${workspace}/members/add/`, body)).toBe(REFUSED);
    expect(await send(plain.proof, 'POST', 'invitations/workspace/', invitation)).toBe(REFUSED);
    expect(await send(manager.proof, 'POST', 'invitations/workspace/', invitation)).toBe('201');
    expect(await send(manager.proof, 'POST', `workspace/${workspace}/members/add/`, body)).toBe('200');
    const lesser = { name: 'k', permission: 'publish', manages_people: true };
    expect(await send(owner.proof, 'POST', 'api_key/', lesser)).toBe('400 invalid_request');
    const lower = await test.call('PATCH', `api_key/${manager.id}/`, { permission: 'read' }, owner.proof);
    expect(lower.body).toMatchObject({ permission: 'read', manages_people: false });
  });
});

describe('a service account', () => {
  it('publishes under its own name, only in its workspace, also after its creator has left', async () => {
    const workspace = (await made(owner.proof, 'workspace/', { name: 'Pipelines' })).api_id;
    const admin = await test.account();
    await made(owner.proof, `workspace/${workspace}/members/add/`, {
      username: admin.username,
      membership_type: 'admin',
    });
    const key = await made(admin.proof, `workspace/${workspace}/api_key/`, { name: 'Nightly Pipeline ü' });
    expect(key).toMatchObject({
      username: 'service.nightly-pipeline-u',
      created_by: admin.username,
      workspace,
      workspaces: [workspace],
      permission: 'full',
    });
    await made(owner.proof, `workspace/${workspace}/members/remove/`, { username: admin.username });
    const proof = { authorization: `Token ${key.token}` };
    const [self] = (await test.call('GET', 'user/', undefined, proof)).body;
    expect(self).toMatchObject({ username: key.username, email: '', is_staff: false });
    const analysis = await made(proof, 'analysis/', { name: 'A', workspace: '' });
    expect(analysis).toMatchObject({ workspace, created_by: key.username });
    expect(await send(proof, 'POST', 'workspace/', { name: 'W' })).toBe('403 not_allowed');
    expect(await send(proof, 'GET', `workspace/${owner.workspace}/`)).toBe('403 not_allowed');
    expect(await send(admin.proof, 'GET', `workspace/${workspace}/api_key/`)).toBe('403 not_allowed');
    const seen = (await test.call('GET', `workspace/${workspace}/api_key/`, undefined, owner.proof)).body;
    expect(seen.map(({ api_id }: { api_id: string }) => api_id)).toEqual([key.api_id]);
    expect(await send(admin.proof, 'DELETE', `api_key/${key.api_id}/`)).toBe('404 not_found');
    expect(await send(owner.proof, 'POST', `api_key/${key.api_id}/disable/`)).toBe('200');
    expect(await send(proof, 'GET', 'user/')).toBe('401 key_not_valid');
    expect(await send(owner.proof, 'DELETE', `api_key/${key.api_id}/`)).toBe('204');
  });

  it('is limited to 25 in a workspace, each with its own name, and takes no username of a person', async () => {
    const workspace = (await made(owner.proof, 'workspace/', { name: 'Many' })).api_id;
    const create = () => test.call('POST', `workspace/${workspace}/api_key/`, { name: 'robot' }, owner.proof);
    for (let count = 0; count < 24; count++) expect((await create()).status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 5 }, create));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.find(({ status }) => status === 201)?.body.username).toBe('service.robot-25');
    const add = { username: 'service.robot', membership_type: 'admin' };
    expect(await send(owner.proof, 'POST', `workspace/${owner.workspace}/members/add/`, add)).toBe('400 unknown_user');
  });

  it('is deleted with its workspace', async () => {
    const workspace = (await made(owner.proof, 'workspace/', { name: 'Short' })).api_id;
    const { token } = await made(owner.proof, `workspace/${workspace}/api_key/`, { name: 'robot' });
    expect(await send(owner.proof, 'DELETE', `workspace/${workspace}/`)).toBe('204');
    expect(await send({ authorization: `Token ${token}` }, 'GET', 'user/')).toBe('401 key_not_valid');
  });
});
