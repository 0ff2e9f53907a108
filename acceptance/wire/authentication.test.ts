import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { body, Caller, nobody, signIn, statusWith, withKey } from '../src/client.ts';
import { fixture, newAccount, newKey, newRevision } from '../src/fixture.ts';
import { baseUrl, owner, stranger } from '../src/target.ts';

const { username, password } = owner;
const wrong = () => `no-${randomUUID()}`;

describe('authentication', () => {
  const here = fixture();

  test('a key signs in with the scheme Token [2.1, 3.15]', async () => {
    const key = await newKey(here.user);
    const [self] = await body(200, withKey(key.token).get('user/'));
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
    expect(self.username).toBe(username);
  });

  test('a password as a form gives tokens, and the access token signs in [2.2, 2.7]', async () => {
    const pair = await body(200, nobody.call('POST', '/api/token/', { form: { username, password } }));
    expect(Object.keys(pair).toSorted()).toEqual(['access', 'refresh']);
    expect((await body(200, new Caller(`Bearer ${pair.access}`).get('user/')))[0].username).toBe(username);
  });

  test('a password as JSON gives tokens [2.3]', async () => {
    const pair = await body(200, nobody.post('/api/token/', { username, password }));
    expect((await body(200, new Caller(`Bearer ${pair.access}`).get('user/')))[0].username).toBe(username);
  });

  test('a refresh token, as a form or JSON, gives a new access token [2.5]', async () => {
    const { refresh } = await body(200, nobody.post('/api/token/', { username, password }));
    for (const sent of [{ form: { refresh } }, { json: { refresh } }]) {
      const fresh = await body(200, nobody.call('POST', '/api/token/refresh/', sent));
      expect(Object.keys(fresh)).toEqual(['access']);
      expect((await body(200, new Caller(`Bearer ${fresh.access}`).get('user/')))[0].username).toBe(username);
    }
  });

  test('an invalid refresh token is 401 [2.6]', async () => {
    const { access } = await body(200, nobody.post('/api/token/', { username, password }));
    for (const refresh of [wrong(), access, ''])
      await body(401, nobody.call('POST', '/api/token/refresh/', { form: { refresh } }));
  });

  test('an unknown user and a wrong password get the same 401 [2.4, S.1]', async () => {
    const known = await nobody.post('/api/token/', { username, password: wrong() });
    const unknown = await nobody.post('/api/token/', { username: wrong(), password: wrong() });
    expect([known.status, unknown.status]).toEqual([401, 401]);
    expect(unknown.text).toBe(known.text);
  });

  test('token/ takes the username only, exactly as written [11.33]', async () => {
    const swapped = username.toUpperCase() === username ? username.toLowerCase() : username.toUpperCase();
    for (const name of [swapped, owner.email, ` ${username}`, `${username} `])
      await body(401, nobody.post('/api/token/', { username: name, password }));
  });

  test('correct sign-ins are never limited [11.40]', async () => {
    const { username: name, password: secret } = stranger;
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => nobody.post('/api/token/', { username: name, password: secret })),
      );
      expect(answers.map((one) => one.status)).toEqual(Array(8).fill(200));
    }
  });

  test('guessing is limited with Retry-After and does not affect other users [S.2, 11.40]', async () => {
    const name = wrong().slice(0, 30);
    let limited: Response | undefined;
    for (let guess = 0; guess < 60 && !limited; guess++) {
      const answer = await fetch(`${baseUrl}/api/token/`, {
        method: 'POST',
        body: new URLSearchParams({ username: name, password: wrong() }),
      });
      await answer.arrayBuffer();
      if (answer.status === 429) limited = answer;
      else expect(answer.status).toBe(401);
    }
    expect(limited?.status).toBe(429);
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0);
    await body(200, nobody.post('/api/token/', { username: stranger.username, password: stranger.password }));
  });

  test('a bad access token is 401 with token_not_valid, on public routes too [2.8, 11.29]', async () => {
    const { refresh } = await body(200, nobody.post('/api/token/', { username, password }));
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoxfQ.c2lnbmF0dXJl';
    for (const bad of [wrong(), jwt, refresh]) {
      const caller = new Caller(`Bearer ${bad}`);
      for (const path of ['user/', `workspace/${here.workspace}/`, 'info/']) {
        const answer = await body(401, caller.get(path));
        expect(answer.code, path).toBe('token_not_valid');
        expect(answer.detail, path).toEqual(expect.any(String));
      }
    }
  });

  test('an invalid key is 401, never anonymous, never token_not_valid [2.13, 11.30]', async () => {
    const key = await newKey(here.user);
    await body(204, here.user.delete(`api_key/${key.api_id}/`));
    const { access } = await body(200, nobody.post('/api/token/', { username, password }));
    for (const bad of [wrong(), key.token, `gf_${'a'.repeat(49)}`, access, 'x']) {
      for (const path of ['user/', `workspace/${here.workspace}/`, 'workspace/', 'info/']) {
        const answer = await body(401, withKey(bad).get(path));
        expect(answer.detail, path).toEqual(expect.any(String));
        expect(answer.code, path).not.toBe('token_not_valid');
      }
      await body(401, withKey(bad).post('analysis/', { name: 'x', workspace: here.workspace }));
    }
  });

  test('info/ is public and has the fields that clients read [2.9, 2.19]', async () => {
    const info = await body(200, nobody.get('info/'));
    expect(info.version).toEqual(expect.any(String));
    expect(info.ai_enabled).toBe(false);
    for (const field of ['auth0_domain', 'auth0_cli_client_id', 'auth0_audience']) expect(info).toHaveProperty(field);
  });

  test('on a server whose public URL is not https the auth0 fields are null [2.20]', async () => {
    const info = await body(200, nobody.get('info/'));
    if (String(info.public_url).startsWith('https:')) return;
    expect([info.auth0_domain, info.auth0_cli_client_id, info.auth0_audience]).toEqual([null, null, null]);
  });

  test('an anonymous caller gets 403 on everything that exists [2.12, 11.28]', async () => {
    const revision = await newRevision(here.user, here.figure, [
      { name: 'x', type: 'text', metadata: {}, data: 'eA==' },
    ]);
    const paths = ['user/', `user/${username}/`, 'api_key/', 'workspace/', 'analysis/', 'figure/', 'revision/'];
    for (const [kind, id] of [
      ['workspace', here.workspace],
      ['analysis', here.analysis],
      ['figure', here.figure],
      ['revision', revision.api_id],
    ]) {
      paths.push(`${kind}/${id}/`);
      await body(403, nobody.put(`${kind}/${id}/`, { name: 'mine' }));
      await body(403, nobody.patch(`${kind}/${id}/`, { name: 'mine' }));
      await body(403, nobody.delete(`${kind}/${id}/`));
    }
    paths.push(`data/${revision.data[0].api_id}/`, `workspace/${here.workspace}/members/`);
    paths.push(`workspace/${here.workspace}/log/`, `analysis/${here.analysis}/log/`);
    paths.push(`workspace/${here.workspace}/recent/`, `figure/${here.figure}/thumbnail/64`);
    for (const path of paths) expect((await nobody.get(path)).status, path).toBe(403);
    await body(403, nobody.post('workspace/', { name: 'x' }));
    await body(403, nobody.post('analysis/', { name: 'x', workspace: here.workspace }));
    await body(403, nobody.post('figure/', { name: 'x', analysis: here.analysis }));
    await body(403, nobody.post('revision/', { figure: here.figure, metadata: {}, data: [] }));
    await body(403, nobody.post('api_key/', { name: 'x' }));
    await body(403, nobody.post('short_id_prefix/reserve/'));
  });

  test('failed sign-ins for a name do not stop a signed-in user from changing the password [S.22]', async () => {
    const account = await newAccount(here.user);
    const user = await signIn(account);
    const guess = () => nobody.post('/api/token/', { username: account.username, password: wrong() });
    for (let tries = 0; tries < 10; tries++) await body(401, guess());
    await body(429, guess());
    await body(429, nobody.post('session/', account));
    const change = (current: string) => user.post('password/', { current, password: `pass-phrase ${wrong()}` });
    await body(400, change(wrong()));
    await body(204, change(account.password));
  });

  test('a write from another site is refused, whatever its credentials [S.3]', async () => {
    const json = { name: 'x', workspace: here.workspace };
    for (const origin of ['https://evil.example', 'null', `${baseUrl}.evil.example`]) {
      const sent = { json, headers: { origin } };
      await body(403, here.user.call('POST', 'analysis/', sent));
      await body(403, nobody.call('POST', '/api/token/', { json: { username, password }, headers: { origin } }));
      await body(403, nobody.call('POST', 'session/', { json: { username, password }, headers: { origin } }));
    }
  });

  test('no page of another origin can read an answer [S.3]', async () => {
    const answer = await fetch(`${baseUrl}/api/v1.4.1/info/`, { headers: { origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('an unknown Host is refused [S.4]', async () => {
    const plain = new URL(baseUrl).host;
    expect(await statusWith('/api/v1.4.1/info/', { host: plain })).toBe(200);
    for (const path of ['/api/v1.4.1/info/', '/', '/api/v1.4.1/user/']) {
      const status = await statusWith(path, { host: 'rebound.example' });
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
    }
  });

  test('a web session is an HttpOnly SameSite=Lax cookie that signing out ends [S.7]', async () => {
    const opened = await nobody.post('session/', { username: stranger.username, password: stranger.password });
    expect(opened.status).toBe(200);
    expect(opened.body.user.username).toBe(stranger.username);
    const [cookie = ''] = opened.headers.getSetCookie();
    expect(cookie).toMatch(/;\s*HttpOnly/i);
    expect(cookie).toMatch(/;\s*SameSite=Lax/i);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await body(200, nobody.call('GET', 'user/', { headers })))[0].username).toBe(stranger.username);
    await body(
      403,
      nobody.call('POST', 'workspace/', {
        json: { name: 'x' },
        headers: { ...headers, origin: 'https://evil.example' },
      }),
    );
    await body(204, nobody.call('DELETE', 'session/', { headers }));
    expect((await nobody.call('GET', 'user/', { headers })).status).toBeGreaterThanOrEqual(401);
    expect((await body(200, nobody.call('GET', 'session/', { headers }))).user).toBeNull();
  });

  test('set-up is refused once there is an account [S.8]', async () => {
    const sent = { token: wrong(), username: wrong().slice(0, 20), email: 'x@example.org', password: randomUUID() };
    await body(403, nobody.post('setup/', sent));
  });
});
