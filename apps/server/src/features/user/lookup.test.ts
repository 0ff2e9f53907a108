import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';

type Person = { username: string; proof: Proof; workspace: string };

let test: TestServer;
let stranger: Person;
let friend: Person;
beforeAll(async () => {
  test = await startTestServer();
  [stranger, friend] = [await test.account(), await test.account()];
});
afterAll(() => test.close());

/** A new user, who shares an accepted workspace with the friend, and no object with anybody. */
async function begin() {
  const me = await test.account();
  const made = await test.call('POST', 'workspace/', { name: 'W' }, me.proof);
  const path = `workspace/${made.body.api_id}`;
  const { figure } = await plant(test, me.proof, made.body.api_id);
  const ask = (where: string, body: object) => test.call('POST', where, body, me.proof);
  const add = (username: string) => ask(`${path}/members/add/`, { username, membership_type: 'viewer' });
  await add(friend.username);
  await test.call('POST', `${path}/members/accept/`, undefined, friend.proof);
  return {
    path,
    ask,
    add,
    remove: (username: string) => ask(`${path}/members/remove/`, { username }),
    share: (username: string, sharing_enabled = true) =>
      ask(`figure/${figure}/share/user/`, { username, sharing_enabled }),
  };
}

describe('unknown usernames', () => {
  it('are limited to 30 an hour for adding and sharing together, and then strangers are refused too', async () => {
    const { add, share } = await begin();
    for (let attempt = 0; attempt < 30; attempt++) {
      const tried = [
        () => add(`nobody${attempt}`),
        () => share(`nobody${attempt}`),
        () => share(`nobody${attempt}`, false),
      ];
      const { status, body } = await tried[attempt % 3]!();
      expect([status, body.code]).toEqual([400, 'unknown_user']);
    }
    const refused = [await add('nobody'), await share('nobody'), await add(stranger.username)];
    for (const { status, body, headers } of refused) {
      expect([status, body.code]).toEqual([429, 'too_many_attempts']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await share(friend.username)).status).toBe(200);
  });

  it('look like non-members when a member is changed, removed, or made the owner', async () => {
    const { ask, path } = await begin();
    for (const [what, body] of [
      ['members/change/', { membership_type: 'viewer' }],
      ['members/remove/', {}],
      ['owner/', {}],
    ] as const) {
      const [one, other] = [
        await ask(`${path}/${what}`, { username: stranger.username, ...body }),
        await ask(`${path}/${what}`, { username: 'nobody_of_this_name', ...body }),
      ];
      expect([one.status, one.text]).toEqual([400, other.text]);
    }
  });
});

describe('strangers', () => {
  it('can be added and shared with 100 times an hour by one user and its keys', async () => {
    const { add, remove, share } = await begin();
    // The friend counted as one.
    for (let count = 1; count < 100; count += 3) {
      expect((await add(stranger.username)).status).toBe(200);
      expect((await remove(stranger.username)).status).toBe(200);
      expect((await share(stranger.username)).status).toBe(200);
      expect((await share(stranger.username, false)).status).toBe(200);
      expect((await share(stranger.username, false)).status).toBe(200);
    }
    for (const answer of [await add(stranger.username), await share(stranger.username), await share('nobody')])
      expect(answer.body.code).toBe('too_many_attempts');
  });

  it('are limited per caller, and members of a common workspace are not', async () => {
    const { add, remove, share } = await begin();
    for (let count = 0; count < 60; count++)
      for (const enabled of [true, false]) expect((await share(friend.username, enabled)).status).toBe(200);
    expect((await add(stranger.username)).status).toBe(200);
    expect((await remove(stranger.username)).status).toBe(200);
  });
});
