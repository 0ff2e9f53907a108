import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command, newFolder } from './commands.ts';
import { as, newKey, server } from './servers.ts';
import { answers, CTRL_C, ENTER, play, type Step } from './terminal.ts';

const { url, grace: user } = server;

const API_KEY = 'API key (leave blank to generate a new key): ';
const signIn = answers(['Username: ', user.username], ['Password: ', user.password]);

test('the password is asked for again after a wrong one', async () => {
  const home = newFolder();
  const steps: Step[] = [
    ...answers(['Username: ', user.username], ['Password: ', 'not it']),
    { expect: 'Wrong username or password. Please try again.' },
    ...signIn,
    { expect: '  => Authenticated successfully', send: CTRL_C },
  ];
  const { transcript, code, restored } = await play('gfconfig', ['--url', url], { home }, steps);
  expect(transcript).not.toContain('not it');
  expect([code, restored]).toEqual([130, true]);
});

test('the key is asked for again after the server refused it', async () => {
  const home = newFolder();
  const { token } = await newKey(server, user);
  // A key in the format of the hosted product, which can't be checked offline.
  const unknown = 'bae966176176752f73ed0f03a18726d4a3a59eccb777f7506f9efeed18442123a24';
  const steps: Step[] = [
    ...signIn,
    ...answers([API_KEY, unknown]),
    { expect: 'This API key is unknown, revoked or expired. Please try again.' },
    ...answers([API_KEY, token], ['Selection [1]: ', '']),
  ];
  const { code, transcript } = await play('gfconfig', ['--url', url], { home }, steps);
  expect(code).toBe(0);
  expect(transcript).not.toContain(unknown);
});

/** Swaps two adjacent characters of a key. */
const mistyped = (token: string): string => {
  const at = [...token].findIndex((sign, index) => index > 5 && sign !== token[index + 1]);
  return `${token.slice(0, at)}${token[at + 1]}${token[at]}${token.slice(at + 2)}`;
};

test('a mistyped key is refused by its checksum, without a request', async () => {
  const { token } = await newKey(server, user);
  const offline = ['--token-stdin', '--url', 'http://localhost:9'];
  const refused = await command('gfconfig', offline, { home: newFolder() }, `${mistyped(token)}\n`);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toMatch(/mistyped or incomplete/);
  expect(refused.stderr).not.toContain(mistyped(token));
  const steps: Step[] = [
    ...signIn,
    ...answers([API_KEY, mistyped(token)]),
    { expect: 'checksum is wrong' },
    { expect: 'Please try again.' },
    ...answers([API_KEY, token], ['Selection [1]: ', '']),
  ];
  expect((await play('gfconfig', ['--url', url], { home: newFolder() }, steps)).code).toBe(0);
});

test('a missing server is reported before the password is asked for', async () => {
  const nobody = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => nobody.once('listening', resolve));
  const { port } = nobody.address() as { port: number };
  await new Promise((resolve) => nobody.close(resolve));
  const home = newFolder();
  const { code, transcript } = await play('gfconfig', ['--url', `http://localhost:${port}`], { home }, []);
  expect(code).toBe(4);
  expect(transcript).not.toContain('Username');
  expect(transcript).toContain(`No GoFigr server answers at http://localhost:${port}`);
  expect(transcript).toContain('--url');
  expect(existsSync(join(home, '.gofigr'))).toBe(false);
});

test('Ctrl-C ends a request to a server that does not answer', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const connected = new Promise<void>((resolve) => silent.once('connection', () => resolve()));
  const { port } = silent.address() as { port: number };
  const steps = [{ expect: '------------------------------\r\nGoFigr configuration\r\n', send: CTRL_C }];
  const started = performance.now();
  const { code, restored } = await play(
    'gfconfig',
    ['--url', `http://127.0.0.1:${port}`],
    { home: newFolder() },
    steps,
  );
  expect([code, restored]).toEqual([130, true]);
  expect(performance.now() - started).toBeLessThan(20_000);
  await connected;
  silent.close();
});

test('a user with 25 keys can enter one of them', async () => {
  const { ada } = server;
  const api = await as(server, ada);
  const { length } = await api('GET', 'api_key/');
  let token = '';
  for (let count: number = length; count < 25; count += 1) ({ token } = await newKey(server, ada));
  const steps: Step[] = [
    ...answers(['Username: ', ada.username], ['Password: ', ada.password], [API_KEY, ''], ['Key name: ', 'one more']),
    { expect: '25' },
    { expect: 'Please try again.' },
    ...answers([API_KEY, token], ['Selection [1]: ', '']),
  ];
  expect((await play('gfconfig', ['--url', url], { home: newFolder() }, steps)).code).toBe(0);
});

test('with --json an error is JSON too', async () => {
  const args = ['--token-stdin', '--json', '--url', url];
  const { code, stdout, stderr } = await command('gfconfig', args, { home: newFolder() }, 'bae9'.repeat(17));
  const { error } = JSON.parse(stdout);
  expect([code, error.exit_code]).toEqual([3, 3]);
  expect(stderr).toContain(error.message);
  expect(error.advice).toContain('gfconfig');
});

test('a key without access to a workspace is not saved', async () => {
  const owner = await as(server, server.ada);
  const workspace = await owner('POST', 'workspace/', { name: 'Shared for a while' });
  const member = { username: user.username, membership_type: 'viewer' };
  await owner('POST', `workspace/${workspace.api_id}/members/add/`, member);
  const { token } = await newKey(server, user, { workspace: workspace.api_id });
  await owner('POST', `workspace/${workspace.api_id}/members/remove/`, member);
  const home = newFolder();
  const { code, stderr } = await command('gfconfig', ['--token-stdin', '--url', url], { home }, `${token}\n`);
  expect(code).toBe(3);
  expect(stderr).toContain("can't access any workspace");
  expect(existsSync(join(home, '.gofigr'))).toBe(false);
});

test.each<[string, Step[]]>([
  ['at the name', [{ expect: 'Username: ', send: CTRL_C }]],
  ['in the password', [...answers(['Username: ', user.username]), { expect: 'Password: ', send: `secret${CTRL_C}` }]],
  ['at the key', [...signIn, { expect: API_KEY, send: CTRL_C }]],
  [
    'at the workspace',
    [...signIn, ...answers([API_KEY, ''], ['Key name: ', 'cut off']), { expect: 'Selection', send: CTRL_C }],
  ],
  ['by a signal', [{ expect: 'Username: ', signal: 2 }]],
  ['by the end of the input', [{ expect: 'Username: ', send: '\u0004' }]],
])('interrupted %s, it restores the terminal and keeps the file unchanged', async (_, steps) => {
  const home = newFolder();
  const path = join(home, '.gofigr');
  const before = JSON.stringify({ url, api_key: 'kept' });
  writeFileSync(path, before);
  const { code, restored, transcript } = await play('gfconfig', [], { home }, steps);
  expect([code, restored]).toEqual([130, true]);
  expect(transcript).toContain('Nothing was saved');
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(readdirSync(home)).toEqual(['.gofigr']);
  const keys = await (await as(server, user))('GET', 'api_key/');
  expect(keys.map(({ name }: { name: string }) => name)).not.toContain('cut off');
});

test.each<[string, (home: string) => string[]]>([
  ['a home that can be read only', () => []],
  ['a folder that can be read only', () => ['--config-path', '/proc/']],
  ['a path below a file', (home) => ['--config-path', join(home, 'file', '.gofigr')]],
  ['a folder in its place', (home) => ['--config-path', join(home, 'taken')]],
])('%s is an error before the first question', async (_, argsIn) => {
  const folder = newFolder();
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'taken', '.gofigr'), { recursive: true });
  // Tests may run as root, which ignores permissions. But nobody can create a file in /proc.
  const place = { home: '/proc', cwd: folder };
  const { code, transcript } = await play('gfconfig', ['--url', url, ...argsIn(folder)], place, []);
  expect(code).toBe(5);
  expect(transcript).not.toContain('Username');
  expect(transcript).toContain('--config-path');
});

test('without a terminal it never waits, and says which options to use', async () => {
  const home = newFolder();
  const { code, stderr, stdout } = await command('gfconfig', ['--url', url], { home });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('--token-stdin');
  const { code: without, stderr: said } = await command('gfconfig', ['--token-stdin', '--url', url], { home }, '');
  expect([without, said.includes('standard input')]).toEqual([2, true]);
});

test('--token-stdin works without a terminal: it verifies the key and finds the workspace by name', async () => {
  const home = newFolder();
  const { token, api } = await newKey(server, user);
  const workspace = await (await as(server, user))('POST', 'workspace/', { name: `Piped ${Date.now()}` });
  const args = ['--token-stdin', '--url', url, '--workspace', workspace.name, '--json'];
  const { code, stdout, stderr } = await command('gfconfig', args, { home }, `${token}\n`);
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ url, workspace: { api_id: workspace.api_id, name: workspace.name } });
  expect(JSON.parse(readFileSync(join(home, '.gofigr'), 'utf8'))).toMatchObject({ api_key: token });
  await api('GET', 'user/');
  const wrong = await command('gfconfig', ['--token-stdin', '--url', url, '-w', 'No such'], { home }, token);
  expect([wrong.code, wrong.stderr.includes('No such')]).toEqual([1, true]);
});

test('colors are used only on terminals that support them', async () => {
  const steps: Step[] = [{ expect: 'Username: ', send: CTRL_C }];
  const colored = await play('gfconfig', ['--url', url], { home: newFolder() }, steps);
  const plain = await play('gfconfig', ['--url', url], { home: newFolder(), env: { NO_COLOR: '1' } }, steps);
  expect([colored.transcript.includes('\u001b[3'), plain.transcript.includes('\u001b[')]).toEqual([true, false]);
});

test('a question is asked again after an invalid answer', async () => {
  const { token } = await newKey(server, user);
  const steps: Step[] = [
    ...answers(['Username: ', '']),
    { expect: 'Empty input. Please try again.' },
    ...signIn,
    ...answers([API_KEY, token], ['Selection [1]: ', '99']),
    { expect: 'Value must be in range 1 - ' },
    { expect: 'Selection [1]: ', send: ENTER },
  ];
  expect((await play('gfconfig', ['--url', url], { home: newFolder() }, steps)).code).toBe(0);
});
