import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { body, type Caller, nobody, signIn } from '../src/client.ts';
import { TIME, UUID4 } from '../src/fixture.ts';
import { baseUrl, owner, stranger } from '../src/target.ts';

const PAGE = { origin: 'http://jupyter.example:8888' };

describe('the metadata proxy', () => {
  let user: Caller;
  let other: Caller;
  beforeAll(async () => {
    [user, other] = [await signIn(owner), await signIn(stranger)];
  });
  const open = (fields: object = {}) => body(201, user.post('metadata/', fields));
  const life = ({ created, expiry }: { created: string; expiry: string }) =>
    (Date.parse(expiry) - Date.parse(created)) / 1000;

  test('exists for 60 seconds, or for the requested time below a day [9.1]', async () => {
    const proxy = await open();
    expect(Object.keys(proxy).toSorted()).toEqual(
      ['api_id', 'initiator', 'token', 'created', 'updated', 'expiry', 'metadata'].toSorted(),
    );
    expect(proxy).toMatchObject({ initiator: owner.username, updated: null });
    expect(proxy.api_id).toMatch(UUID4);
    expect([proxy.created, proxy.expiry]).toEqual([expect.stringMatching(TIME), expect.stringMatching(TIME)]);
    // The token is used in URLs without escaping.
    expect(proxy.token).toMatch(/^[\w.~-]+$/);
    expect(life(proxy)).toBe(60);
    const wish = new Date(Date.now() + 600_000).toISOString();
    // The format of Python's str(datetime): a space instead of the T, no offset.
    expect(life(await open({ expiry: wish.slice(0, -1).replace('T', ' ') }))).toBeGreaterThan(590);
    const long = life(await open({ expiry: '2099-01-01T00:00:00+00:00' }));
    expect([long < 24 * 3600, long > 23 * 3600]).toEqual([true, true]);
    await body(403, nobody.post('metadata/'));
  });

  test('can be set by anyone who has the token, up to 64 kB [9.2, 2.11]', async () => {
    const { token } = await open();
    for (const [caller, metadata] of [
      [nobody, { url: 'http://localhost:8888/a.ipynb' }],
      [other, [1.5, null]],
      [nobody, 'x'.repeat(60_000)],
    ] as const) {
      expect(await body(200, caller.post(`metadata/${token}`, { metadata }))).toBeNull();
      const read = await body(200, user.get(`metadata/${token}`));
      expect(read.metadata).toEqual(metadata);
      expect(read.updated).toMatch(TIME);
    }
    const own = await body(200, user.post(`metadata/${token}`, { metadata: { mine: true } }));
    expect(own).toMatchObject({ token, metadata: { mine: true } });
    await body(413, nobody.post(`metadata/${token}`, { metadata: 'x'.repeat(66_000) }));
    expect((await body(200, user.get(`metadata/${token}`))).metadata).toEqual({ mine: true });
    await body(404, nobody.post('metadata/nothing-of-the-kind', { metadata: {} }));
  });

  test('can be read only by its initiator, as often as a kernel polls [9.3]', async () => {
    const { token } = await open();
    await body(403, other.get(`metadata/${token}`));
    await body(403, nobody.get(`metadata/${token}`));
    await Promise.all(Array.from({ length: 240 }, () => body(200, user.get(`metadata/${token}`))));
  });

  test('is not found after its deletion or expiry [9.4]', async () => {
    const { token } = await open();
    await body(403, other.delete(`metadata/${token}`));
    await body(204, user.delete(`metadata/${token}`));
    await body(404, user.get(`metadata/${token}`));
    await body(404, nobody.post(`metadata/${token}`, { metadata: {} }));
    const brief = await open({ expiry: new Date(Date.now() + 3000).toISOString() });
    await body(200, user.get(`metadata/${brief.token}`));
    await sleep(Date.parse(brief.expiry) - Date.now() + 50);
    await body(404, user.get(`metadata/${brief.token}`));
    await body(404, nobody.post(`metadata/${brief.token}`, { metadata: {} }));
  });

  test('accepts a POST from a page of any origin, with preflight and without cookies; no other route does [1.8]', async () => {
    const { token } = await open();
    const url = `${baseUrl}/api/v1.4.1/metadata/${token}`;
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        ...PAGE,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('content-type');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const posted = await nobody.call('POST', `metadata/${token}`, { json: { metadata: { a: 1 } }, headers: PAGE });
    expect([posted.status, posted.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect((await body(200, user.get(`metadata/${token}`))).metadata).toEqual({ a: 1 });
    await body(403, user.call('POST', 'metadata/', { json: {}, headers: PAGE }));
    await body(403, user.call('DELETE', `metadata/${token}`, { headers: PAGE }));
  });
});
