import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { png } from '../src/pictures.ts';
import { server } from './servers.ts';
import { type SetUpHome, setUpHome } from './set-up-home.ts';

/** Files of an authority that no machine trusts, and of a server that it has signed. */
let folder: string;
const file = (name: string): string => join(folder, name);
const servers: Server[] = [];
/** The test's server over https. */
let secureUrl: string;
/** A proxy that wants a password, and what it was asked for. */
let proxyUrl: string;
const asked: string[] = [];
let here: SetUpHome;

const listening = async (one: Server): Promise<number> => {
  servers.push(one);
  one.listen(0, 'localhost');
  await once(one, 'listening');
  return (one.address() as AddressInfo).port;
};

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gofigr-network-'));
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Lab',
  );
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key', '-out', 'csr', '-subj', '/CN=localhost');
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost');
  openssl(
    'x509',
    '-req',
    '-in',
    'csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'cert',
    '-days',
    '2',
    '-extfile',
    'names',
  );
  mkdirSync(file('folder'));
  writeFileSync(join(folder, 'folder', 'lab.pem'), readFileSync(file('ca.pem')));
  writeFileSync(file('none.pem'), 'no certificate');

  const { host } = new URL(server.url);
  const certified = { key: readFileSync(file('key')), cert: readFileSync(file('cert')) };
  const secure = createSecureServer(certified, ({ method, url = '', headers }, response) => {
    const forwarded = request(new URL(url, server.url), { method, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    response.req.pipe(forwarded);
  });
  secureUrl = `https://localhost:${await listening(secure)}`;

  const isSignedIn = (header = '') => Buffer.from(header.replace('Basic ', ''), 'base64').toString() === 'lab:s p';
  const proxy = createServer((received, response) => {
    const { method, url = '', headers } = received;
    asked.push(`${method} ${url}`);
    if (!isSignedIn(headers['proxy-authorization'])) return response.writeHead(407).end();
    const forwarded = request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    return received.pipe(forwarded);
  });
  proxy.on('connect', ({ url = '', headers }, socket) => {
    asked.push(`CONNECT ${url}`);
    if (!isSignedIn(headers['proxy-authorization'])) return socket.end('HTTP/1.1 407 No\r\n\r\n');
    const target = connect(Number(url.split(':').at(-1)), 'localhost', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => [target, socket].map((one) => one.destroy()));
    return target;
  });
  proxyUrl = `http://lab:s%20p@localhost:${await listening(proxy)}`;
});
afterAll(() => {
  for (const one of servers) {
    one.close();
    one.closeAllConnections();
  }
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  asked.length = 0;
  here = await setUpHome(secureUrl);
});

test('a certificate that is not trusted says so and names the settings', async () => {
  const { code, stderr } = await here.gofigr(['open', '--print']);
  expect(code).toBe(4);
  expect(stderr).toMatch(/certificate of https:\/\/localhost:\d+ is not trusted/);
  for (const name of ['--ca', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE']) expect(stderr).toContain(name);
  expect(stderr).not.toContain('is running');
  for (const [wrong, problem] of [
    ['no such', 'ENOENT'],
    ['none.pem', 'holds no certificate'],
    ['cert', 'is not trusted'],
  ] as const) {
    const named = await here.gofigr(['open', '--print'], { SSL_CERT_FILE: file(wrong) });
    expect(named.code).toBe(4);
    expect(named.stderr).toContain('SSL_CERT_FILE');
    expect(named.stderr).toContain(problem);
  }
});

test('a certificate is trusted by each variable and option, from a file or a folder', async () => {
  const ways: [string[], Record<string, string>][] = [
    [[], { REQUESTS_CA_BUNDLE: file('ca.pem'), SSL_CERT_FILE: file('none.pem') }],
    [[], { REQUESTS_CA_BUNDLE: file('folder') }],
    [[], { CURL_CA_BUNDLE: file('ca.pem') }],
    [[], { SSL_CERT_FILE: file('ca.pem') }],
    [[], { SSL_CERT_DIR: file('folder') }],
    [['--ca', file('ca.pem')], { REQUESTS_CA_BUNDLE: file('none.pem') }],
  ];
  for (const [args, env] of ways)
    expect(await here.gofigr(['open', '--print', ...args], env)).toMatchObject({ code: 0, stderr: '' });
});

test('large files go through the tunnel of HTTPS_PROXY, and plain requests through HTTP_PROXY', async () => {
  here.write('plot.png', png(4, 4));
  here.write('large.bin', randomBytes(5_000_000));
  const trust = { SSL_CERT_FILE: file('ca.pem') };
  const publish = ['publish', 'plot.png', '--file', 'large.bin', '-a', 'A'];
  expect(await here.gofigr(publish, { HTTPS_PROXY: proxyUrl, ...trust })).toMatchObject({ code: 0, stderr: '' });
  expect(new Set(asked)).toEqual(new Set([`CONNECT ${new URL(secureUrl).host}`]));
  asked.length = 0;
  const plain = { GF_URL: server.url, GF_API_KEY: here.token };
  expect(await here.gofigr(publish, { all_proxy: proxyUrl, ...plain })).toMatchObject({ code: 0, stderr: '' });
  expect(asked).toContain(`POST ${server.url}/api/v1.4.1/revision/`);
  expect(asked.some((line) => line.startsWith('CONNECT'))).toBe(false);
  asked.length = 0;
  for (const NO_PROXY of ['localhost', '*', `example.org, .localhost`, new URL(server.url).host])
    expect((await here.gofigr(['open', '--print'], { HTTP_PROXY: proxyUrl, NO_PROXY, ...plain })).code).toBe(0);
  expect(asked).toEqual([]);
});

test('a proxy that fails is named with its variable, without its password', async () => {
  const trust = { SSL_CERT_FILE: file('ca.pem') };
  const dead = 'http://user:hidden@localhost:9';
  const unsigned = `http://${new URL(proxyUrl).host}`;
  const wrong: [Record<string, string>, RegExp][] = [
    [{ HTTPS_PROXY: dead }, /The proxy http:\/\/localhost:9 of HTTPS_PROXY does not answer \(ECONNREFUSED\)/],
    [{ https_proxy: unsigned }, /of https_proxy asks for a username and password/],
    [{ HTTPS_PROXY: 'socks5://localhost:1080' }, /HTTPS_PROXY is a socks5 proxy, which is not supported/],
    [{ HTTP_PROXY: dead, GF_URL: server.url, GF_API_KEY: here.token }, /of HTTP_PROXY does not answer/],
    [{ HTTP_PROXY: unsigned, GF_URL: server.url, GF_API_KEY: here.token }, /of HTTP_PROXY asks for a username/],
  ];
  for (const [env, message] of wrong) {
    const { code, stderr } = await here.gofigr(['open', '--print'], { ...trust, ...env });
    expect([code, stderr]).toEqual([4, expect.stringMatching(message)]);
    expect(stderr).toContain('NO_PROXY');
    expect(stderr).not.toContain('hidden');
  }
});
