import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mail, Message } from '../../kernel/mail.ts';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { createPasswordService } from '../password/index.ts';
import { findByName } from '../user/index.ts';
import { revokeLeaked } from './service/leaks.ts';
import { createKeyCare } from './service/notices.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
const mails: Message[] = [];
const mail: Mail = {
  enabled: true,
  send: (message) => void mails.push(message),
  later: () => undefined,
  close: async () => undefined,
};
const publicUrl = new URL('https://figures.example.org');
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_API_KEY_MAX_DAYS: '90', GOFIGR_API_KEY_REQUESTS: '20' });
  owner = await test.account();
});
afterAll(() => test.close());

const DAY = 86_400_000_000;
const by = (token: string): Proof => ({ authorization: `Token ${token}` });
const status = async (token: string) => (await test.call('GET', 'user/', undefined, by(token))).status;
const set = (id: string, fields: object) =>
  test.server.database.db.updateTable('credentials').set(fields).where('id', '=', id).execute();
const events = async (id: string, as = owner.proof) =>
  (await test.call('GET', `api_key/${id}/log/`, undefined, as)).body.entries.map(
    (entry: { event: string }) => entry.event,
  );
const careAt = (now: number, unusedDays = 0) =>
  createKeyCare({ db: test.server.database.db, clock: { now: () => now }, mail, publicUrl, unusedDays })();
const now = () => Date.now() * 1000;

describe('the expiry of a key', () => {
  it('is mailed to the owner once each 7 days before, 1 day before, and when it comes', async () => {
    const { id } = await test.key(owner.proof, { name: 'Laptop' });
    const expiry = now() + 30 * DAY;
    await set(id, { expiry });
    mails.length = 0;
    for (const left of [8, 6.9, 6, 0.9, 0.5, -0.1, -1]) await careAt(expiry - left * DAY);
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [`${owner.username}@example.org`, 'A GoFigr API key expires soon'],
      [`${owner.username}@example.org`, 'A GoFigr API key expires soon'],
      [`${owner.username}@example.org`, 'A GoFigr API key has expired'],
    ]);
    expect(mails[0]?.text).toContain('"Laptop"');
    expect(await events(id)).toEqual(['key_expired', 'key_created']);
    // A later date restarts the notices.
    await test.call('PATCH', `api_key/${id}/`, { expiry: null }, owner.proof);
    await set(id, { expiry });
    await careAt(expiry - DAY / 2);
    expect(mails).toHaveLength(4);
  });

  it('is mailed once if two servers check at the same time', async () => {
    const { id } = await test.key(owner.proof);
    const expiry = now() + 3 * DAY;
    await set(id, { expiry });
    mails.length = 0;
    await Promise.all([careAt(now()), careAt(now())]);
    expect(mails).toHaveLength(1);
  });

  it('is in a header of every answer in the last 7 days', async () => {
    const key = await test.key(owner.proof);
    const notice = async () => (await test.call('GET', 'user/', undefined, key.proof)).headers['gofigr-notice'];
    expect(await notice()).toBeUndefined();
    await set(key.id, { expiry: now() + 2 * DAY });
    expect(await notice()).toMatch(/^This API key expires on \d{4}-\d\d-\d\d\./);
    await set(key.id, { expiry: null });
    await test.call('POST', `api_key/${key.id}/rotate/`, { grace_hours: 24 }, owner.proof);
    expect(await notice()).toMatch(/new secret.* stops working on \d{4}-\d\d-\d\d\./);
  });

  it('is limited by the server, which sets the latest date if a client sends none', async () => {
    const key = await test.call('POST', 'api_key/', { name: 'k' }, owner.proof);
    const days = (Date.parse(key.body.expiry) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(90);
    const late = { name: 'k', expiry: new Date(Date.now() + 91 * 86_400_000).toISOString() };
    const refused = await test.call('POST', 'api_key/', late, owner.proof);
    expect([refused.status, refused.body.errors?.[0].path]).toEqual([400, 'expiry']);
    const changed = await test.call('PATCH', `api_key/${key.body.api_id}/`, { expiry: late.expiry }, owner.proof);
    expect(changed.status).toBe(400);
  });
});

describe('an unused key', () => {
  it('is revoked after the days of the setting, counted from its last use or its creation', async () => {
    const other = await test.account();
    const [unused, used, fresh] = [
      await test.key(other.proof),
      await test.key(other.proof),
      await test.key(other.proof),
    ];
    await set(unused.id, { created: now() - 400 * DAY });
    await set(used.id, { created: now() - 400 * DAY, last_used: now() - 300 * DAY });
    await careAt(now());
    expect((await test.call('GET', 'api_key/', undefined, other.proof)).body).toHaveLength(3);
    await careAt(now(), 365);
    const left = (await test.call('GET', 'api_key/', undefined, other.proof)).body;
    expect(left.map(({ api_id }: { api_id: string }) => api_id)).toEqual([used.id, fresh.id]);
    expect(await status(unused.token)).toBe(401);
  });
});

describe('a leaked key', () => {
  const report = (credentials: unknown) => test.call('POST', '/api/credentials/revoke', { credentials });

  it('is revoked by a report from anyone, and the answer does not show whether it exists', async () => {
    const other = await test.account();
    const [one, two] = [await test.key(other.proof), await test.key(other.proof)];
    const known = await report([one.token, 'gf_nothing', one.token]);
    const unknown = await report(['gf_nothing']);
    expect([known.status, known.text, unknown.status, unknown.text]).toEqual([202, '', 202, '']);
    expect([await status(one.token), await status(two.token)]).toEqual([401, 200]);
    const audit = (await test.call('GET', 'audit/?event=key_revoked', undefined, other.proof)).body.entries;
    expect(audit[0]).toMatchObject({ object_id: one.id, username: null, details: { reason: 'leaked' } });
    expect(JSON.stringify(audit)).not.toContain(one.token);
  });

  it('is found by a replaced secret that is still valid, and the owner gets a mail', async () => {
    const other = await test.account();
    const key = await test.key(other.proof, { name: 'Found' });
    const { token } = (await test.call('POST', `api_key/${key.id}/rotate/`, { grace_hours: 1 }, other.proof)).body;
    mails.length = 0;
    const { db } = test.server.database;
    await revokeLeaked({ db, clock: { now }, mail, publicUrl }, [key.token], { address: '', client: '' });
    expect(await status(token)).toBe(401);
    expect(mails.map(({ to }) => to)).toEqual([`${other.username}@example.org`]);
    expect(mails[0]?.text).not.toContain(key.token);
  });

  it.each([[[]], [Array.from({ length: 101 }, () => 'x')], ['gf_x'], [[5]], [['x'.repeat(501)]]])(
    'is not looked for in %j',
    async (credentials) => {
      expect((await report(credentials)).body.code).toBe('invalid_request');
    },
  );
});

describe('administrators', () => {
  it('list the keys of all users in pages and revoke them, and see no secret', async () => {
    const [admin, other] = [await test.account(), await test.account()];
    await test.server.database.db
      .updateTable('users')
      .set({ is_staff: 1 })
      .where('username', '=', admin.username)
      .execute();
    const made = [await test.key(other.proof), await test.key(other.proof), await test.key(other.proof)];
    const page = async (after: string | null) =>
      (
        await test.call(
          'GET',
          `admin/api_key/?username=${other.username}&limit=2${after === null ? '' : `&after=${after}`}`,
          undefined,
          admin.proof,
        )
      ).body;
    const first = await page(null);
    const second = await page(first.next);
    const ids = [...first.entries, ...second.entries].map(({ api_id }: { api_id: string }) => api_id);
    expect([ids, second.next]).toEqual([made.map(({ id }) => id), null]);
    expect(first.entries[0]).toMatchObject({ token: null, username: other.username });
    expect((await test.call('DELETE', `admin/api_key/${made[0]?.id}/`, undefined, other.proof)).status).toBe(403);
    expect((await test.call('DELETE', `admin/api_key/${made[0]?.id}/`, undefined, admin.proof)).status).toBe(204);
    expect(await status(made[0]?.token ?? '')).toBe(401);
  });
});

describe('requests', () => {
  it('of one key are limited separately from those of another', async () => {
    const [one, two] = [await test.key(owner.proof), await test.key(owner.proof)];
    for (let count = 0; count < 20; count++) expect(await status(one.token)).toBe(200);
    const stopped = await test.call('GET', 'user/', undefined, one.proof);
    expect([stopped.status, stopped.body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    expect(await status(two.token)).toBe(200);
  });

  it('with refused keys are limited by network, and valid keys still work there', async () => {
    const good = await test.key(owner.proof);
    const from = (address: string, token: string) =>
      test.call('GET', 'user/', undefined, by(token), { remoteAddress: address });
    for (let count = 0; count < 300; count++) expect((await from('198.51.100.7', 'gf_wrong')).status).toBe(401);
    expect((await from('198.51.100.7', 'gf_wrong')).status).toBe(429);
    expect((await from('198.51.100.7', good.token)).status).toBe(200);
    expect((await from('198.51.100.8', 'gf_wrong')).status).toBe(401);
  });
});

describe('a password reset', () => {
  it('revokes the keys only if the request says so', async () => {
    for (const [revoke_keys, after] of [
      [undefined, 200],
      [true, 401],
    ] as const) {
      const other = await test.account();
      const key = await test.key(other.proof);

      const { db } = test.server.database;
      const user = await findByName(db, other.username);
      if (!user) throw new Error('no user');
      const link = await createPasswordService({ db, clock: { now }, publicUrl }).offerLink(user, DAY);
      const token = link.hash.slice('#token='.length);
      const body = { token, password: 'another long pass-phrase', ...(revoke_keys && { revoke_keys }) };
      expect((await test.call('POST', 'password/reset/', body)).status).toBe(204);
      expect(await status(key.token)).toBe(after);
    }
  });
});
