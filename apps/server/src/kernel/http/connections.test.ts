import { once } from 'node:events';
import { type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectionLimits, countApart, createLimitedServer } from './connections.ts';

const LIMITS: ConnectionLimits = {
  headers: 20_000,
  idle: 20_000,
  stalled: 20_000,
  perAddress: 1000,
  most: 1000,
  streams: 2,
};

let server: Server;
let port: number;
const opened: Socket[] = [];
/** Requests to `/wait`, answered by the test. */
let answers: ServerResponse[];

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function handle(asked: IncomingMessage, answer: ServerResponse): void {
  if (asked.url === '/wait') answers.push(answer);
  else if (asked.url === '/stream') {
    if (countApart(asked.socket)) answers.push(answer);
    else answer.end('too many streams');
  } else if (asked.url === '/endless') answer.end(Buffer.alloc(64 * 1024 * 1024));
  else answer.end('ok');
}

/** 127.0.0.2 and 127.0.0.3 stand for two other machines. */
const elsewhere = ({ remoteAddress }: Socket) => (remoteAddress ?? '').replace(/^127\.0\.0\.([23])$/, '192.0.2.$1');

async function serve(limits: Partial<ConnectionLimits>): Promise<void> {
  answers = [];
  server = createLimitedServer(handle, {}, { ...LIMITS, ...limits }, elsewhere).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
}

/** A connection that sends this and nothing more; `closed` resolves when the server closes it. */
async function open(localAddress = '127.0.0.1', sent = '') {
  const arrived = once(server, 'connection');
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  opened.push(socket);
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await arrived;
  socket.resume().write(sent);
  return { socket, closed };
}

const ask = (localAddress = '127.0.0.1', path = '/') =>
  new Promise<string>((resolve) => {
    request({ port, host: '127.0.0.1', localAddress, path, agent: false }, (answer) => void text(answer).then(resolve))
      .on('error', () => resolve('refused'))
      .end();
  });

async function waitForAnswers(count: number): Promise<void> {
  while (answers.length < count) await once(server, 'request');
}

describe('connections', () => {
  it('that send nothing, or half of a request, are closed when the time for headers is up', async () => {
    await serve({ headers: 100 });
    const silent = await open();
    const half = await open('127.0.0.1', 'GET / HTTP/1.1\r\nHost: x\r\n');
    await Promise.all([silent.closed, half.closed]);
  });

  it('that are idle between requests are closed after a while', async () => {
    await serve({ idle: 100 });
    const { closed } = await open('127.0.0.1', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await closed;
  });

  it('whose body stops after the answer are closed after a while', async () => {
    await serve({ idle: 100 });
    const { closed } = await open('127.0.0.1', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab');
    await closed;
  });

  it('that do not read their answer are closed after a while', async () => {
    await serve({ stalled: 200 });
    const { socket } = await open('127.0.0.1', 'GET /endless HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    const [theirs] = await once(server, 'request');
    await once(theirs.socket, 'close');
  });

  it('that send nothing lock nobody out, however many they are', async () => {
    await serve({ most: 5 });
    const silent = [];
    for (let count = 0; count < 12; count++) silent.push(await open());
    expect(await ask()).toBe('ok');
    await Promise.all(silent.slice(0, 6).map(({ closed }) => closed));
  });

  it('with a running request are not closed for others', async () => {
    await serve({ most: 2 });
    const working = [ask('127.0.0.1', '/wait'), ask('127.0.0.1', '/wait')];
    await waitForAnswers(2);
    expect(await ask()).toBe('refused');
    for (const answer of answers) answer.end('done');
    expect(await Promise.all(working)).toEqual(['done', 'done']);
    expect(await ask()).toBe('ok');
  });

  it('with a stream count apart, and have their own limit', async () => {
    await serve({ most: 2, perAddress: 1 });
    const streams: Promise<string>[] = [];
    for (const count of [1, 2]) {
      streams.push(ask('127.0.0.2', '/stream'));
      await waitForAnswers(count);
    }
    expect(await ask('127.0.0.2')).toBe('ok');
    expect(await ask('127.0.0.2', '/stream')).toBe('too many streams');
    for (const answer of answers) answer.end('done');
    expect(await Promise.all(streams)).toEqual(['done', 'done']);
  });

  it('from one address are limited, without limiting other addresses and this machine', async () => {
    await serve({ perAddress: 2 });
    const working = [ask('127.0.0.2', '/wait'), ask('127.0.0.2', '/wait')];
    await waitForAnswers(2);
    expect(await ask('127.0.0.2')).toBe('refused');
    expect([await ask('127.0.0.3'), await ask('127.0.0.1')]).toEqual(['ok', 'ok']);
    const here = await Promise.all([open(), open(), open()]);
    for (const answer of answers) answer.end('done');
    expect(await Promise.all(working)).toEqual(['done', 'done']);
    expect(await ask('127.0.0.2')).toBe('ok');
    expect(here.map(({ socket }) => socket.destroyed)).toEqual([false, false, false]);
  });

  it('from one address at its limit replace its own idle connections', async () => {
    await serve({ perAddress: 2 });
    const first = await open('127.0.0.2');
    await open('127.0.0.2');
    expect(await ask('127.0.0.2')).toBe('ok');
    await first.closed;
  });
});
