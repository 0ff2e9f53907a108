import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { leaving } from './leaving.ts';

it('aborts when the client goes away, and not when it gets its answer', async () => {
  const http = fastify();
  const signals: AbortSignal[] = [];
  const asked = Promise.withResolvers<void>();
  http.get('/quick', async (_request, reply) => {
    signals.push(leaving(reply));
    return 'done';
  });
  http.get('/slow', async (_request, reply) => {
    const signal = leaving(reply);
    signals.push(signal);
    asked.resolve();
    await once(signal, 'abort');
    return 'too late';
  });
  await http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = http.server.address() as AddressInfo; // it listens on a port
  await (await fetch(`http://127.0.0.1:${port}/quick`)).text();
  const client = request({ port, host: '127.0.0.1', path: '/slow' }).on('error', () => undefined);
  client.end();
  await asked.promise;
  const [quick, slow] = signals;
  expect([quick?.aborted, slow?.aborted]).toEqual([false, false]);
  const aborted = once(slow!, 'abort');
  client.destroy();
  await aborted;
  await http.close();
  expect([quick?.aborted, String(slow?.reason)]).toEqual([false, 'Error: The request ended too early.']);
});
