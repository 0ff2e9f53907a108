import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof };
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const by = (token: string): Proof => ({ authorization: `Token ${token}` });
const status = async (token: string) => (await test.call('GET', 'user/', undefined, by(token))).status;
const on = (path: string, body?: object) => test.call('POST', path, body, owner.proof);

describe('rotating a key', () => {
  beforeAll(async () => {
    owner = await test.account();
  });

  it('gives a new secret with the same name and rights, and the old one is refused at once', async () => {
    const fields = { name: 'k', permission: 'publish', addresses: ['127.0.0.1'], expiry: '2100-01-01T00:00:00+00:00' };
    const key = (await on('api_key/', fields)).body;
    const rotated = (await on(`api_key/${key.api_id}/rotate/`, {})).body;
    expect(rotated).toEqual({ ...key, token: rotated.token, last_used: null });
    expect(rotated.token).not.toBe(key.token);
    expect([await status(key.token), await status(rotated.token)]).toEqual([401, 200]);
    expect((await test.call('GET', 'api_key/', undefined, owner.proof)).body).toHaveLength(1);
  });

  it('keeps the old secret for a grace period or until the next rotation, and a revocation ends both', async () => {
    const key = (await on('api_key/', { name: 'k' })).body;
    const second = (await on(`api_key/${key.api_id}/rotate/`, { grace_hours: 24 })).body;
    expect(second.previous_expiry).not.toBeNull();
    expect([await status(key.token), await status(second.token)]).toEqual([200, 200]);
    const third = (await on(`api_key/${key.api_id}/rotate/`, { grace_hours: 1 })).body;
    expect([await status(key.token), await status(second.token), await status(third.token)]).toEqual([401, 200, 200]);
    await test.server.database.db
      .updateTable('credentials')
      .set({ previous_expiry: 1 })
      .where('id', '=', key.api_id)
      .execute();
    expect([await status(second.token), await status(third.token)]).toEqual([401, 200]);
    const fourth = (await on(`api_key/${key.api_id}/rotate/`, { grace_hours: 168 })).body;
    expect((await test.call('DELETE', `api_key/${key.api_id}/`, undefined, owner.proof)).status).toBe(204);
    expect([await status(third.token), await status(fourth.token)]).toEqual([401, 401]);
    expect((await on(`api_key/${key.api_id}/rotate/`, {})).status).toBe(404);
  });

  it.each([-1, 169, '24', 1e9])('refuses a grace of %j', async (grace_hours) => {
    const key = (await on('api_key/', { name: 'k' })).body;
    expect((await on(`api_key/${key.api_id}/rotate/`, { grace_hours })).body.code).toBe('invalid_request');
    expect(await status(key.token)).toBe(200);
  });

  it('accepts a grace period with a decimal point, as Python writes it', async () => {
    const key = (await on('api_key/', { name: 'k' })).body;
    const answer = await test.call('POST', `api_key/${key.api_id}/rotate/`, undefined, owner.proof, {
      payload: '{"grace_hours": 1.0}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(200);
    expect(await status(key.token)).toBe(200);
  });

  it('is refused to the key itself, and for keys of other users', async () => {
    const key = (await on('api_key/', { name: 'k' })).body;
    const other = await test.account();
    const path = `api_key/${key.api_id}/rotate/`;
    expect((await test.call('POST', path, {}, by(key.token))).body.code).toBe('not_with_a_key');
    expect((await test.call('POST', path, {}, other.proof)).status).toBe(404);
    expect(await status(key.token)).toBe(200);
  });

  it('at the same time as a revocation leaves no valid secret, 100 times', async () => {
    for (let round = 0; round < 100; round++) {
      const key = (await on('api_key/', { name: 'k' })).body;
      const [rotated, revoked] = await Promise.all([
        on(`api_key/${key.api_id}/rotate/`, { grace_hours: 24 }),
        test.call('DELETE', `api_key/${key.api_id}/`, undefined, owner.proof),
      ]);
      expect(revoked.status).toBe(204);
      expect([200, 404]).toContain(rotated.status);
      expect(await status(key.token)).toBe(401);
      if (rotated.status === 200) expect(await status(rotated.body.token)).toBe(401);
    }
  });
});

describe('disabling a key', () => {
  it('refuses requests with the text for unknown keys, until the key is enabled', async () => {
    owner = await test.account();
    const key = (await on('api_key/', { name: 'k' })).body;
    const disabled = (await on(`api_key/${key.api_id}/disable/`)).body;
    expect(disabled.disabled).not.toBeNull();
    const refused = await test.call('GET', 'user/', undefined, by(key.token));
    const unknown = await test.call('GET', 'user/', undefined, by('gf_nonsense'));
    expect([refused.status, refused.body]).toEqual([401, unknown.body]);
    expect((await on(`api_key/${key.api_id}/disable/`)).body.disabled).toBe(disabled.disabled);
    expect((await on(`api_key/${key.api_id}/enable/`)).body.disabled).toBeNull();
    expect(await status(key.token)).toBe(200);
    await test.call('DELETE', `api_key/${key.api_id}/`, undefined, owner.proof);
    expect((await on(`api_key/${key.api_id}/enable/`)).status).toBe(404);
    expect(await status(key.token)).toBe(401);
  });
});

describe('an expired key', () => {
  it('shows its expiry only to a caller with the exact secret', async () => {
    owner = await test.account();
    const key = (await on('api_key/', { name: 'k', expiry: '2100-01-01T00:00:00+00:00' })).body;
    const expire = (expiry: number) =>
      test.server.database.db.updateTable('credentials').set({ expiry }).where('id', '=', key.api_id).execute();
    await expire(Date.UTC(2020, 0, 31) * 1000);
    const { body } = await test.call('GET', 'user/', undefined, by(key.token));
    expect(body).toMatchObject({ code: 'key_not_valid', detail: expect.stringContaining('expired on 2020-01-31') });
    const wrong = await test.call('GET', 'user/', undefined, by(`${key.token.slice(0, -1)}_`));
    expect(wrong.body.detail).not.toContain('expired on');
    expect((await on(`api_key/${key.api_id}/rotate/`, {})).body.code).toBe('invalid_request');
    const renewed = await test.call('PATCH', `api_key/${key.api_id}/`, { expiry: null }, owner.proof);
    expect(renewed.body.expiry).toBeNull();
    expect(await status(key.token)).toBe(200);
  });
});

describe('expiry', () => {
  it('takes effect to the microsecond', async () => {
    const start = Date.UTC(2031, 0, 1) * 1000;
    let time = start;
    const own = await startTestServer({}, { clock: { now: () => time } });
    try {
      const { proof } = await own.account();
      const key = await own.key(proof, { expiry: '2031-01-01 00:30:00+00:00' });
      const use = async () => (await own.call('GET', 'user/', undefined, key.proof)).status;
      const expiry = start + 30 * 60_000_000;
      for (const [moment, wanted] of [
        [expiry - 1, 200],
        [expiry, 401],
        [expiry - 1, 200],
        [expiry + 1, 401],
      ] as const) {
        time = moment;
        expect(await use()).toBe(wanted);
      }
    } finally {
      await own.close();
    }
  });
});

describe('the log of a key', () => {
  it('lists its events, newest first, and never a secret', async () => {
    owner = await test.account();
    const key = (await on('api_key/', { name: 'k' })).body;
    await test.call('PATCH', `api_key/${key.api_id}/`, { name: 'K' }, owner.proof);
    await on(`api_key/${key.api_id}/rotate/`, { grace_hours: 1 });
    await on(`api_key/${key.api_id}/disable/`);
    await on(`api_key/${key.api_id}/enable/`);
    const { body, text } = await test.call('GET', `api_key/${key.api_id}/log/`, undefined, owner.proof);
    expect(body.entries.map(({ event }: { event: string }) => event)).toEqual([
      'key_enabled',
      'key_disabled',
      'key_rotated',
      'key_changed',
      'key_created',
    ]);
    expect(text).not.toContain(key.token);
    expect(body.published).toEqual({ revisions: 0, newest: null });
  });
});
