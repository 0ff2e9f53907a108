import { beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, nobody, signIn, withKey } from '../src/client.ts';
import { datum, fixture, newAccount, newKey, newRevision } from '../src/fixture.ts';
import type { Account } from '../src/target.ts';

const NOWHERE = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

describe('access', () => {
  const here = fixture();
  let account: Account;
  let guest: Caller;
  let revision: string;
  beforeAll(async () => {
    account = await newAccount(here.user);
    guest = await signIn(account);
    revision = (await newRevision(here.user, here.figure, [datum('a', 'abc')])).api_id;
  });
  const open = async () =>
    (await body(200, here.user.get('access_request/'))).filter((one: any) => one.username === account.username);

  test('is asked for by a person, granted or declined by who may share, and unknown to others [10.40, 10.41]', async () => {
    const sent = [
      `figure/${here.figure}/`,
      `figure/${here.figure}/`,
      `figure/${NOWHERE}/`,
      `asset/${here.figure}/`,
      `revision/${revision}/`,
    ];
    for (const path of sent) {
      const answer = await guest.post(`${path}access/request/`, { message: 'Please' });
      expect([answer.status, answer.text]).toEqual([204, '']);
    }
    await body(403, nobody.post(`figure/${here.figure}/access/request/`));
    const key = await newKey(guest);
    await body(403, withKey(key.token).get('access_request/'));
    const requests = await open();
    expect(requests.map((one: any) => [one.kind, one.object, one.message])).toEqual([
      ['revision', revision, 'Please'],
      ['figure', here.figure, 'Please'],
    ]);
    const [first, second] = requests;
    expect(await body(200, guest.get('access_request/'))).toEqual([]);
    for (const how of ['grant', 'decline']) await body(404, guest.post(`access_request/${first.api_id}/${how}/`));
    await body(204, here.user.post(`access_request/${first.api_id}/grant/`));
    await body(204, here.user.post(`access_request/${second.api_id}/decline/`));
    await body(404, here.user.post(`access_request/${second.api_id}/grant/`));
    await body(200, guest.get(`revision/${revision}/`));
    await body(403, guest.get(`figure/${here.figure}/`));
    expect(await open()).toEqual([]);
    await body(400, guest.post(`figure/${here.figure}/access/request/`, { message: 'x'.repeat(501) }));
  });

  test('is told in lists, and visitors learn the full name of who shares [10.42]', async () => {
    await body(200, here.user.post(`figure/${here.figure}/share/link/`, { enabled: true }));
    const { entries } = await body(200, here.user.get(`analysis/${here.analysis}/figures/`));
    const own = await body(200, here.user.get(`figure/${here.figure}/access/`));
    expect(entries[0].access).toMatchObject({ visibility: own.visibility, people: own.people });
    const told = await body(200, nobody.get(`figure/${here.figure}/access/`));
    expect(told).toMatchObject({ visibility: 'link', people: null });
    expect(JSON.stringify(told.shared_by)).not.toContain('@');
    await body(200, here.user.post(`figure/${here.figure}/share/link/`, { enabled: false }));
  });

  test('does not include the right to know what a deletion removes, which is counted [10.43]', async () => {
    const all = [
      ['workspace', here.workspace, { analyses: 1, figures: 1, revisions: 1 }],
      ['analysis', here.analysis, { analyses: 0, figures: 1, revisions: 1, size_bytes: 3 }],
      ['figure', here.figure, { figures: 0, revisions: 1, size_bytes: 3 }],
      ['revision', revision, { revisions: 0, size_bytes: 3, people: 1 }],
    ] as const;
    for (const [kind, id, counts] of all) {
      expect(await body(200, here.user.get(`${kind}/${id}/contents/`))).toMatchObject(counts);
      await body(403, guest.get(`${kind}/${id}/contents/`));
    }
  });
});
