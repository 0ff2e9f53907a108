import { type Operation, operations } from '@gofigr/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proof, plant, startTestServer, type TestServer } from './testing/index.ts';

let test: TestServer;
let owner: { username: string; proof: Proof; workspace: string };
let stranger: { username: string; proof: Proof; workspace: string };
let planted: Awaited<ReturnType<typeof plant>>;
let logId: string;

beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account('owner');
  stranger = await test.account('stranger');
  planted = await plant(test, owner.proof, owner.workspace);
  logId = (await test.call('GET', `analysis/${planted.analysis}/log/`, undefined, owner.proof)).body[0].api_id;
});
afterAll(() => test.close());

/** A request whose path and named objects are valid for the owner. */
function requestOf(operation: Operation): { path: string; body: object | undefined } {
  const kind = operation.path.split('/')[1] ?? '';
  const ids: Record<string, string> = { ...planted, workspace: owner.workspace };
  const path = operation.path
    .replace(':id', ids[kind] ?? planted.revision)
    .replace(':log_id', logId)
    .replace(':size', '64')
    .replace(':username', owner.username)
    .replace(':short_id', 'unknown00');
  const named = typeof operation.access === 'string' ? [] : operation.access.filter((demand) => demand.in === 'body');
  const body = operation.body && Object.fromEntries(named.map(({ key, kind: of }) => [key, ids[of]]));
  // Without it the answer would not end.
  const query = operation.id === 'events.stream' ? '?follow=false' : '';
  return {
    path: { versioned: path.slice(1) + query, bare: `/api${path}`, site: path }[operation.root ?? 'versioned'],
    body,
  };
}

const send = (operation: Operation, as: Proof) => {
  const { path, body } = requestOf(operation);
  // The server counts failed attempts by network.
  const remoteAddress = `10.0.0.${operations.indexOf(operation) % 200}`;
  return test.call(operation.method, path, body, as, { remoteAddress });
};

describe('every operation of the contract', () => {
  it('has a unique ID, and the server answers it at its path', async () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    for (const operation of operations) {
      const { status, body } = await send(operation, stranger.proof);
      expect({
        id: operation.id,
        wrong: status === 405 || body?.detail === 'There is nothing at this address.',
      }).toEqual({
        id: operation.id,
        wrong: false,
      });
    }
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s refuses an unknown key with 401 and a bad token with token_not_valid',
    async (_id, operation) => {
      const key = await send(operation, { authorization: 'Token gf_unknown' });
      expect([key.status, key.body.code]).toEqual([401, 'key_not_valid']);
      const token = await send(operation, { authorization: 'Bearer unknown' });
      expect([token.status, token.body.code]).toEqual([401, 'token_not_valid']);
    },
  );

  it('is the only kind of route, except for those on this list', () => {
    const paths = operations.map(
      ({ root, path }) =>
        `${{ versioned: '/api/:version(^v1[0-9.]*$)', bare: '/api', site: '' }[root ?? 'versioned']}${path}`,
    );
    const known = new Set(paths.map((path) => path.replace(/\/$/, '')));
    const others = test.routes.filter((url) => !known.has(url.replace(/\/$/, '')));
    expect(others).toEqual([
      '/healthz',
      '/readyz',
      '/api/docs',
      '/api/docs/openapi.json',
      '/content/:id/:expires/:signature',
      '/runtimes/*',
      '/p/:token',
      '/p/:token/embed',
      '/p/:token/image.png',
    ]);
  });

  it('answers other methods with 405 and Allow, for everyone and before any other check', async () => {
    for (const as of [{}, stranger.proof, owner.proof]) {
      const { status, body, headers } = await test.call('DELETE', `data/${planted.data}/`, undefined, as);
      expect([status, body.code, headers['allow']]).toEqual([405, 'method_not_allowed', 'GET']);
    }
  });
});

describe('the gate before all operations', () => {
  it('refuses unknown hosts', async () => {
    const { status, body } = await test.call('GET', 'info/', undefined, {}, { headers: { host: 'evil.example' } });
    expect([status, body.code]).toEqual([421, 'unknown_host']);
  });

  it.each(['https://evil.example', 'null', 'http://localhost:1'])(
    'refuses requests from the origin %s',
    async (origin) => {
      const { status, body } = await test.call('GET', 'info/', undefined, {}, { headers: { origin } });
      expect([status, body.code]).toEqual([403, 'foreign_origin']);
    },
  );

  it('accepts requests from pages of this server', async () => {
    const headers = { origin: 'http://localhost:5173', host: 'localhost:5173' };
    expect((await test.call('GET', 'info/', undefined, {}, { headers })).status).toBe(200);
  });

  it('answers every error in the same shape', async () => {
    const broken = { headers: { 'content-type': 'application/json' }, payload: '{"name": ' };
    const answers = [
      await test.call('POST', 'analysis/', undefined, owner.proof, broken),
      await test.call('POST', 'analysis/', { name: 5, workspace: owner.workspace }, owner.proof),
      await test.call('GET', 'analysis/not-an-id/', undefined, owner.proof),
      await test.call('GET', '/api/v1/nothing/', undefined, owner.proof),
      await test.call('POST', 'analysis/', undefined, owner.proof, {
        payload: 'a',
        headers: { 'content-type': 'text/plain' },
      }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'malformed_json'],
      [400, 'invalid_request'],
      [404, 'not_found'],
      [404, 'not_found'],
      [415, 'unsupported_media_type'],
    ]);
    for (const { body } of answers) expect(body.detail).toBeTypeOf('string');
  });

  it('names the invalid field', async () => {
    const { body } = await test.call('POST', 'analysis/', { workspace: owner.workspace }, owner.proof);
    expect(body.errors).toEqual([{ path: 'name', message: 'is required' }]);
  });

  it('reads no body at an address without a route', async () => {
    const { status } = await test.call(
      'POST',
      '/nope',
      undefined,
      {},
      {
        headers: { 'content-type': 'application/json' },
        payload: '{ not JSON',
      },
    );
    expect(status).toBe(404);
  });

  it('answers addresses that the router refuses in the same shape', async () => {
    for (const path of ['/api/v1/figure/%zz/', `/api/v1/figure/${'x'.repeat(600)}/`]) {
      const { status, body, headers } = await test.call('GET', path, undefined, owner.proof);
      expect([status >= 400 && status < 500, typeof body.code, typeof body.detail]).toEqual([true, 'string', 'string']);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it.each(['user/%00/', 'short_id/%00/', 'workspace/%00/', 'data/%00/content/', 'api_key/%00/'])(
    'finds nothing at %s',
    async (path) => {
      expect((await test.call('GET', path, undefined, owner.proof)).status).toBe(404);
    },
  );

  it('does not accept a bare number as an object', async () => {
    const payload = { payload: '1.0', headers: { 'content-type': 'application/json' } };
    expect((await test.call('PATCH', `figure/${planted.figure}/`, undefined, owner.proof, payload)).status).toBe(400);
  });

  it('answers probes under any host name', async () => {
    const { status } = await test.call('GET', '/healthz', undefined, {}, { headers: { host: '10.0.0.7' } });
    expect(status).toBe(200);
  });
});
