import { describe, expect, test } from 'vitest';
import { body, nobody, signIn, withKey } from '../src/client.ts';
import { base64, datum, fixture, newKey, newRevision } from '../src/fixture.ts';
import { png } from '../src/pictures.ts';
import { owner, stranger } from '../src/target.ts';

describe('the own account', () => {
  const here = fixture();

  test('all data are one ZIP archive, for a person only [10.21]', async () => {
    await newRevision(here.user, here.figure, [datum('notes.txt', 'abc')]);
    const { workspaces } = await body(200, here.user.get('export/'));
    expect(workspaces.find((one: any) => one.api_id === here.workspace)).toMatchObject({ size_bytes: 3, owned: true });
    const answer = await here.user.get('export/archive/');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="gofigr-[^"]+\.zip"$/);
    expect(answer.text.slice(0, 4)).toBe('PK\x03\x04');
    for (const name of ['profile.json', 'notes.txt', 'manifest.json']) expect(answer.text).toContain(name);
    const key = await newKey(here.user);
    for (const path of ['export/', 'export/archive/']) {
      await body(403, withKey(key.token).get(path));
      await body(403, nobody.get(path));
    }
    await body(400, here.user.get('export/archive/?workspaces=everyone'));
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
  });

  test('the mail address is not changed by a key or a wrong link [10.22]', async () => {
    const { email, pending } = await body(200, here.user.get('email/'));
    expect([email, pending]).toEqual([owner.email, null]);
    await body(204, here.user.delete('email/'));
    const refused = await body(403, nobody.post('email/confirm/', { token: 'gfemail_guessed' }));
    expect(refused.code).toBe('email_link_not_valid');
    const key = await newKey(here.user);
    await body(403, withKey(key.token).get('email/'));
    const asked = { email: 'thief@example.org', current: owner.password };
    await body(403, withKey(key.token).post('email/', asked));
    await body(400, here.user.post('email/', { ...asked, email: 'nobody' }));
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
  });

  test('shared/ says who shared [10.23]', async () => {
    const other = await signIn(stranger);
    const path = `figure/${here.figure}/share/user/`;
    await body(200, here.user.post(path, { username: stranger.username, sharing_enabled: true }));
    const { first_name, last_name } = (await body(200, here.user.get('user/')))[0];
    await body(200, here.user.put(`user/${owner.username}/`, { first_name: 'Ada', last_name: 'Łovelace' }));
    const list = await body(200, other.get('shared/'));
    expect(list.find((one: any) => one.api_id === here.figure).shared_by).toBe('Ada Łovelace');
    await body(200, here.user.put(`user/${owner.username}/`, { first_name, last_name }));
    await body(200, here.user.post(path, { username: stranger.username, sharing_enabled: false }));
  });

  test('an avatar is a whole PNG of at most 4,096 pixels on each side [10.24]', async () => {
    const path = `user/${owner.username}/`;
    const good = png(16, 16);
    expect((await body(200, here.user.put(path, { avatar: base64(good) }))).avatar).toBe(base64(good));
    for (const bad of [good.subarray(0, 8), good.subarray(0, -4), Buffer.concat([good, good]), png(1, 4097)])
      await body(400, here.user.put(path, { avatar: base64(bad) }));
    expect((await body(200, here.user.put(path, { avatar: null }))).avatar).toBeNull();
  });
});
