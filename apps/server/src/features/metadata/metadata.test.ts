import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Clock } from '../../kernel/clock.ts';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';

let later = 0;
let tick = 0;
const clock: Clock = { now: () => Date.now() * 1000 + later + tick++ };
let test: TestServer;
let ada: { username: string; proof: Proof };
let other: { proof: Proof };
beforeAll(async () => {
  test = await startTestServer({}, { clock });
  ada = await test.account('ada');
  other = await test.account();
});
afterAll(() => test.close());

const open = async (fields: object = {}) => (await test.call('POST', 'metadata/', fields, ada.proof)).body;
const page = { headers: { origin: 'http://jupyter.example:8888' } };

it('a notebook page of another origin fills the proxy without signing in, and its kernel reads it', async () => {
  const proxy = await open();
  expect(proxy).toMatchObject({ initiator: 'ada', updated: null, metadata: {} });
  const preflight = await test.server.http.inject({
    method: 'OPTIONS',
    url: `/api/v1.4.1/metadata/${proxy.token}`,
    headers: { host: 'localhost', ...page.headers, 'access-control-request-method': 'POST' },
  });
  expect([preflight.statusCode, preflight.headers['access-control-allow-origin']]).toEqual([204, '*']);
  const posted = await test.call(
    'POST',
    `metadata/${proxy.token}`,
    { metadata: { url: 'http://x/a.ipynb' } },
    {},
    page,
  );
  expect([posted.status, posted.text, posted.headers['access-control-allow-origin']]).toEqual([200, 'null', '*']);
  const read = await test.call('GET', `metadata/${proxy.token}`, undefined, ada.proof);
  expect(read.body).toMatchObject({ metadata: { url: 'http://x/a.ipynb' }, token: proxy.token });
  expect(read.body.updated).not.toBeNull();
});

it('its initiator gets it back when posting', async () => {
  const { token } = await open();
  const posted = await test.call('POST', `metadata/${token}/`, { metadata: [1.5] }, ada.proof);
  expect(posted.body).toMatchObject({ token, metadata: [1.5] });
});

it('no other user and no other page can read or close it', async () => {
  const { token } = await open();
  expect((await test.call('GET', `metadata/${token}`, undefined, other.proof)).status).toBe(403);
  expect((await test.call('GET', `metadata/${token}`)).status).toBe(403);
  expect((await test.call('DELETE', `metadata/${token}`, undefined, other.proof)).status).toBe(403);
  expect((await test.call('GET', `metadata/${token}`, undefined, ada.proof, page)).status).toBe(403);
  expect((await test.call('DELETE', `metadata/${token}`, undefined, ada.proof)).status).toBe(204);
  expect((await test.call('GET', `metadata/${token}`, undefined, ada.proof)).status).toBe(404);
});

it('lives for a minute, or as long as requested, but less than a day', async () => {
  const seconds = ({ created, expiry }: { created: string; expiry: string }) =>
    (Date.parse(expiry) - Date.parse(created)) / 1000;
  const short = await open();
  expect(seconds(short)).toBe(60);
  expect(seconds(await open({ expiry: '2099-01-01 00:00:00' }))).toBeLessThan(24 * 3600);
  later = 61_000_000;
  expect((await test.call('GET', `metadata/${short.token}`, undefined, ada.proof)).status).toBe(404);
  expect((await test.call('POST', `metadata/${short.token}`, { metadata: {} })).status).toBe(404);
  later = 0;
});

it('accepts at most 64 kB, and a limited number of posts from one address', async () => {
  const { token } = await open();
  const large = await test.call('POST', `metadata/${token}`, { metadata: 'x'.repeat(70_000) });
  expect([large.status, large.body.code]).toEqual([413, 'body_too_large']);
  let last = 200;
  for (let count = 0; count < 125; count++)
    last = (await test.call('POST', `metadata/${token}`, { metadata: count })).status;
  expect(last).toBe(429);
  expect((await test.call('GET', `metadata/${token}`, undefined, ada.proof)).status).toBe(200);
});
