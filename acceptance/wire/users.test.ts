import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, signIn } from '../src/client.ts';
import { base64, TIME } from '../src/fixture.ts';
import { png } from '../src/pictures.ts';
import { keyHolder, owner, stranger } from '../src/target.ts';

const FIELDS = [
  'avatar',
  'date_joined',
  'email',
  'first_name',
  'is_active',
  'is_staff',
  'last_name',
  'user_profile',
  'username',
];

describe('users', () => {
  let user: Caller;
  let before: any;
  const path = `user/${stranger.username}/`;
  beforeAll(async () => {
    user = await signIn(stranger);
    before = await body(200, user.get(path));
  });
  afterAll(async () => {
    await body(200, user.put(path, before));
  });

  test('user/ lists only the caller, as in the answer by name [4.1, 4.2, 4.3]', async () => {
    const list = await body(200, user.get('user/'));
    expect(list.length).toBe(1);
    expect(Object.keys(list[0]).toSorted()).toEqual(FIELDS);
    expect(list[0]).toMatchObject({ username: stranger.username, email: stranger.email, is_active: true });
    expect(list[0].date_joined).toMatch(TIME);
    expect(await body(200, user.get(`user/${stranger.username}`))).toEqual(list[0]);
  });

  test('usernames are used in URLs unchanged [11.34]', async () => {
    for (const account of [owner, stranger, keyHolder]) {
      const caller = await signIn(account);
      expect((await body(200, caller.get(`user/${account.username}`))).username).toBe(account.username);
    }
  });

  test('an account whose name would not fit into a URL is refused [11.34]', async () => {
    for (const username of ['a b', 'a/b', 'a?b', 'ä', 'a%41', '']) {
      const answer = await user.post('registration/', {
        username,
        email: 'x@example.org',
        password: 'long-enough-0815-x',
      });
      expect([400, 403], username).toContain(answer.status);
    }
  });

  test('PUT answers like the GET after it [1.14]', async () => {
    const changed = await body(200, user.put(path, { first_name: 'Ada', last_name: 'Łovelace "🎉"' }));
    expect(changed).toMatchObject({ first_name: 'Ada', last_name: 'Łovelace "🎉"' });
    expect(changed).toEqual(await body(200, user.get(path)));
  });

  test('only the caller can be changed [4.4]', async () => {
    for (const sent of [{ first_name: 'Eve' }, { username: stranger.username }, {}, { first_name: 5 }])
      await body(403, user.put(`user/${owner.username}/`, sent));
    await body(403, user.put(`user/${owner.username}/`, { username: owner.username, first_name: 'Eve' }));
  });

  test('a body that names someone else is 403 [4.5, 11.26]', async () => {
    await body(403, user.put(path, { username: owner.username, first_name: 'Eve' }));
    await body(403, user.put(path, { username: owner.username, first_name: 5 }));
    await body(403, user.put(path, { username: `${stranger.username}x` }));
    await body(200, user.put(path, { username: stranger.username }));
  });

  test('mail, dates and flags are ignored [4.6, 11.36]', async () => {
    const now = await body(200, user.get(path));
    const sent = {
      ...now,
      email: 'other@example.org',
      date_joined: '2001-01-01 00:00:00+00:00',
      is_active: false,
      is_staff: !now.is_staff,
    };
    const { email, date_joined, is_active, is_staff } = await body(200, user.put(path, sent));
    expect({ email, date_joined, is_active, is_staff }).toEqual({
      email: now.email,
      date_joined: now.date_joined,
      is_active: true,
      is_staff: now.is_staff,
    });
  });

  test('user_profile is replaced as a whole [4.7]', async () => {
    await body(200, user.put(path, { user_profile: { a: 1, b: { c: [1, 2] } } }));
    const changed = await body(200, user.put(path, { user_profile: { d: null } }));
    expect(changed.user_profile).toEqual({ d: null });
    expect((await body(200, user.put(path, { first_name: 'x' }))).user_profile).toEqual({ d: null });
  });

  test('an avatar is a base64 PNG or null [4.8]', async () => {
    const avatar = base64(png(16, 16));
    const changed = await body(200, user.put(path, { avatar }));
    expect(Buffer.from(changed.avatar, 'base64').subarray(1, 4).toString('latin1')).toBe('PNG');
    expect((await body(200, user.put(path, { avatar: null }))).avatar).toBeNull();
    await body(400, user.put(path, { avatar: base64('<svg onload="alert(1)"/>') }));
  });

  test('an account is neither created nor deleted through user/ [11.25]', async () => {
    await body(405, user.post('user/', { username: 'x' }));
    await body(405, user.delete(path));
    await body(405, user.delete(`user/${owner.username}/`));
  });
});
