import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issue } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PASSWORD, startTestServer, type TestServer } from '../../testing/index.ts';
import { createPasswordService } from '../password/index.ts';
import { findByName } from '../user/index.ts';

const HOUR = 3_600_000_000;
let later = 0;
let tick = 0;
const clock: Clock = { now: () => Date.now() * 1000 + later + tick++ };

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer({}, { clock });
  await test.account('ada');
});
afterAll(() => test.close());

const signIn = (username: string, password: string) => test.call('POST', 'session/', { username, password });
const cookieOf = (answer: Awaited<ReturnType<typeof signIn>>) => String(answer.headers['set-cookie']);

describe('signing in', () => {
  it('sets a cookie that scripts and other sites can not read', async () => {
    const cookie = cookieOf(await signIn('ada', PASSWORD));
    expect(cookie).toMatch(/^gofigr_session=\S+;.*HttpOnly/);
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).not.toContain('Secure');
  });

  describe('where the public address is https', () => {
    let secure: TestServer;
    beforeAll(async () => {
      secure = await startTestServer({ GOFIGR_PUBLIC_URL: 'https://figures.example.org' });
      await secure.account('ada');
    });
    afterAll(() => secure.close());

    const begin = async () => {
      const answer = await secure.call('POST', 'session/', { username: 'ada', password: PASSWORD });
      const text = String(answer.headers['set-cookie']);
      return { text, token: /=([^;]+)/.exec(text)?.[1] ?? '' };
    };
    const userOf = async (cookie: string) =>
      (await secure.call('GET', 'session/', undefined, { cookie })).body.user?.username;

    it('the cookie is Secure, and no neighbouring host can set it', async () => {
      const { text, token } = await begin();
      expect(text).toMatch(/^__Host-gofigr_session=\S+; .*Path=\/; HttpOnly; Secure/);
      expect(text).not.toContain('Domain');
      expect(await userOf(`__Host-gofigr_session=${token}`)).toBe('ada');
      expect(await userOf(`gofigr_session=${token}`)).toBeUndefined();
    });

    it('sign-out clears the same cookie name', async () => {
      const { token } = await begin();
      const cookie = `__Host-gofigr_session=${token}`;
      const answer = await secure.call('DELETE', 'session/', undefined, { cookie });
      expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-gofigr_session=; .*Secure/);
      expect(await userOf(cookie)).toBeUndefined();
    });

    it('a session from before the name change stays valid', async () => {
      const { id } = await secure.server.database.db.selectFrom('users').select('id').executeTakeFirstOrThrow();
      const issued = await issue(secure.server.database.db, clock, 'session', id);
      expect(await userOf(`gofigr_session=${issued.token}`)).toBe('ada');
    });
  });

  it('answers an unknown user like a wrong password, byte for byte', async () => {
    const [unknown, wrong] = [await signIn('nobody', PASSWORD), await signIn('ada', 'wrong password')];
    expect([unknown.status, unknown.text]).toEqual([401, wrong.text]);
    expect(wrong.status).toBe(401);
  });

  it('needs the exact username', async () => {
    expect((await signIn('ADA', PASSWORD)).status).toBe(401);
  });

  describe('with a mail address', () => {
    const write = (username: string, email: string) =>
      test.server.database.db.updateTable('users').set({ email }).where('username', '=', username).execute();

    it('enters the account that has it, in any case, and only the web app', async () => {
      await test.account('mailed');
      await write('mailed', 'Mailed@Example.org');
      expect((await signIn('mailed@example.ORG', PASSWORD)).body.user.username).toBe('mailed');
      expect((await signIn('mailed@example.org', 'wrong password')).status).toBe(401);
      const token = await test.call('POST', '/api/token/', { username: 'mailed@example.org', password: PASSWORD });
      expect(token.status).toBe(401);
    });

    it('is refused if two accounts have it', async () => {
      for (const name of ['twin', 'other_twin']) {
        await test.account(name);
        await write(name, 'twins@example.org');
      }
      expect((await signIn('twins@example.org', PASSWORD)).status).toBe(401);
      expect((await signIn('twin', PASSWORD)).status).toBe(200);
    });

    it('never enters the account of somebody who took the address as a username', async () => {
      await test.account('named');
      await test.account('named@example.org');
      expect((await signIn('named@example.org', PASSWORD)).body.user.username).toBe('named@example.org');
    });

    it('counts failed attempts for the account, by whichever name', async () => {
      await test.account('counted');
      for (let attempt = 0; attempt < 5; attempt++) await signIn('counted', `guess ${attempt}`);
      for (const name of ['counted@example.org', 'COUNTED@example.org', 'counted@Example.org'])
        for (let attempt = 0; attempt < 2; attempt++) await signIn(name, `guess ${attempt}`);
      expect((await signIn('counted', PASSWORD)).status).toBe(429);
      expect((await signIn('counted@example.org', PASSWORD)).status).toBe(429);
    });
  });

  it('ends on the server after sign-out', async () => {
    const cookie = cookieOf(await signIn('ada', PASSWORD)).split(';')[0] ?? '';
    expect((await test.call('GET', 'user/', undefined, { cookie })).status).toBe(200);
    expect((await test.call('DELETE', 'session/', undefined, { cookie })).status).toBe(204);
    expect((await test.call('GET', 'user/', undefined, { cookie })).status).toBe(403);
  });

  it('answers too many failed attempts with 429 and Retry-After, even with the right password, and only for that name', async () => {
    await test.account('guessed');
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await signIn('guessed', `guess ${attempt}`)).status).toBe(401);
    const stopped = await signIn('guessed', PASSWORD);
    expect([stopped.status, stopped.body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn('ada', PASSWORD)).status).toBe(200);
  });

  it('also limits concurrent failed attempts', async () => {
    await test.account('raced');
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => signIn('raced', `guess ${index}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  it('ends the session that it replaces', async () => {
    const old = cookieOf(await signIn('ada', PASSWORD)).split(';')[0] ?? '';
    await test.call('POST', 'session/', { username: 'ada', password: PASSWORD }, { cookie: old });
    expect((await test.call('GET', 'user/', undefined, { cookie: old })).status).toBe(403);
  });

  it('never counts successful sign-ins', async () => {
    for (let attempt = 0; attempt < 15; attempt++) expect((await signIn('ada', PASSWORD)).status).toBe(200);
  });
});

describe("other callers' failed attempts", () => {
  const from = (remoteAddress: string) => ({ remoteAddress });
  const tryFrom = async (address: string, username: string, password = 'wrong', path = 'session/') =>
    (await test.call('POST', path, { username, password }, {}, from(address))).status;
  const guess = async (times: number, address: string, username: (index: number) => string) => {
    for (let attempt = 0; attempt < times; attempt++) await tryFrom(address, username(attempt));
  };

  it('do not lock users out of networks that they used within 30 days, but of all others', async () => {
    const { username } = await test.account();
    expect(await tryFrom('192.0.2.1', username, PASSWORD)).toBe(200);
    expect(await tryFrom('2001:db8:1:2::1', username, PASSWORD, '/api/token/')).toBe(200);
    for (let address = 1; address <= 10; address++) await guess(10, `198.51.100.${address}`, () => username);
    for (const path of ['session/', '/api/token/']) {
      expect(await tryFrom('203.0.113.1', username, PASSWORD, path)).toBe(429);
      expect(await tryFrom('192.0.2.1', username, PASSWORD, path)).toBe(200);
      expect(await tryFrom('2001:db8:1:2:ffff::9', username, PASSWORD, path)).toBe(200);
      expect(await tryFrom('2001:db8:1:3::1', username, PASSWORD, path)).toBe(429);
    }
    later = 30 * 24 * HOUR + 1;
    const forgotten = await tryFrom('192.0.2.1', username, PASSWORD);
    later = 0;
    expect(forgotten).toBe(429);
  });

  it('from a shared address lock out only users who have not signed in there', async () => {
    for (const name of ['neighbour', 'newcomer']) await test.account(name);
    expect(await tryFrom('192.0.2.9', 'neighbour', PASSWORD)).toBe(200);
    await guess(100, '192.0.2.9', (index) => `nobody${index}`);
    expect(await tryFrom('192.0.2.9', 'newcomer', PASSWORD)).toBe(429);
    expect(await tryFrom('192.0.2.9', 'neighbour', PASSWORD)).toBe(200);
    // The limit of this name from this network stays.
    await guess(10, '192.0.2.9', () => 'neighbour');
    expect(await tryFrom('192.0.2.9', 'neighbour', PASSWORD)).toBe(429);
  });

  it('are counted per /64 of an IPv6 address', async () => {
    await test.account('sixth');
    for (let attempt = 0; attempt < 10; attempt++) await tryFrom(`2001:db8:9:9::${attempt}`, 'sixth');
    expect(await tryFrom('2001:db8:9:9:1::1', 'sixth', PASSWORD)).toBe(429);
  });

  it('do not stop a signed-in user from changing the password', async () => {
    const { username, proof } = await test.account();
    for (let address = 1; address <= 10; address++) await guess(10, `198.51.100.${address}`, () => username);
    await guess(10, '127.0.0.1', () => username);
    const change = { current: PASSWORD, password: 'quite another pass-phrase' };
    expect((await test.call('POST', 'password/', change, proof)).status).toBe(204);
  });

  it('at a password change are limited to ten per user over all sessions, and do not limit sign-ins', async () => {
    const { username, proof } = await test.account();
    const statuses = await Promise.all(
      Array.from({ length: 15 }, async (_, index) => {
        const sent = { current: `no ${index}`, password: 'quite another pass-phrase' };
        return (await test.call('POST', 'password/', sent, proof, from(`198.51.100.${index}`))).status;
      }),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect(await tryFrom('127.0.0.1', username, PASSWORD)).toBe(200);
  });

  it('with reset links are limited, and do not stop a valid link', async () => {
    const { username } = await test.account();
    const { db } = test.server.database;
    const user = await findByName(db, username);
    if (!user) throw new Error('no user');
    const passwords = createPasswordService({ db, clock, publicUrl: new URL('http://a') });
    const token = (await passwords.offerLink(user, HOUR)).hash.replace('#token=', '');
    const reset = async (sent: string) =>
      (await test.call('POST', 'password/reset/', { token: sent, password: 'quite another pass-phrase' })).status;
    for (let attempt = 0; attempt < 10; attempt++) expect(await reset(`gfreset_${attempt}`)).toBe(403);
    expect(await reset('gfreset_11')).toBe(429);
    expect(await reset(token)).toBe(204);
  });
});

describe('tokens', () => {
  it('refresh access tokens until they expire', async () => {
    const { body: pair } = await test.call('POST', '/api/token/', { username: 'ada', password: PASSWORD });
    const as = (token: string) => ({ authorization: `Bearer ${token}` });
    expect((await test.call('GET', 'user/', undefined, as(pair.access))).status).toBe(200);

    later = HOUR + 1_000_000;
    const expired = await test.call('GET', 'user/', undefined, as(pair.access));
    expect([expired.status, expired.body.code]).toEqual([401, 'token_not_valid']);
    const renewed = await test.call('POST', '/api/token/refresh/', { refresh: pair.refresh });
    expect((await test.call('GET', 'user/', undefined, as(renewed.body.access))).status).toBe(200);

    later = 31 * 24 * HOUR;
    expect((await test.call('POST', '/api/token/refresh/', { refresh: pair.refresh })).status).toBe(401);
    later = 0;
  });

  it('can not replace one another', async () => {
    const { body: pair } = await test.call('POST', '/api/token/', { username: 'ada', password: PASSWORD });
    const refresh = { authorization: `Bearer ${pair.refresh}` };
    expect((await test.call('GET', 'user/', undefined, refresh)).status).toBe(401);
    expect((await test.call('POST', '/api/token/refresh/', { refresh: pair.access })).status).toBe(401);
    expect((await test.call('GET', 'user/', undefined, { authorization: `Token ${pair.access}` })).status).toBe(401);
  });

  it('are stored only as hashes', async () => {
    const { body: pair } = await test.call('POST', '/api/token/', { username: 'ada', password: PASSWORD });
    const rows = await test.server.database.db.selectFrom('credentials').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(pair.access);
    expect(rows.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });
});
