import { describe, expect, test } from 'vitest';
import { body, type Caller, exchange, signIn } from '../src/client.ts';
import { newKey } from '../src/fixture.ts';
import { baseUrl, owner } from '../src/target.ts';

const { host } = new URL(baseUrl);
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;

describe('a request whose connection ends before it is handled', () => {
  const entriesOf = async (user: Caller, id: string) => {
    const { entries } = await body(200, user.get('audit/?event=key_used_from_new_address&limit=50'));
    return entries.filter((entry: any) => entry.object_id === id);
  };

  test('is logged with its address, and does not stop the uses of other keys from being saved', async () => {
    const user = await signIn(owner);
    const [odd, plain] = [await newKey(user), await newKey(user)];
    for (const method of ['POST', 'PUT', 'GET'])
      await exchange(
        lines(
          `${method} /api/v1.4.1/metadata/ HTTP/1.1`,
          `Host: ${host}`,
          `Authorization: Token ${odd.token}`,
          'Transfer-Encoding: xchunked',
        ),
      );
    const used = await fetch(`${baseUrl}/api/v1.4.1/user/`, { headers: { authorization: `Token ${plain.token}` } });
    expect(used.status).toBe(200);
    for (const { api_id } of [plain, odd])
      await expect
        .poll(() => entriesOf(user, api_id))
        .toMatchObject([{ address: expect.stringMatching(/^[\d.]+$|:/) }]);
  });
});

describe('a request that can be read in two ways is refused', () => {
  const statusOf = async (first: string, ...more: string[]) => {
    const answer = await exchange(lines(first, ...more, 'Connection: close'));
    return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
  };
  const info = 'GET /api/v1.4.1/info/ HTTP/1.1';
  const ownHost = `Host: ${host}`;

  test('for naming two hosts', async () => {
    expect(await statusOf(info, ownHost)).toBe(200);
    for (const other of [host, 'elsewhere.example', ''])
      expect([other, await statusOf(info, ownHost, `Host: ${other}`)]).toEqual([other, 400]);
    expect(await statusOf(info, 'Host: elsewhere.example', `hOST: ${host}`)).toBe(400);
    expect(await statusOf(info)).toBe(400);
    for (const odd of [
      `user@${host}`,
      `${host}/`,
      `${host}/a`,
      `${host}?`,
      `${host}#`,
      `${host},${host}`,
      `a ${host}`,
      `${host}\\`,
    ])
      expect([odd, await statusOf(info, `Host: ${odd}`)]).toEqual([odd, expect.toBeOneOf([400, 421])]);
  });

  test('for an address of another host than the header', async () => {
    const at = (authority: string) => `GET http://${authority}/api/v1.4.1/info/ HTTP/1.1`;
    expect(await statusOf(at(host), ownHost)).toBe(200);
    for (const other of ['elsewhere.example', `user@${host}`, ''])
      expect([other, await statusOf(at(other), ownHost)]).toEqual([other, 400]);
    expect(await statusOf(at('elsewhere.example'), 'Host: elsewhere.example')).toBe(421);
  });

  test('for a header that may occur once and occurs twice', async () => {
    for (const [name, value] of [
      ['Authorization', 'Token a'],
      ['Origin', baseUrl],
      ['Content-Type', 'application/json'],
      ['Content-Length', '0'],
    ])
      expect([name, await statusOf(info, ownHost, `${name}: ${value}`, `${name}: ${value}`)]).toEqual([name, 400]);
    // Proxies may split cookies into several headers.
    expect(await statusOf(info, ownHost, 'Cookie: a=1', 'Cookie: b=2')).toBe(200);
  });
});
