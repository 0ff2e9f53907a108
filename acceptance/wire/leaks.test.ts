import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { body, type Caller, expectStored, signIn, withKey } from '../src/client.ts';
import { base64, datum, fixture, newKey } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

const MASKED = `gf_${'*'.repeat(49)}`;

describe('API keys in published data', () => {
  const here = fixture();
  let owner: Caller;
  let key: { api_id: string; token: string };
  beforeEach(async () => {
    owner = await signIn(stranger);
    key = await newKey(owner);
  });
  afterEach(async () => {
    await owner.put('api_key/leaks/settings/', { action: 'tell' });
    await owner.delete(`api_key/${key.api_id}/`);
  });

  const choose = (action: string) => body(200, owner.put('api_key/leaks/settings/', { action }));
  const data = () => [datum('cell', `key = "${key.token}"`, { type: 'code' })];
  const publish = (more: object = {}, caller = here.user) =>
    caller.post('revision/', { figure: here.figure, metadata: {}, data: data(), ...more });
  const bytesOf = async (id: string) => (await body(200, here.user.get(`data/${id}/`))).data;

  test('are reported to the publisher and to the owner [S.30]', async () => {
    expectStored(key.token);
    const answer = await publish();
    expect(answer.status).toBe(201);
    expect(answer.headers.get('gofigr-notice')).toMatch(/API key/);
    const leaks = await owner.get('api_key/leaks/');
    expect(leaks.body[0]).toMatchObject({
      key: key.api_id,
      revision: answer.body.api_id,
      data: 'cell',
      action: 'tell',
    });
    expect(leaks.text).not.toContain(key.token);
    const audit = await owner.get('audit/?event=key_leaked');
    expect(audit.body.entries[0]).toMatchObject({ object_id: key.api_id, details: { data: 'cell' } });
    expect(audit.text).not.toContain(key.token);
  });

  test('are masked in code and metadata, but not in pictures [S.31]', async () => {
    await choose('redact');
    const other = await newKey(owner);
    expectStored(other.token);
    const items = [...data(), datum('figure', other.token, { type: 'image' })];
    const answer = await body(201, publish({ data: items, metadata: { key: key.token } }));
    expect(answer.metadata).toEqual({ key: MASKED });
    const [code, picture] = answer.data;
    expect(await bytesOf(code.api_id)).toBe(base64(`key = "${MASKED}"`));
    expect(code.size_bytes).toBe(8 + MASKED.length);
    expect(await bytesOf(picture.api_id)).toBe(base64(other.token));
    await body(204, owner.delete(`api_key/${other.api_id}/`));
  });

  test('are revoked, and the publish succeeds with this very key [S.32]', async () => {
    await choose('revoke');
    expectStored(key.token);
    const figure = await publish();
    expect(figure.status).toBe(201);
    await body(401, withKey(key.token).get('user/'));

    const own = await newKey(here.user);
    expectStored(own.token);
    await body(200, here.user.put('api_key/leaks/settings/', { action: 'revoke' }));
    const items = [datum('cell', own.token, { type: 'code' })];
    await body(201, publish({ data: items }, withKey(own.token)));
    await body(200, here.user.put('api_key/leaks/settings/', { action: 'tell' }));
    await body(401, withKey(own.token).get('user/'));
  });

  test('are refused, and nothing is stored [S.33]', async () => {
    await choose('refuse');
    const before = (await here.user.get(`figure/${here.figure}/`)).text;
    const answer = await publish();
    expect([answer.status, answer.body.code]).toEqual([400, 'contains_key']);
    expect(answer.text).not.toContain(key.token);
    expect((await here.user.get(`figure/${here.figure}/`)).text).toBe(before);
    await body(200, withKey(key.token).get('user/'));
  });

  test('only a person chooses the action, and `tell` is the first [S.34]', async () => {
    expect(await body(200, owner.get('api_key/leaks/settings/'))).toEqual({ action: 'tell' });
    await body(403, withKey(key.token).put('api_key/leaks/settings/', { action: 'refuse' }));
    await body(400, owner.put('api_key/leaks/settings/', { action: 'shout' }));
    expect(await choose('refuse')).toEqual({ action: 'refuse' });
    expect(await body(200, owner.get('api_key/leaks/settings/'))).toEqual({ action: 'refuse' });
  });
});
