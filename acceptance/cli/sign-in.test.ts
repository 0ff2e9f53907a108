import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { browserOf } from './browser.ts';
import { command, commandLine, environment, newFolder } from './commands.ts';
import { as, newKey, pythons, server } from './servers.ts';
import { answers, CTRL_C, play } from './terminal.ts';

const { url, grace: user } = server;

const readConfig = (home: string): any => JSON.parse(readFileSync(join(home, '.gofigr'), 'utf8'));

/** Keys of the account with this name. Removes them after the test. */
async function keysNamed(name: string): Promise<any[]> {
  const api = await as(server, user);
  const found = (await api('GET', 'api_key/')).filter((key: { name: string }) => key.name === name);
  for (const { api_id } of found) onTestFinished(() => api('DELETE', `api_key/${api_id}/`).catch(() => {}));
  return found;
}

const signIn = answers(['Username: ', user.username], ['Password: ', user.password]);

test('where a browser can be opened, a person approves there and no password is typed', async () => {
  const home = newFolder();
  const [workspace] = await (await as(server, user))('GET', 'workspace/');
  const grant = { permission: 'publish', workspaces: [workspace.api_id] };
  const env = { ...(await browserOf(home, server, user, 'approve', grant)), GF_MACHINE: 'lab-server' };
  const args = ['--url', url, '--key-name', 'by the browser', '--expiry', '30d'];
  const { lines, code, restored } = await play('gfconfig', args, { home, env }, answers(['Selection [1]: ', '']));
  const path = join(home, '.gofigr');
  expect(lines).toEqual([
    '------------------------------',
    'GoFigr configuration',
    '------------------------------',
    'Open this page in a browser and compare the code:',
    '',
    `    ${url}/device`,
    expect.stringMatching(/^ {4}Code: [B-Z]{4}-[B-Z]{4}$/),
    '',
    'The browser was opened.',
    'Waiting for your approval...',
    '  => Authenticated successfully',
    `  => Your new API key will be saved to ${path}`,
    '  => Connected successfully',
    '',
    'Please select a default workspace: ',
    expect.stringContaining(workspace.api_id),
    'Selection [1]: ',
    '',
    `Configuration saved to ${path}. Happy analysis!`,
    '',
  ]);
  expect([code, restored]).toEqual([0, true]);
  const [key] = await keysNamed('by the browser');
  expect(key).toMatchObject(grant);
  const uses = await (await as(server, user))('GET', 'api_key/uses/');
  const use = uses.find(({ api_id }: { api_id: string }) => api_id === key.api_id);
  expect(use.machine).toBe('lab-server');
});

test('what a person refuses in the browser is not saved', async () => {
  const home = newFolder();
  const env = await browserOf(home, server, user, 'deny');
  const { code, transcript } = await play('gfconfig', ['--url', url], { home, env }, []);
  expect(code).toBe(3);
  expect(transcript).toContain('The sign-in was refused in the browser. Nothing was saved.');
  expect(existsSync(join(home, '.gofigr'))).toBe(false);
});

/** Starts a server whose codes wait for ever, or expire at once. */
async function serverOfCodes(error: 'authorization_pending' | 'expired_token'): Promise<string> {
  const codes = { device_code: 'd', user_code: 'BCDF-GHJK', expires_in: 600, interval: 0 };
  const site = createServer((request, response) => {
    const path = request.url ?? '';
    const isToken = path.startsWith('/oauth/token');
    const body = path.includes('/info/')
      ? { version: '1', device_login: true }
      : isToken
        ? { code: error, error, detail: error }
        : { ...codes, verification_uri: `${address}/device` };
    response.writeHead(isToken ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void site.close());
  await once(site, 'listening');
  const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  return address;
}

test('a code that expires, and Ctrl-C while it waits, save nothing', async () => {
  const home = newFolder();
  const expired = await play('gfconfig', ['--browser', '--url', await serverOfCodes('expired_token')], { home }, []);
  expect([expired.code, expired.transcript]).toEqual([3, expect.stringContaining('The code has expired')]);
  const waiting = await serverOfCodes('authorization_pending');
  const steps = [{ expect: 'Waiting for your approval...', send: CTRL_C }];
  const stopped = await play('gfconfig', ['--browser', '--url', waiting], { home }, steps);
  expect([stopped.code, stopped.restored]).toEqual([130, true]);
  expect(existsSync(join(home, '.gofigr'))).toBe(false);
});

test('--password signs in by password where there is a browser', async () => {
  const home = newFolder();
  const { token } = await newKey(server, user);
  const env = { BROWSER: '/nowhere' };
  const steps = [...signIn, ...answers(['API key (leave blank to generate a new key): ', token], ['Selection', ''])];
  expect((await play('gfconfig', ['--url', url, '--password'], { home, env }, steps)).code).toBe(0);
});

/** Sets up a machine whose workspace is not the primary one. */
async function setUp(): Promise<{ home: string; token: string; workspace: string; position: number }> {
  const home = newFolder();
  const api = await as(server, user);
  const { api_id: workspace } = await api('POST', 'workspace/', { name: 'Chosen before' });
  const position = (await api('GET', 'workspace/')).findIndex((one: any) => one.api_id === workspace) + 1;
  const { token } = await newKey(server, user);
  const args = ['--token-stdin', '--url', url, '--workspace', workspace];
  expect((await command('gfconfig', args, { home }, token)).code).toBe(0);
  return { home, token, workspace, position };
}

test('on a machine that is set up, Enter keeps the key and the workspace', async () => {
  const { home, token, workspace, position } = await setUp();
  const steps = answers(
    [`API key (leave blank to keep ${token.slice(0, 7)}…, or type new to generate a new key): `, ''],
    [`Selection [${position}]: `, ''],
  );
  expect((await play('gfconfig', [], { home }, [...signIn, ...steps])).code).toBe(0);
  expect(readConfig(home)).toMatchObject({ api_key: token, workspace });
  const inBrowser = answers([`${token.slice(0, 7)}… works. Keep it [Y/n]: `, ''], [`Selection [${position}]: `, '']);
  expect((await play('gfconfig', ['--browser'], { home }, inBrowser)).code).toBe(0);
  expect(readConfig(home)).toMatchObject({ api_key: token, workspace });
});

test('--token-stdin keeps the workspace that figures go to', async () => {
  const { home, workspace } = await setUp();
  const { token } = await newKey(server, user);
  expect((await command('gfconfig', ['--token-stdin'], { home }, token)).code).toBe(0);
  expect(readConfig(home)).toMatchObject({ api_key: token, workspace });
});

test.each([
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
])('%s leaves no key behind that was made and not saved', async (name, signal) => {
  for (const args of [['--password'], ['--browser']]) {
    const home = newFolder();
    const keyName = `unsaved at ${name}`;
    const env = await browserOf(home, server, user);
    const steps = [
      ...(args.includes('--password') ? [...signIn, ...answers(['generate a new key): ', ''])] : []),
      { expect: 'Selection', signal },
    ];
    const { code } = await play('gfconfig', [...args, '--url', url, '--key-name', keyName], { home, env }, steps);
    expect([args, code, await keysNamed(keyName)]).toEqual([args, 130, []]);
    expect(existsSync(join(home, '.gofigr'))).toBe(false);
  }
});

test.each(['--password', '--browser'])('rotate %s replaces the key in the file and shows no secret', async (way) => {
  const { home, token, workspace } = await setUp();
  const path = join(home, '.gofigr');
  writeFileSync(path, JSON.stringify({ ...readConfig(home), theirs: 1 }), { mode: 0o600 });
  const env = await browserOf(home, server, user);
  const steps = way === '--password' ? signIn : [];
  const first = await play('gfconfig', ['rotate', way, '--grace-hours', '0'], { home, env }, steps);
  const rotated = readConfig(home);
  expect([first.code, first.transcript]).toEqual([0, expect.stringContaining('The old key no longer works.')]);
  expect(first.transcript).not.toContain(rotated.api_key);
  expect(rotated).toEqual({ url, api_key: expect.stringMatching(/^gf_/), workspace, theirs: 1 });
  expect([rotated.api_key === token, statSync(path).mode & 0o777]).toEqual([false, 0o600]);
  expect((await command('gfconfig', ['whoami'], { home })).code).toBe(0);
  expect((await command('gfconfig', ['whoami'], { home, env: { GF_API_KEY: token } })).code).toBe(3);
});

test('rotate with a grace keeps the old key valid, and refuses fewer rights than those of the key', async () => {
  const { home, token } = await setUp();
  const env = await browserOf(home, server, user, 'approve', { permission: 'read' });
  const refused = await play('gfconfig', ['rotate'], { home, env }, []);
  expect([refused.code, refused.transcript]).toEqual([3, expect.stringContaining('are not those of the key')]);
  expect(readConfig(home).api_key).toBe(token);
  const kept = await play('gfconfig', ['rotate', '--password', '--grace-hours', '24'], { home }, signIn);
  expect([kept.code, kept.transcript]).toEqual([0, expect.stringContaining('The old key works until ')]);
  expect((await command('gfconfig', ['whoami'], { home, env: { GF_API_KEY: token } })).code).toBe(0);
  expect((await command('gfconfig', ['rotate'], { home })).code).toBe(2);
});

test('a number that the list does not show is none', async () => {
  const { home } = await setUp();
  const before = readConfig(home);
  for (const args of [
    ['switch', '2'],
    ['logout', '2'],
    ['logout', '0'],
    ['logout', url.slice(-2)],
    ['logout', ''],
  ]) {
    const { code, stderr } = await command('gfconfig', args, { home });
    expect([args, code, stderr]).toEqual([args, 2, expect.stringContaining(`1  ${new URL(url).host}`)]);
  }
  expect(readConfig(home)).toEqual(before);
  expect((await command('gfconfig', ['switch', 'local'], { home })).code).toBe(0);
  expect((await command('gfconfig', ['logout', `${url}/`], { home })).code).toBe(0);
});

test('logout revokes the key if that is wanted, and keeps it otherwise', async () => {
  const works = async (token: string) =>
    (await command('gfconfig', ['whoami', '--url', url], { home: newFolder(), env: { GF_API_KEY: token } })).code === 0;
  for (const [args, answer, isKept] of [
    [['--revoke'], undefined, false],
    [['--keep-key'], undefined, true],
    [[], 'y', false],
    [[], '', true],
  ] as const) {
    const home = newFolder();
    const api = await as(server, user);
    const { token } = await api('POST', 'api_key/', { name: 'logged out' });
    expect((await command('gfconfig', ['--token-stdin', '--url', url], { home }, token)).code).toBe(0);
    const steps = answer === undefined ? [] : answers(['so that nobody can use it [y/N]: ', answer]);
    const { code, transcript } = await play('gfconfig', ['logout', ...args], { home }, steps);
    const said = isKept ? 'stays valid' : 'The key is revoked.';
    expect([code, transcript, await works(token)]).toEqual([0, expect.stringContaining(said), isKept]);
    expect(readConfig(home)).not.toHaveProperty('api_key');
  }
  await keysNamed('logged out');
});

test('whoami names a refused GF_API_KEY, and a service account', async () => {
  const { home } = await setUp();
  const api = await as(server, user);
  const gone = await api('POST', 'api_key/', { name: 'gone' });
  await api('DELETE', `api_key/${gone.api_id}/`);
  const refused = await command('gfconfig', ['whoami'], { home, env: { GF_API_KEY: gone.token } });
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain(`GF_API_KEY is refused by ${url}: This API key is unknown, revoked`);
  const mistyped = await command('gfconfig', ['whoami'], { home, env: { GF_API_KEY: 'gf_short' } });
  expect([mistyped.code, mistyped.stderr]).toEqual([
    3,
    expect.stringContaining('GF_API_KEY: This API key is mistyped'),
  ]);
  const workspace = await api('POST', 'workspace/', { name: 'With a service' });
  const service = await api('POST', `workspace/${workspace.api_id}/api_key/`, { name: 'Nightly' });
  const { stdout } = await command('gfconfig', ['whoami'], { home, env: { GF_API_KEY: service.token } });
  expect(stdout).toMatch(/^Service account +service\.nightly/m);
  await api('DELETE', `workspace/${workspace.api_id}/`);
});

test('the notice about the end of a key comes once a day', async () => {
  const expiry = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const { token } = await newKey(server, user, { expiry });
  const place = { home: newFolder(), env: { GF_API_KEY: token, GF_URL: url } };
  const notice = `GoFigr: This API key expires on ${expiry.slice(0, 10)}.`;
  const first = await command('gfconfig', ['whoami', '--json'], place);
  expect([first.code, first.stderr.split('\n')]).toEqual([0, [expect.stringContaining(notice), '']]);
  expect((await command('gfconfig', ['whoami'], place)).stderr).toBe('');
  const { stdout } = await command('gofigr', ['doctor'], place);
  expect(stdout).toContain('The key expires in 2 days');
});

test('a terminal that goes away leaves no key behind', async () => {
  const home = newFolder();
  const keyName = 'hung up';
  const input = {
    argv: commandLine('gfconfig', ['--url', url, '--password', '--key-name', keyName]),
    env: environment({ home }),
    cwd: home,
    answers: [
      ['Username: ', user.username],
      ['Password: ', user.password],
      ['generate a new key): ', ''],
    ],
    last: 'Selection',
  };
  const script = join(import.meta.dirname, 'hang_up.py');
  const child = spawn(pythons[0]?.[1] ?? 'python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(input));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  expect([output, await keysNamed(keyName)]).toEqual(['130', []]);
});
