import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from './kernel/clock.ts';
import { PASSWORD, type Proof, startTestServer, type TestServer } from './testing/index.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Offset of the machine's clock, in milliseconds. */
let ahead = 0;
let test: TestServer;
let owner: Awaited<ReturnType<TestServer['account']>>;
beforeAll(async () => {
  test = await startTestServer({}, { clock: createClock(() => Date.now() + ahead) });
  owner = await test.account('owner');
});
afterAll(() => test.close());

const make = async (
  kind: 'analysis' | 'figure' | 'revision' | 'workspace',
  fields: object,
  as: Proof = owner.proof,
) => {
  const { status, body } = await test.call('POST', `${kind}/`, fields, as);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body as { api_id: string; created_on: string };
};
const read = async (path: string, as: Proof = owner.proof) => {
  const { status, body } = await test.call('GET', path, undefined, as);
  expect({ path, status }).toEqual({ path, status: 200 });
  return body;
};
const signIn = async () => {
  const { body } = await test.call('POST', '/api/token/', { username: 'owner', password: PASSWORD });
  return { authorization: `Bearer ${body.access}` };
};
const idsOf = (items: { api_id: string }[]) => items.map(({ api_id }) => api_id);

it('a clock that jumps a year ahead and back keeps later dates right, keeps every order and ends no session', async () => {
  const guest = await test.account('guest');
  const organization = (await test.call('POST', 'organization/', { name: 'O' }, owner.proof)).body.api_id;
  const { proof: key, id: keyId } = await test.key(owner.proof);
  const analysis = (await make('analysis', { name: 'A', workspace: owner.workspace })).api_id;
  const figure = (await make('figure', { name: 'first', analysis })).api_id;
  const figures = [figure];
  const revisions: string[] = [];
  const workspaces: string[] = [];
  const step = async (name: string, as: Proof) => {
    const made = await make('revision', { figure, metadata: {} }, as);
    revisions.push(made.api_id);
    figures.push((await make('figure', { name, analysis }, as)).api_id);
    workspaces.push((await make('workspace', { name, organization }, as)).api_id);
    await read('user/owner/', key);
    return Date.parse(made.created_on);
  };
  const join = (username: string) =>
    test.call('POST', `workspace/${owner.workspace}/members/add/`, { username, membership_type: 'viewer' }, current);
  let current = owner.proof;

  await step('before', current);
  ahead = YEAR;
  current = await signIn();
  await step('ahead', current);
  await join(guest.username);
  ahead = 0;
  const late = await test.account('late');
  current = owner.proof;
  await join(late.username);
  const dated = await step('after', current);
  expect(Math.abs(dated - Date.now())).toBeLessThan(HOUR);
  expect(await read('workspace/', await signIn())).not.toEqual([]);

  expect(idsOf((await read(`figure/${figure}/`)).revisions)).toEqual(revisions);
  expect(idsOf((await read(`analysis/${analysis}/`)).figures)).toEqual(figures);
  const first = await read(`analysis/${analysis}/figures/?sort=created&limit=2`);
  const second = await read(`analysis/${analysis}/figures/?sort=created&limit=2&cursor=${first.next}`);
  expect(idsOf([...first.entries, ...second.entries])).toEqual(figures.toReversed());
  expect(idsOf((await read(`organization/${organization}/`)).workspaces)).toEqual(workspaces);
  const log = await read(`analysis/${analysis}/log/`);
  expect(log[0]).toMatchObject({ target_id: figures.at(-1) });
  const members = await read(`workspace/${owner.workspace}/members/`);
  expect(members.map(({ username }: { username: string }) => username)).toEqual(['owner', 'guest', 'late']);
  const { last_used } = (await read('api_key/')).find(({ api_id }: { api_id: string }) => api_id === keyId);
  expect(Math.abs(Date.parse(last_used) - Date.now())).toBeLessThan(HOUR);
});

it('a clock that is set back an hour still gives later times', async () => {
  const analysis = (await make('analysis', { name: 'B', workspace: owner.workspace })).api_id;
  const before = await make('figure', { name: 'before', analysis });
  ahead = -HOUR;
  const after = await make('figure', { name: 'after', analysis });
  ahead = 0;
  expect(after.created_on > before.created_on).toBe(true);
});
