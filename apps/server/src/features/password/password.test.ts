import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { PASSWORD, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { findByName } from '../user/index.ts';
import { createPasswordService } from './service.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const NEW = 'quite another pass-phrase';
const cookieOf = (headers: Record<string, unknown>): Proof => ({
  cookie: String(headers['set-cookie']).split(';')[0] ?? '',
});
const works = async (proof: Proof) => (await test.call('GET', 'user/', undefined, proof)).status === 200;
const signIn = async (username: string, password = PASSWORD) =>
  cookieOf((await test.call('POST', 'session/', { username, password })).headers);

async function service() {
  return createPasswordService({ db: test.server.database.db, clock: createClock(), publicUrl: new URL('http://a') });
}
async function linkFor(username: string, lifetime = 3_600_000_000) {
  const user = await findByName(test.server.database.db, username);
  if (!user) throw new Error('no user');
  return (await (await service()).offerLink(user, lifetime)).hash.replace('#token=', '');
}

describe('a new password', () => {
  it('needs the old one, ends every other session and token, and leaves API keys alone', async () => {
    const { username, proof } = await test.account();
    const [here, elsewhere] = [await signIn(username), await signIn(username)];
    const key = await test.key(proof);
    const tokens = (await test.call('POST', '/api/token/', { username, password: PASSWORD })).body;
    const change = (current: string, password: string) => test.call('POST', 'password/', { current, password }, here);
    expect((await change('wrong', NEW)).body.code).toBe('wrong_password');
    expect((await change(PASSWORD, 'password1')).body.code).toBe('weak_password');
    expect([await works(elsewhere), await works(proof)]).toEqual([true, true]);
    expect((await change(PASSWORD, NEW)).status).toBe(204);
    expect([await works(here), await works(elsewhere), await works(proof), await works(key.proof)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    const refreshed = await test.call('POST', '/api/token/refresh/', { refresh: tokens.refresh });
    expect(refreshed.body.code).toBe('token_not_valid');
    expect((await test.call('POST', '/api/token/', { username, password: PASSWORD })).status).toBe(401);
    expect((await test.call('POST', '/api/token/', { username, password: NEW })).status).toBe(200);
  });

  it('set with an access token keeps that sign-in', async () => {
    const { username } = await test.account();
    const { access, refresh } = (await test.call('POST', '/api/token/', { username, password: PASSWORD })).body;
    const proof = { authorization: `Bearer ${access}` };
    expect((await test.call('POST', 'password/', { current: PASSWORD, password: NEW }, proof)).status).toBe(204);
    expect(await works(proof)).toBe(true);
    expect((await test.call('POST', '/api/token/refresh/', { refresh })).status).toBe(200);
  });

  it('allows ten failed attempts', async () => {
    const { proof } = await test.account();
    let last = 0;
    for (let attempt = 0; attempt < 11; attempt++)
      last = (await test.call('POST', 'password/', { current: `no ${attempt}`, password: NEW }, proof)).status;
    expect(last).toBe(429);
  });
});

describe('a reset link', () => {
  it('sets a password once, even with ten concurrent uses, and ends all sessions', async () => {
    const { username, proof } = await test.account();
    const session = await signIn(username);
    const [token, second] = [await linkFor(username), await linkFor(username)];
    expect((await test.call('POST', 'password/reset/', { token, password: 'short' })).body.code).toBe('weak_password');
    const uses = await Promise.all(
      // From different addresses: attempts from one address run one after the other.
      Array.from({ length: 10 }, (_, index) =>
        test.call('POST', 'password/reset/', { token, password: NEW }, {}, { remoteAddress: `10.0.1.${index}` }),
      ),
    );
    expect(uses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, ...Array(9).fill(403)]);
    expect([await works(proof), await works(session)]).toEqual([false, false]);
    expect((await test.call('POST', '/api/token/', { username, password: NEW })).status).toBe(200);
    // The other link ended too.
    const late = await test.call('POST', 'password/reset/', { token: second, password: 'a third pass-phrase' });
    expect(late.status).toBe(403);
  });

  it('expires', async () => {
    const { username } = await test.account();
    const token = await linkFor(username, 50_000);
    await new Promise((resolve) => setTimeout(resolve, 80));
    const { status } = await test.call(
      'POST',
      'password/reset/',
      { token, password: NEW },
      {},
      { remoteAddress: '10.0.0.9' },
    );
    expect(status).toBe(403);
  });

  it('is not mailed by a server without mail, which names the administrator instead', async () => {
    const { status, body } = await test.call('POST', 'password/forgot/', { account: 'anybody' });
    expect([status, body.detail]).toEqual([503, expect.stringContaining('administrator')]);
  });
});

describe('sign-ins', () => {
  it('are listed newest first with their origin, and end immediately', async () => {
    const { username, proof } = await test.account();
    const other = await test.call(
      'POST',
      'session/',
      { username, password: PASSWORD },
      {},
      { headers: { 'user-agent': 'A browser' } },
    );
    const session = cookieOf(other.headers);
    const list = async () =>
      (await test.call('GET', 'sign_in/', undefined, session, { headers: { 'user-agent': 'A browser' } })).body;
    expect((await list()).map((one: any) => [one.kind, one.current])).toEqual([
      ['session', true],
      ['refresh', false],
    ]);
    expect((await list())[0]).toMatchObject({ client: 'A browser', address: '127.0.0.1' });
    const [, refresh] = await list();
    const stranger = await test.account();
    const foreign = await test.call('DELETE', `sign_in/${refresh.api_id}/`, undefined, stranger.proof);
    expect(foreign.status).toBe(404);
    expect((await test.call('DELETE', `sign_in/${refresh.api_id}/`, undefined, session)).status).toBe(204);
    expect(await works(proof)).toBe(false);
    const third = await signIn(username);
    expect((await test.call('DELETE', 'sign_in/', undefined, session)).status).toBe(204);
    expect([await works(third), await works(session)]).toEqual([false, true]);
  });
});
