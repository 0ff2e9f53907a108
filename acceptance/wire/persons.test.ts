import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, nobody, signIn } from '../src/client.ts';
import { datum, fixture, newAccount, newFigure, newRevision } from '../src/fixture.ts';
import { type Account, owner } from '../src/target.ts';

describe('persons', () => {
  const here = fixture();
  let account: Account;
  let guest: Caller;
  const usernames = async (caller: Caller, query = '') =>
    (await body(200, caller.get(`people/${query}`))).map(({ username }: { username: string }) => username);

  beforeAll(async () => {
    account = await newAccount(here.user);
    guest = await signIn(account);
  });

  test('know each other after both sides have accepted [10.30]', async () => {
    const { username } = account;
    expect(await usernames(guest)).toEqual([username]);
    await body(403, guest.get(`user/${owner.username}/avatar/`));
    const members = `workspace/${here.workspace}/members`;
    await body(200, here.user.post(`${members}/add/`, { username, membership_type: 'viewer' }));
    expect(await usernames(guest)).toEqual([username]);
    await body(200, guest.post(`${members}/accept/`, {}));
    expect(await usernames(guest)).toContain(owner.username);
    expect(await usernames(guest, `?find=${owner.username.toUpperCase()}`)).toContain(owner.username);
    const [self] = await body(200, here.user.get(`people/?usernames=${username}`));
    expect(self).toEqual({ username, first_name: '', last_name: '', has_avatar: false });
    await body(404, guest.get(`user/${owner.username}/avatar/`));
    await body(200, here.user.post(`${members}/remove/`, { username }));
    expect(await usernames(guest)).toEqual([username]);
    await body(403, nobody.get('people/'));
  });

  test('with a username like a mail address stay unknown to strangers [10.31]', async () => {
    const { token } = await body(
      201,
      here.user.post('invitations/workspace/', {
        email: 'new@example.org',
        workspace: here.workspace,
        membership_type: 'creator',
      }),
    );
    const id = randomUUID();
    const address = `${id.slice(0, 8)}@lab.example`;
    const maker = { username: address, email: address, password: `pass-phrase ${id}` };
    await body(201, nobody.post('registration/', { ...maker, invitation: token }));
    const colleague = await signIn(maker);
    const figure = (await newFigure(colleague, here.analysis)).api_id;
    const revision = (await newRevision(colleague, figure, [datum('a', 'abc')])).api_id;
    await body(200, here.user.post(`figure/${figure}/share/link/`, { enabled: true }));
    for (const path of [`figure/${figure}/`, `revision/${revision}/`, `revision/${revision}/lineage/`]) {
      expect(JSON.stringify(await body(200, here.user.get(path)))).toContain(address);
      for (const caller of [guest, nobody]) {
        const text = JSON.stringify(await body(200, caller.get(path)));
        expect(text).not.toContain(address);
        expect(text).toMatch(/"a member \([0-9a-f]{8}\)"/);
      }
    }
    expect((await body(200, here.user.get(`figure/${figure}/`))).created_by).toBe(address);
  });

  test('are invited by mail address to view an object [10.32, 6.8]', async () => {
    const figure = (await newFigure(here.user, here.analysis)).api_id;
    const path = `figure/${figure}/`;
    await body(403, guest.get(path));
    await body(403, guest.post('invitations/figure/', { email: 'new@example.org', figure }));
    const invitation = await body(201, here.user.post('invitations/figure/', { email: account.email, figure }));
    const { token, ...rest } = invitation;
    expect(await body(200, here.user.get(`${path}invitations/`))).toEqual([{ ...rest, token: null }]);
    const preview = await body(200, nobody.post('invitation/preview/', { token }));
    expect(preview).toMatchObject({ kind: 'figure', membership_type: 'viewer' });
    const accepted = { kind: 'figure', api_id: figure, membership_type: 'viewer' };
    expect(await body(200, guest.post('invitation/accept/', { token }))).toEqual(accepted);
    await body(200, guest.get(path));
    await body(403, guest.get(`analysis/${here.analysis}/`));
    expect(await body(200, here.user.get(`${path}share/user/`))).toEqual([
      { username: account.username, sharing_enabled: true },
    ]);

    const second = await body(201, here.user.post('invitations/figure/', { email: 'other@example.org', figure }));
    await body(204, here.user.delete(`invitations/figure/${second.api_id}/`));
    await body(404, guest.post('invitation/accept/', { token: second.token }));
  });
});
