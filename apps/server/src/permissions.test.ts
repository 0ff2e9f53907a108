import { randomUUID } from 'node:crypto';
import { operations } from '@gofigr/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, PASSWORD, type Proof, startTestServer, type TestServer } from './testing/index.ts';
import { CALLERS, type Caller, PERMISSIONS, type Row, type Targets } from './testing/permissions.ts';

type Tree = Pick<Targets, 'analysis' | 'figure' | 'revision' | 'short_id' | 'data' | 'asset' | 'asset_revision'>;
type World = Omit<Targets, 'own'> & { byLink: Tree; byName: Tree };

const PEOPLE = [
  'stranger',
  'named',
  'viewer',
  'creator',
  'admin',
  'owner',
  'workspace_viewer',
  'workspace_creator',
  'workspace_admin',
  'org_admin',
  'administrator',
] as const;
type Person = (typeof PEOPLE)[number];
const BELOW = ['viewer', 'creator', 'admin'] as const;
const IN_ORGANIZATION = ['workspace_viewer', 'workspace_creator', 'workspace_admin'] as const;

/** Every username looks like a mail address, to see who gets it. */
const MAIL = '@people.example';

let test: TestServer;
const names = {} as Record<Person, string>;
const proofs = {} as Record<Person, Proof>;
let primary: string;
let prefix: string;
let counter = 0;

async function ok(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body: object | undefined, as: Person) {
  const answer = await test.call(method, path, body, proofs[as]);
  if (answer.status >= 300) throw new Error(`${method} ${path} as ${as}: ${answer.status} ${answer.text}`);
  return answer.body;
}
const make = async (path: string, body: object, as: Person = 'owner') =>
  (await ok('POST', path, body, as)).api_id as string;

async function newTree(workspace: string): Promise<Tree> {
  const analysis = await make('analysis/', { name: 'Analysis', workspace });
  const figure = await make('figure/', { name: 'Figure', analysis });
  const data = [{ name: 'd', type: 'text', data: base64('hello') }];
  const short_id = `${prefix}${(counter++).toString(36)}`;
  const revision = await ok('POST', 'revision/', { figure, metadata: {}, data, short_id }, 'owner');
  const asset = await make('asset/', { name: 'Asset', workspace });
  const assetRevision = await make('asset_revision/', { asset, metadata: {}, data });
  const datum = revision.data[0].api_id as string;
  return { analysis, figure, revision: revision.api_id, short_id, data: datum, asset, asset_revision: assetRevision };
}

/** Adds members to a workspace or an organization, and accepts for them. */
async function addMembers(path: string, roles: readonly Person[], by: Person): Promise<void> {
  for (const role of roles) {
    await ok('POST', `${path}/members/add/`, { username: names[role], membership_type: role }, by);
    await ok('POST', `${path}/members/accept/`, undefined, role);
  }
}

async function newOrganization(): Promise<string> {
  const organization = await make(
    'organization/',
    { name: 'Organization', allow_per_workspace_storage_settings: true },
    'org_admin',
  );
  await addMembers(`organization/${organization}`, IN_ORGANIZATION, 'org_admin');
  return organization;
}

async function invite(kind: keyof Targets['invitation'], fields: object, as: Person = 'owner') {
  const made = await ok('POST', `invitations/${kind}/`, { email: 'a@example.org', ...fields }, as);
  return { id: made.api_id as string, token: made.token as string };
}

async function invitationsTo({ analysis, figure, revision, asset, asset_revision }: Tree) {
  return {
    analysis: await invite('analysis', { analysis }),
    figure: await invite('figure', { figure }),
    revision: await invite('revision', { revision }),
    asset: await invite('asset', { asset }),
    asset_revision: await invite('asset_revision', { asset_revision }),
  };
}

let elsewhere: Targets['elsewhere'];
let world: World | undefined;

async function newWorld(): Promise<World> {
  const organization = await newOrganization();
  const members = `organization/${organization}/members`;
  await ok('POST', `${members}/add/`, { username: names.owner, membership_type: 'workspace_creator' }, 'org_admin');
  const workspace = await make('workspace/', { name: 'Workspace', organization });
  await ok('POST', `${members}/remove/`, { username: names.owner }, 'org_admin');
  await addMembers(`workspace/${workspace}`, BELOW, 'owner');
  const tree = await newTree(workspace);
  // Changes never use up shared objects, so one set of them is enough.
  const [byLink, byName] = world ? [world.byLink, world.byName] : [await newTree(workspace), await newTree(workspace)];
  for (const kind of world ? [] : (['analysis', 'asset'] as const)) {
    await ok('POST', `${kind}/${byLink[kind]}/share/link/`, { enabled: true }, 'owner');
    const body = { username: names.named, sharing_enabled: true };
    await ok('POST', `${kind}/${byName[kind]}/share/user/`, body, 'owner');
  }
  const firstOf = async (path: string, as: Person) => (await ok('GET', path, undefined, as)).at(-1).api_id as string;
  return {
    organization,
    workspace,
    ...tree,
    byLink,
    byName,
    log: {
      organization: await firstOf(`organization/${organization}/log/`, 'org_admin'),
      workspace: await firstOf(`workspace/${workspace}/log/`, 'owner'),
      analysis: await firstOf(`analysis/${tree.analysis}/log/`, 'owner'),
    },
    invitation: {
      workspace: await invite('workspace', { workspace, membership_type: 'viewer' }),
      organization: await invite('organization', { organization, membership_type: 'workspace_viewer' }, 'org_admin'),
      ...(await invitationsTo(tree)),
    },
    elsewhere,
    usernames: names,
    leaver: '',
    apiKey: '',
    proxy: '',
    signIn: '',
    savedSearch: '',
    accessRequest: '',
    deleted: '',
  };
}

/** Creates an open request for access to the figure. Its person shares no other object with a caller. */
async function newAccessRequest(object_id: string): Promise<string> {
  const { db } = test.server.database;
  const { id: user_id } = await db
    .selectFrom('users')
    .select('id')
    .where('username', '=', names.named)
    .executeTakeFirstOrThrow();
  await db.deleteFrom('access_requests').execute();
  await db.deleteFrom('user_shares').where('object_id', '=', object_id).execute();
  const id = randomUUID();
  const created = Date.now() * 1000;
  await db
    .insertInto('access_requests')
    .values({ id, object_id, user_id, message: '', created, mailed: null, answered: null })
    .execute();
  return id;
}

async function newDeleted(analysis: string): Promise<string> {
  const id = await make('figure/', { name: 'Deleted', analysis });
  await ok('DELETE', `figure/${id}/`, undefined, 'owner');
  return id;
}

/** Creates objects of the owner that a row may use up. */
async function newTargetsOfOwner(row: string): Promise<Partial<World>> {
  if (/^admin.revoke_api_key$|^api_key\.(get|delete|change|rotate|disable|enable|log)$/.test(row))
    return { apiKey: await make('api_key/', { name: 'k' }) };
  if (row.startsWith('access_request.')) return { accessRequest: await newAccessRequest(world?.figure ?? '') };
  if (/^saved_search\.(change|delete)$/.test(row))
    return { savedSearch: await make('saved_search/', { name: randomUUID(), q: 'A' }) };
  if (row.includes('trash.')) return { deleted: await newDeleted(world?.analysis ?? '') };
  if (row === 'admin.delete_user') return { leaver: (await test.account()).username };
  if (row.startsWith('metadata.')) return { proxy: (await ok('POST', 'metadata/', {}, 'owner')).token };
  if (!row.startsWith('sign_in.')) return {};
  await test.call('POST', '/api/token/', { username: names.owner, password: PASSWORD });
  const [newest] = await ok('GET', 'sign_in/', undefined, 'owner');
  return { signIn: newest.api_id };
}

beforeAll(async () => {
  test = await startTestServer();
  for (const person of PEOPLE) {
    const { username, proof, workspace } = await test.account(`${person}${MAIL}`);
    names[person] = username;
    proofs[person] = proof;
    if (person === 'owner') primary = workspace;
  }
  const { db } = test.server.database;
  await db.updateTable('users').set({ is_staff: 1 }).where('username', '=', names.administrator).execute();
  prefix = (await ok('POST', 'short_id_prefix/reserve/', undefined, 'owner')).prefix;
  const outsider = await test.account();
  const made = await test.call('POST', 'organization/', { name: 'Elsewhere' }, outsider.proof);
  const organization = made.body.api_id as string;
  const body = { username: names.owner, membership_type: 'workspace_creator' };
  await test.call('POST', `organization/${organization}/members/add/`, body, outsider.proof);
  const workspace = await make('workspace/', { name: 'Elsewhere' });
  const creator = { username: names.creator, membership_type: 'creator' };
  await ok('POST', `workspace/${workspace}/members/add/`, creator, 'owner');
  const { analysis, figure, asset } = await newTree(workspace);
  elsewhere = { organization, workspace, analysis, figure, asset };
  world = await newWorld();
});
afterAll(() => test.close());

/** Fields of each kind of key, without its workspace. */
const KEYS: Partial<Record<Caller, object>> = {
  key: { manages_people: true },
  keyHere: { manages_people: true },
  keyElsewhere: { manages_people: true },
  keyPlain: {},
  keyRead: { permission: 'read' },
  keyPublish: { permission: 'publish' },
};

/** Rows that may end, change or bind a key, which therefore lives for one request. */
const CHANGES_KEYS = /^(api_key|session|admin)\.|^(workspace|organization|invitation|trash)/;
const kept = new Map<Caller, Proof>();

/** Calls with a key of the owner. */
async function withKey<T>(caller: Caller, name: string, there: World, call: (proof: Proof) => Promise<T>): Promise<T> {
  const scope = { keyHere: there.workspace, keyElsewhere: primary }[caller as 'keyHere'];
  const wanted = { ...KEYS[caller], workspace: scope ?? null };
  if (!CHANGES_KEYS.test(name)) {
    const proof = kept.get(caller) ?? (await test.key(proofs.owner, wanted)).proof;
    kept.set(caller, proof);
    return call(proof);
  }
  const key = await test.key(proofs.owner, wanted);
  const answer = await call(key.proof);
  const left = await test.call('DELETE', `api_key/${key.id}/`, undefined, proofs.owner);
  expect([204, 404]).toContain(left.status);
  return answer;
}

/** Sends a request as a caller. In a batch the answer about its only object counts. */
async function sendAs(caller: Caller, name: string, row: Row, there: World) {
  const answer = await answerTo(caller, name, row, there);
  if (!row.isBatch || answer.status !== 200) return answer;
  const [{ status, error }] = answer.body.objects;
  return { ...answer, status, body: error };
}

/** Sends a request as a caller. */
async function answerTo(caller: Caller, name: string, row: Row, there: World) {
  const operation = operations.find(({ id }) => id === name.split(':')[0]);
  if (!operation) throw new Error(`${name} is no operation`);
  const shown = caller === 'link' ? there.byLink : caller === 'named' ? there.byName : {};
  const person = KEYS[caller] ? 'owner' : (caller as Person);
  const [path, body] = row.ask({ ...there, ...shown, own: names[person] ?? '' });
  if (caller === 'nobody' || caller === 'link') return test.call(operation.method, path, body);
  if (!KEYS[caller]) return test.call(operation.method, path, body, proofs[person]);
  return withKey(caller, name, there, (proof) => test.call(operation.method, path, body, proof));
}

/** Everything that a refused request might have changed: objects, and who may see them. */
async function snapshot({ organization, workspace, ...there }: World): Promise<unknown> {
  const { db } = test.server.database;
  const ids = [
    organization,
    workspace,
    there.analysis,
    there.figure,
    there.revision,
    there.asset,
    there.asset_revision,
  ];
  const about = ['members', 'invitations', 'link_shares', 'user_shares', 'trash'] as const;
  return Promise.all([
    db.selectFrom('objects').selectAll().where('id', 'in', ids).orderBy('id').execute(),
    ...about.map((table) => db.selectFrom(table).selectAll().where('object_id', 'in', ids).execute()),
  ]);
}

/** Tells whether the code of a refusal is about permissions. */
const isOfRights = (body: { code?: string } | undefined) =>
  ['not_allowed', 'sign_in_required', 'not_with_a_key', 'not_with_this_key'].includes(body?.code ?? '');

const callers = Object.keys(CALLERS) as Caller[];
/** Tells whether a row uses up the workspace, the organization, or its members, and so needs another one for each caller. */
const usesUp = (name: string) =>
  /^(workspace|organization|invitation)/.test(name) &&
  /delete|member:?|hand_over|accept|decline|organization$/.test(name);

/** Operations that read, although they are no GET. */
const READS = /^invitation\.preview: by|_or_create:.* existing one$|^asset\.find_by_name$|find_by_hash$/;

describe('names', () => {
  const reading = Object.entries(PERMISSIONS).filter(
    ([name]) => READS.test(name) || operations.find(({ id }) => id === name.split(':')[0])?.method === 'GET',
  );

  it.each(['nobody', 'link', 'stranger', 'named'] as const)(
    'like a mail address of others never reach %s',
    async (caller) => {
      if (!world) throw new Error('no world');
      const told: string[] = [];
      let read = 0;
      for (const [name, row] of reading) {
        const { status, text } = await sendAs(caller, name, row, world);
        if (status < 300) read++;
        if (text.replaceAll(names[caller as Person] ?? MAIL, '').includes(MAIL)) told.push(`${name}: ${text}`);
      }
      expect(told).toEqual([]);
      expect(read).toBeGreaterThan(4);
    },
  );

  it('are as they are for everyone in the workspace', async () => {
    if (!world) throw new Error('no world');
    for (const caller of ['viewer', 'workspace_viewer', 'key', 'keyHere', 'keyRead'] as const) {
      const { text } = await sendAs(caller, 'shared.list', { who: [], ask: (t) => [`figure/${t.figure}/`] }, world);
      expect(JSON.parse(text)).toMatchObject({ created_by: names.owner });
    }
  });
});

describe('permissions', () => {
  it('has a row for every operation and no other', () => {
    const rows = new Set(Object.keys(PERMISSIONS).map((name) => name.split(':')[0] ?? ''));
    expect([...rows].toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(PERMISSIONS))('%s', async (name, row) => {
    const method = operations.find(({ id }) => id === name.split(':')[0])?.method;
    const passes = callers.filter((caller) => row.who.includes(caller));
    const undecided = callers.filter((caller) => row.neither?.includes(caller));
    const refused = callers.filter((caller) => !passes.includes(caller) && !undecided.includes(caller));
    const wrong: string[] = [];
    const check = (caller: Caller, status: number, wanted: boolean, code: string | undefined) =>
      wanted || wrong.push(`${caller}: ${status} ${code ?? ''}`);

    if (!world) throw new Error('no world');
    const theirs = { ...world, ...(await newTargetsOfOwner(name)) };
    const before = method === 'GET' ? null : await snapshot(theirs);
    for (const caller of refused) {
      const { status, body } = await sendAs(caller, name, row, theirs);
      check(caller, status, (status === 403 && isOfRights(body)) || status === row.refused, body?.code);
    }
    if (before) expect(await snapshot(theirs)).toEqual(before);

    for (const caller of undecided) {
      const { status, body } = await sendAs(caller, name, row, theirs);
      check(caller, status, status >= 400 && status < 500 && !isOfRights(body), body?.code);
    }

    for (const caller of passes) {
      let there: World = { ...world, ...(await newTargetsOfOwner(name)) };
      if (method !== 'GET' && usesUp(name)) there = await newWorld();
      else if (method === 'DELETE' || /another|a new one|as .*delete$/.test(name)) {
        const tree = await newTree(there.workspace);
        const invitation = { ...there.invitation, ...(name.includes('_invitation') && (await invitationsTo(tree))) };
        there = { ...there, ...tree, invitation };
      }
      const { status, body } = await sendAs(caller, name, row, there);
      check(caller, status, status >= 200 && status < 300, body?.code);
    }
    expect(wrong).toEqual([]);
  });
});
