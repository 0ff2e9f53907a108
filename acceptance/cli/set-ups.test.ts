import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { command, newFolder, type UserHome } from './commands.ts';
import { as, newKey, other, server } from './servers.ts';
import { answers, play } from './terminal.ts';

const { url, grace: user } = server;
const host = new URL(url).host;
const otherHost = new URL(other.url).host;

const readConfig = (home: string): any => JSON.parse(readFileSync(join(home, '.gofigr'), 'utf8'));

/** Sets up a home folder for the server with a new key. */
async function setUp(): Promise<{ home: string; token: string }> {
  const home = newFolder();
  const { token } = await newKey(server, user);
  expect((await command('gfconfig', ['--token-stdin', '--url', url], { home }, token)).code).toBe(0);
  return { home, token };
}

async function json(program: 'gfconfig' | 'gofigr', args: string[], place: UserHome): Promise<any> {
  const { code, stdout, stderr } = await command(program, [...args, '--json'], place);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

test('whoami shows the user, the key and the source of each setting', async () => {
  const { home } = await setUp();
  const path = join(home, '.gofigr');
  const said = await json('gfconfig', ['whoami'], { home });
  expect(said).toMatchObject({
    username: user.username,
    url: { value: url, origin: { kind: 'file', path } },
    is_service_account: false,
    api_key: {
      name: 'by a test',
      permission: 'full',
      expiry: null,
      workspace: null,
      workspaces: null,
      addresses: null,
    },
    api_key_origin: { kind: 'file', path },
    config_path: path,
  });
  const bound = await (await as(server, user))('POST', 'workspace/', { name: 'Bound\u001b[2J to' });
  const expiry = new Date(Date.now() + 86_400_000).toISOString();
  const rights = { workspace: bound.api_id, expiry, permission: 'publish', addresses: ['127.0.0.0/8', '::1'] };
  const { token } = await newKey(server, user, rights);
  const env = { GF_API_KEY: token, GF_WORKSPACE: bound.api_id };
  const { stdout, code } = await command('gfconfig', ['whoami', '--url', url], { home, env });
  expect(code).toBe(0);
  expect(stdout).toContain(`${url}  [from the command line]`);
  expect(stdout).toContain(`by a test (${token.slice(0, 7)}…)  [from GF_API_KEY]`);
  expect(stdout).toMatch(/Access +only the workspace Bound\ufffd\[2J to\n/);
  expect(stdout).toMatch(new RegExp(`^User +${user.username}$`, 'm'));
  expect(stdout).toMatch(/^Permission +publish: publishes/m);
  expect(stdout).toMatch(/^Addresses +only from 127\.0\.0\.0\/8, ::1$/m);
  expect(stdout).toMatch(new RegExp(`^Expires +${expiry.slice(0, 16).replace('T', ' ')} UTC$`, 'm'));
  expect(stdout).toContain('[from GF_WORKSPACE]');
  expect(stdout).not.toContain(token);
});

test('the nearest file is used, else the one in the home folder', async () => {
  const { home } = await setUp();
  const project = join(home, 'project');
  mkdirSync(join(project, 'deep', 'er'), { recursive: true });
  writeFileSync(join(project, '.gofigr'), JSON.stringify({ ...readConfig(home), url: `${url}/` }));
  const inside = await json('gfconfig', ['whoami'], { home, cwd: join(project, 'deep', 'er') });
  expect(inside.config_path).toBe(join(project, '.gofigr'));
  const outside = await json('gfconfig', ['whoami'], { home, cwd: newFolder() });
  expect(outside.config_path).toBe(join(home, '.gofigr'));
});

test('a file holds several servers, which can be listed, switched and removed', async () => {
  const { home, token } = await setUp();
  const { token: otherToken } = await newKey(other, other.grace);
  const added = await command('gfconfig', ['--token-stdin', '--url', other.url], { home }, otherToken);
  expect(added.code).toBe(0);
  expect(readConfig(home)).toMatchObject({ url: other.url, api_key: otherToken });

  const { profiles } = await json('gfconfig', ['list'], { home });
  expect(profiles).toMatchObject([
    ...[
      { name: otherHost, current: true, url: other.url, state: `${user.username}, key "by a test"` },
      { name: host, current: false, url, state: `${user.username}, key "by a test"` },
    ].toSorted((one, another) => (one.name < another.name ? -1 : 1)),
  ]);
  const numberOf = (name: string): string => (name < (name === host ? otherHost : host) ? '1' : '2');

  expect((await command('gfconfig', ['switch', host], { home })).code).toBe(0);
  expect(readConfig(home)).toMatchObject({ url, api_key: token, profiles: { [otherHost]: { api_key: otherToken } } });
  const asked = await play('gfconfig', ['switch'], { home }, answers(['Selection: ', numberOf(otherHost)]));
  expect(asked.code).toBe(0);
  expect(readConfig(home).api_key).toBe(otherToken);
  expect((await command('gfconfig', ['switch'], { home })).code).toBe(2);
  expect((await command('gfconfig', ['switch', 'localhost'], { home })).code).toBe(2);

  // Numbers stay where they are.
  for (const name of [host, otherHost]) {
    expect((await command('gfconfig', ['switch', numberOf(name)], { home })).code).toBe(0);
    expect(readConfig(home).url).toContain(name);
  }

  const out = await command('gfconfig', ['logout'], { home });
  expect([out.code, out.stdout.includes(`${other.url}/account`)]).toEqual([0, true]);
  expect(readConfig(home)).not.toHaveProperty('api_key');
  expect(JSON.stringify(readConfig(home))).not.toContain(otherToken);
  expect((await command('gfconfig', ['switch', '1'], { home })).code).toBe(0);
  expect(readConfig(home).api_key).toBe(token);
});

test('a key is sent to its own server only', async () => {
  const { home, token } = await setUp();
  const asked: (string | undefined)[] = [];
  const spy = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void spy.close());
  await once(spy, 'listening');
  const elsewhere = `http://127.0.0.1:${(spy.address() as AddressInfo).port}`;
  for (const place of [{ home, env: { GF_URL: elsewhere } }, { home }]) {
    const args = place.env ? ['whoami'] : ['whoami', '--url', elsewhere];
    const { code, stderr } = await command('gfconfig', args, place);
    expect([code, stderr]).toEqual([3, expect.stringContaining(`is for ${url}, not for ${elsewhere}`)]);
  }
  expect(asked).toEqual([]);

  const { token: otherToken } = await newKey(other, other.grace);
  expect((await command('gfconfig', ['--token-stdin', '--url', other.url], { home }, otherToken)).code).toBe(0);
  expect(readConfig(home).api_key).toBe(otherToken);
  const there = await json('gfconfig', ['whoami', '--url', url], { home });
  expect(there.workspace.value).toBe(readConfig(home).profiles[host].workspace);
  expect(readConfig(home).profiles[host].api_key).toBe(token);
});

test('a file without a workspace, as R writes it, means the primary one, for every connection', async () => {
  const { home } = await setUp();
  const primary = readConfig(home).workspace;
  const asked = async (args: string[]) => (await json('gofigr', ['open', '--print', ...args], { home })).url;
  change(home, { workspace: '' });
  expect((await json('gfconfig', ['whoami'], { home })).workspace).toBeUndefined();
  expect(await asked([])).toBe(`${url}/workspace/${primary}`);
  const { token } = await newKey(other, other.grace);
  expect((await command('gfconfig', ['--token-stdin', '--url', other.url], { home }, token)).code).toBe(0);
  expect(readConfig(home).profiles[host].workspace).toBe('');
  expect(await asked(['--url', url])).toBe(`${url}/workspace/${primary}`);
});

test('two keys for one server have different names', async () => {
  const { home, token } = await setUp();
  const { token: second } = await newKey(server, user);
  const args = ['--token-stdin', '--url', url, '--profile', 'analysis server'];
  expect((await command('gfconfig', args, { home }, second)).code).toBe(0);
  expect(readConfig(home)).toMatchObject({ api_key: second, profile: 'analysis server' });
  expect(readConfig(home).profiles[host].api_key).toBe(token);
  const { profiles } = await json('gfconfig', ['list'], { home });
  expect(profiles.map(({ name }: { name: string }) => name)).toEqual(['analysis server', host]);
  expect((await command('gfconfig', ['switch', '2'], { home })).code).toBe(0);
  expect(readConfig(home)).toMatchObject({ api_key: token, profiles: { 'analysis server': { api_key: second } } });
});

test('switch refuses a revoked key', async () => {
  const { home } = await setUp();
  const api = await as(server, user);
  const { api_id, token } = await api('POST', 'api_key/', { name: 'short-lived' });
  const args = ['--token-stdin', '--url', url, '--profile', 'gone'];
  expect((await command('gfconfig', args, { home }, token)).code).toBe(0);
  expect((await command('gfconfig', ['switch', host], { home })).code).toBe(0);
  await api('DELETE', `api_key/${api_id}/`);
  const { code, stderr } = await command('gfconfig', ['switch', 'gone'], { home });
  expect([code, readConfig(home).profile]).toEqual([3, undefined]);
  expect(stderr).toContain(`gfconfig --url ${url}`);
});

test('doctor finds no problems in a correct configuration', async () => {
  const { home } = await setUp();
  const { code, stdout } = await command('gofigr', ['doctor'], { home });
  expect(code).toBe(0);
  expect(stdout).toContain('All is well.');
  expect(await json('gofigr', ['doctor'], { home })).toMatchObject({ healthy: true });
});

test.each<[string, (home: string) => void, RegExp]>([
  ['no key', (home) => writeFileSync(join(home, '.gofigr'), JSON.stringify({ url })), /There is no API key/],
  ['a broken file', (home) => writeFileSync(join(home, '.gofigr'), '{"api_key": '), /no valid JSON/],
  [
    'an unknown key',
    (home) => change(home, { api_key: 'bae9'.repeat(17) }),
    /The key in ~\/\.gofigr is refused by http.*unknown, revoked, disabled/,
  ],
  ['a mistyped key', (home) => change(home, { api_key: `${readConfig(home).api_key}x` }), /mistyped/],
  ['no server', (home) => change(home, { url: 'http://localhost:9' }), /No GoFigr server answers/],
  ['another server', (home) => change(home, { url: `${url}/elsewhere` }), /no GoFigr server|404|Not found/i],
  [
    'a workspace out of reach',
    (home) => change(home, { workspace: crypto.randomUUID() }),
    /can't access the workspace/,
  ],
])('doctor finds %s', async (_, spoil, said) => {
  const { home } = await setUp();
  spoil(home);
  const { code, stdout } = await command('gofigr', ['doctor'], { home });
  expect(stdout).toMatch(said);
  expect(code).toBe(1);
});

test('doctor warns of a file that other users can read', async () => {
  const { home } = await setUp();
  chmodSync(join(home, '.gofigr'), 0o644);
  expect((await command('gofigr', ['doctor'], { home })).stdout).toContain('chmod 600');
});

function change(home: string, changes: object): void {
  writeFileSync(join(home, '.gofigr'), JSON.stringify({ ...readConfig(home), ...changes }));
}

test('a command without a configuration says how to create one', async () => {
  const { code, stderr } = await command('gfconfig', ['whoami', '--url', url], { home: newFolder() });
  expect([code, stderr.includes('Run gfconfig once')]).toEqual([3, true]);
});
