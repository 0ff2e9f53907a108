import { describe, expect, it } from 'vitest';
import { GoFigr } from './gofigr.ts';
import { cannedFetch, json, type Sent } from './test-fetch.ts';

/** A server whose access tokens can be made to expire. Counts the requests. */
function passwordServer() {
  const state = { access: 0, refreshes: true, valid: true, calls: { token: 0, refresh: 0, user: 0 } };
  const answer = ({ path, body, headers }: Sent): Response => {
    if (path === '/api/token/') {
      state.calls.token++;
      if (body.password !== 'right') return json(401, { code: 'sign_in_failed', detail: 'Wrong.' });
      return json(200, { access: `access-${++state.access}`, refresh: 'refresh' });
    }
    if (path === '/api/token/refresh/') {
      state.calls.refresh++;
      if (!state.refreshes) return json(401, { code: 'token_not_valid' });
      return json(200, { access: `access-${++state.access}` });
    }
    state.calls.user++;
    const isValid = state.valid && headers.get('authorization') === `Bearer access-${state.access}`;
    return isValid ? json(200, [{ username: 'alice' }]) : json(401, { code: 'token_not_valid', detail: 'Expired.' });
  };
  const { fetch } = cannedFetch(answer);
  const sign = (password = 'right') => new GoFigr({ username: 'alice', password, fetch });
  return { state, sign };
}

describe('a password', () => {
  it('is sent once for many requests at the same time', async () => {
    const { state, sign } = passwordServer();
    const gofigr = sign();
    await Promise.all(Array.from({ length: 10 }, () => gofigr.users.me()));
    expect(state.calls).toEqual({ token: 1, refresh: 0, user: 10 });
  });

  it('that is wrong is tried once and not again', async () => {
    const { state, sign } = passwordServer();
    await expect(sign('wrong').users.me()).rejects.toMatchObject({ code: 'sign_in_failed', status: 401 });
    expect(state.calls.token).toBe(1);
  });

  it('is not needed while the token can be refreshed, once for all requests', async () => {
    const { state, sign } = passwordServer();
    const gofigr = sign();
    await gofigr.users.me();
    state.access++;
    const names = await Promise.all(Array.from({ length: 5 }, async () => (await gofigr.users.me()).username));
    expect(names).toEqual(Array(5).fill('alice'));
    expect(state.calls).toMatchObject({ token: 1, refresh: 1 });
  });

  it('is sent again when the refresh token has expired too', async () => {
    const { state, sign } = passwordServer();
    const gofigr = sign();
    await gofigr.users.me();
    state.access++;
    state.refreshes = false;
    expect((await gofigr.users.me()).username).toBe('alice');
    expect(state.calls).toMatchObject({ token: 2, refresh: 1 });
  });

  it('is not sent endlessly when new tokens are refused too', async () => {
    const { state, sign } = passwordServer();
    state.valid = false;
    await expect(sign().users.me()).rejects.toMatchObject({ code: 'token_not_valid' });
    expect(state.calls).toEqual({ token: 1, refresh: 1, user: 2 });
  });
});

it('an API key is never refreshed, even if a server says that it expired', async () => {
  const { fetch, sent } = cannedFetch(() => json(401, { code: 'token_not_valid' }));
  await expect(new GoFigr({ apiKey: 'a-key-made-elsewhere', fetch }).users.me()).rejects.toMatchObject({ status: 401 });
  expect(sent).toHaveLength(1);
});

it('a username without a password is an error of the program', () => {
  expect(() => new GoFigr({ username: 'alice' })).toThrow(TypeError);
});
