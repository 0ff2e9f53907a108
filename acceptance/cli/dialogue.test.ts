import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { command, newFolder } from './commands.ts';
import { as, newKey, server } from './servers.ts';
import { answers, ENTER, play } from './terminal.ts';

const { url, demo } = server;

const readConfig = (path: string): any => JSON.parse(readFileSync(path, 'utf8'));
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** The workspaces in the announcement's dialogue, oldest first. */
let workspaces: any[] = [];

beforeAll(async () => {
  const api = await as(server, demo);
  workspaces = await api('GET', 'workspace/');
  // A server from an earlier run already has them.
  if (workspaces.length > 1) return;
  await api('POST', 'workspace/', { name: 'Rocketship Bio', description: "Let's do some science" });
  await api('POST', 'workspace/', { name: 'Plotly demos' });
  workspaces = await api('GET', 'workspace/');
});

const workspaceLines = (): string[] => [
  `  [ 1] - ${workspaces[0].name} - demo's primary workspace - API ID: ${workspaces[0].api_id}`,
  `  [ 2] - Rocketship Bio - Let's do some science - API ID: ${workspaces[1].api_id}`,
  `  [ 3] - Plotly demos - N/A - API ID: ${workspaces[2].api_id}`,
];

const signIn = [
  ['Username: ', demo.username],
  ['Password: ', demo.password],
] as [string, string][];

test('the dialogue of the announcement, with a pasted key', async () => {
  const home = newFolder();
  const { token } = await newKey(server, demo);
  const steps = answers(...signIn, ['API key (leave blank to generate a new key): ', token], ['Selection [1]: ', '2']);
  const { lines, code, restored, transcript } = await play('gfconfig', ['--url', url], { home }, steps);
  const path = join(home, '.gofigr');
  expect(lines).toEqual([
    '------------------------------',
    'GoFigr configuration',
    '------------------------------',
    'Username: demo',
    'Password: ',
    'Verifying connection...',
    '  => Authenticated successfully',
    `API key (leave blank to generate a new key): ${token.slice(0, 7)}…`,
    '  => Connected successfully',
    '',
    'Please select a default workspace: ',
    ...workspaceLines(),
    'Selection [1]: 2',
    '',
    `Configuration saved to ${path}. Happy analysis!`,
    '',
  ]);
  expect([code, restored]).toEqual([0, true]);
  expect(transcript).not.toContain(demo.password);
  expect(readConfig(path)).toEqual({ api_key: token, url, workspace: workspaces[1].api_id });
  expect(modeOf(path)).toBe('600');
});

test('the dialogue with a new key', async () => {
  const home = newFolder();
  const steps = answers(
    ...signIn,
    ['API key (leave blank to generate a new key): ', ''],
    ['Key name: ', "John's laptop"],
    ['Selection [1]: ', ''],
  );
  const { lines, code } = await play('gfconfig', ['--url', url], { home }, steps);
  const path = join(home, '.gofigr');
  expect(lines).toEqual([
    '------------------------------',
    'GoFigr configuration',
    '------------------------------',
    'Username: demo',
    'Password: ',
    'Verifying connection...',
    '  => Authenticated successfully',
    'API key (leave blank to generate a new key): ',
    "Key name: John's laptop",
    `  => Your new API key will be saved to ${path}`,
    '  => Connected successfully',
    '',
    'Please select a default workspace: ',
    ...workspaceLines(),
    'Selection [1]: ',
    '',
    `Configuration saved to ${path}. Happy analysis!`,
    '',
  ]);
  expect(code).toBe(0);
  const { api_key: key, workspace } = readConfig(path);
  expect(workspace).toBe(workspaces[0].api_id);
  const keys = await (await as(server, demo))('GET', 'api_key/');
  expect(keys.map(({ name }: { name: string }) => name)).toContain("John's laptop");
  expect(key).toMatch(/^gf_/);
});

test('--advanced also asks for API URL, auto-publish and metadata', async () => {
  const home = newFolder();
  const { token } = await newKey(server, demo);
  const steps = answers(
    ['API URL [http://localhost:5173]: ', url],
    ...signIn,
    ['API key (leave blank to generate a new key): ', token],
    ['Auto-publish all figures [Y/n]: ', 'n'],
    ['Default revision metadata (JSON): ', '{"project": "rocket"}'],
    ['Selection [1]: ', ''],
  );
  const { code } = await play('gfconfig', ['--advanced'], { home }, steps);
  expect(code).toBe(0);
  expect(readConfig(join(home, '.gofigr'))).toEqual({
    api_key: token,
    url,
    workspace: workspaces[0].api_id,
    auto_publish: false,
    default_metadata: { project: 'rocket' },
  });
});

test('other settings in the file are kept, and its address is used', async () => {
  const home = newFolder();
  const path = join(home, '.gofigr');
  const { token } = await newKey(server, demo);
  writeFileSync(path, JSON.stringify({ url, auto_publish: false, theirs: { deep: [1] } }), { mode: 0o644 });
  const steps = answers(...signIn, ['API key (leave blank to generate a new key): ', token], ['Selection [1]: ', '']);
  const { code } = await play('gfconfig', [], { home }, steps);
  expect(code).toBe(0);
  expect(readConfig(path)).toMatchObject({ url, api_key: token, auto_publish: false, theirs: { deep: [1] } });
  expect(modeOf(path)).toBe('600');
});

test('--url overrides GF_URL, which overrides the file; --config-path is a folder or a file', async () => {
  const home = newFolder();
  const { token } = await newKey(server, demo);
  const steps = answers(...signIn, ['API key (leave blank to generate a new key): ', token], ['Selection [1]: ', '']);
  const folder = newFolder();
  writeFileSync(join(folder, '.gofigr'), JSON.stringify({ url: 'http://localhost:9' }));
  const inFolder = await play('gfconfig', ['--config-path', folder], { home, env: { GF_URL: url } }, steps);
  expect(inFolder.lines.at(-2)).toBe(`Configuration saved to ${folder}/.gofigr. Happy analysis!`);
  const file = join(folder, 'lab.json');
  const args = ['--config-path', file, '--url', url];
  const inFile = await play('gfconfig', args, { home, env: { GF_URL: 'http://localhost:9' } }, steps);
  expect(inFile.lines).toContain(`Configuration saved to ${file}. Happy analysis!`);
  expect(inFile.transcript).toContain('GF_URL is set and overrides the file');
  expect(readConfig(file)).toEqual(readConfig(join(folder, '.gofigr')));
});

test('input typed ahead answers the next questions, and no password appears', async () => {
  const home = newFolder();
  const { token } = await newKey(server, demo);
  const ahead = [demo.username, demo.password, token, '3'].map((answer) => `${answer}${ENTER}`).join('');
  const steps = [{ expect: 'Username: ', send: ahead }];
  const { code, transcript } = await play('gfconfig', ['--url', url], { home }, steps);
  expect(code).toBe(0);
  expect(transcript).not.toContain(demo.password);
  expect(transcript).not.toContain(token);
  expect(readConfig(join(home, '.gofigr')).workspace).toBe(workspaces[2].api_id);
});

test('--json prints only the result on standard output, without secrets', async () => {
  const home = newFolder();
  const { token } = await newKey(server, demo);
  const steps = answers(...signIn, ['API key (leave blank to generate a new key): ', token], ['Selection [1]: ', '']);
  const { code, lines } = await play('gfconfig', ['--url', url, '--json'], { home }, steps);
  expect(code).toBe(0);
  expect(JSON.parse(lines.at(-2) ?? '')).toEqual({
    config_path: join(home, '.gofigr'),
    url,
    workspace: { api_id: workspaces[0].api_id, name: workspaces[0].name },
  });
});

test('a warning names a nearer file that overrides the new one', async () => {
  const home = newFolder();
  const project = join(home, 'project');
  mkdirSync(project);
  writeFileSync(join(project, '.gofigr'), '{}');
  const { token } = await newKey(server, demo);
  const args = ['--token-stdin', '--url', url];
  const { code, stdout, stderr } = await command('gfconfig', args, { home, cwd: project }, token);
  expect([code, stdout]).toEqual([0, `Configuration saved to ${home}/.gofigr. Happy analysis!\n`]);
  expect(stderr).toContain(`${project}/.gofigr is nearer`);
});

test('a broken file is renamed, not lost', async () => {
  const home = newFolder();
  const path = join(home, '.gofigr');
  writeFileSync(path, '{"api_key": "old"');
  const { token } = await newKey(server, demo);
  const args = ['--token-stdin', '--url', url, '--config-path', path];
  const { code, stderr } = await command('gfconfig', args, { home }, token);
  expect([code, readConfig(path).api_key]).toEqual([0, token]);
  expect(stderr).toBe(`Note: ${path} was no valid configuration. It is kept as ${path}.broken.\n`);
  expect(readFileSync(`${path}.broken`, 'utf8')).toBe('{"api_key": "old"');
});
