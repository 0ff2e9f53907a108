import { describe, expect, test } from 'vitest';
import { body, nobody, signIn, withKey } from '../src/client.ts';
import { fixture, newAccount, newAnalysis, newFigure, newKey, newRevision, newWorkspace } from '../src/fixture.ts';
import { owner } from '../src/target.ts';

const here = fixture();

describe('administration of users', () => {
  test('is refused to keys and to users who are no administrators [S.40]', async () => {
    const key = withKey((await newKey(here.user)).token);
    const path = `admin/user/${owner.username}/`;
    for (const [caller, code] of [
      [here.user, 'not_allowed'],
      [key, 'not_with_a_key'],
      [nobody, 'sign_in_required'],
    ] as const) {
      const answers = [
        await body(403, caller.get('admin/user/')),
        await body(403, caller.patch(path, { is_staff: true })),
        await body(403, caller.delete(path, { workspaces: 'delete' })),
        await body(403, caller.post(`${path}reset_link/`, {})),
      ];
      expect(answers.map((answer) => answer.code)).toEqual(answers.map(() => code));
    }
  });
});

describe('the own account', () => {
  test('ends with all its credentials, and hands a workspace over [S.41, S.42]', async () => {
    const [leaving, staying] = [await newAccount(here.user), await newAccount(here.user)];
    const [user, heir] = [await signIn(leaving), await signIn(staying)];
    const workspace = (await newWorkspace(user)).api_id;
    const figure = (await newFigure(user, (await newAnalysis(user, workspace)).api_id)).api_id;
    const lost = (await newWorkspace(user)).api_id;
    const member = { username: staying.username, membership_type: 'viewer' };
    await body(200, user.post(`workspace/${workspace}/members/add/`, member));
    const key = withKey((await newKey(user)).token);
    const path = `user/${leaving.username}/`;
    const choice = { workspaces: 'delete', hand_over: { [workspace]: staying.username } };
    const { password } = leaving;

    const owned = await body(200, user.get(`${path}belongings/`));
    expect(owned.workspaces).toContainEqual(
      expect.objectContaining({ api_id: workspace, figures: 1, members: [staying.username] }),
    );
    expect((await body(403, key.delete('account/', { ...choice, password }))).code).toBe('not_with_a_key');
    expect((await body(400, user.delete('account/', { ...choice, password: 'wrong' }))).code).toBe('wrong_password');
    await body(204, user.delete('account/', { ...choice, password }));
    expect((await body(401, user.get('workspace/'))).code).toBe('token_not_valid');
    expect((await body(401, key.get('workspace/'))).code).toBe('key_not_valid');
    await body(401, nobody.post('/api/token/', { username: leaving.username, password }));
    expect(await body(200, heir.get(`workspace/${workspace}/members/`))).toEqual([
      { ...member, membership_type: 'owner' },
    ]);
    expect((await body(200, heir.get(`figure/${figure}/`))).created_by).toBe(leaving.username);
    await body(404, heir.get(`workspace/${lost}/`));
    await body(204, heir.delete(`workspace/${workspace}/`));
  });

  test('leaves its name to nobody, and its work to others [S.43]', async () => {
    const leaving = await newAccount(here.user);
    const user = await signIn(leaving);
    const member = { username: leaving.username, membership_type: 'creator' };
    await body(200, here.user.post(`workspace/${here.workspace}/members/add/`, member));
    const revision = (await newRevision(user, here.figure)).api_id;
    await body(204, user.delete('account/', { password: leaving.password, workspaces: 'delete' }));
    expect((await body(200, here.user.get(`revision/${revision}/`))).created_by).toBe(leaving.username);
    const invite = { email: 'new@example.org', workspace: here.workspace, membership_type: 'viewer' };
    const { token: invitation } = await body(201, here.user.post('invitations/workspace/', invite));
    for (const username of [leaving.username, leaving.username.toUpperCase(), owner.username]) {
      const answer = await body(409, nobody.post('registration/', { ...leaving, username, invitation }));
      expect(answer).toEqual({ code: 'already_exists', detail: 'This username is taken.' });
    }
  });
});
