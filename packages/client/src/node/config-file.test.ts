import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, findConfig, readConfig, updateConfig, writeConfig } from './config-file.ts';
import { loadSettings } from './settings.ts';

let root: string;
let home: string;
let project: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gofigr-config-'));
  home = join(root, 'home');
  project = join(root, 'work', 'project');
  await mkdir(home);
  await mkdir(join(project, 'deep'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const put = async (folder: string, value: object): Promise<string> => {
  const path = join(folder, '.gofigr');
  await writeFile(path, JSON.stringify(value));
  return path;
};

describe('the configuration file', () => {
  it('is the nearest: in the current folder, above it, then in the home folder', async () => {
    const locations = { cwd: join(project, 'deep'), home };
    expect(await findConfig(locations)).toBeUndefined();
    const atHome = await put(home, {});
    expect(await findConfig(locations)).toBe(atHome);
    const above = await put(join(root, 'work'), {});
    expect(await findConfig(locations)).toBe(above);
    const here = await put(join(project, 'deep'), {});
    expect(await findConfig(locations)).toBe(here);
  });

  it('of another user is ignored, since it could send a key to their server', async () => {
    const atHome = await put(home, {});
    const theirs = await put(project, { url: 'https://elsewhere.example' });
    await chown(theirs, 4711, 4711).catch(() => undefined); // only root can
    const { uid } = await stat(theirs);
    await chown(atHome, uid + 1, uid + 1).catch(() => undefined);
    const ignored: string[] = [];
    const locations = { cwd: project, home, onIgnored: (path: string) => ignored.push(path) };
    const found = await findConfig({ ...locations, uid: uid + 1 });
    expect([found === theirs, ignored[0]]).toEqual([false, theirs]);
    expect(await findConfig({ ...locations, uid })).toBe(theirs);
    expect(await findConfig({ ...locations, uid: 0 })).toBe(theirs);
  });

  it('is a file: a folder of that name is ignored', async () => {
    await mkdir(join(project, '.gofigr'));
    const atHome = await put(home, {});
    expect(await findConfig({ cwd: project, home })).toBe(atHome);
  });

  it('is readable by its owner only, always complete, and keeps unknown fields', async () => {
    const path = await put(home, { api_key: 'old', their_setting: [1], jupyter: { a: 1 } });
    await chmod(path, 0o644);
    await updateConfig(path, { api_key: 'new', url: 'http://x', username: undefined });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      api_key: 'new',
      url: 'http://x',
      their_setting: [1],
      jupyter: { a: 1 },
    });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(home)).toEqual(['.gofigr']);
  });

  it('that is a link is changed at its target', async () => {
    const target = join(root, 'dotfiles');
    await writeFile(target, '{"api_key":"a"}');
    await symlink(target, join(home, '.gofigr'));
    await updateConfig(join(home, '.gofigr'), { url: 'http://x' });
    expect(await readConfig(target)).toEqual({ api_key: 'a', url: 'http://x' });
  });

  it('that is broken is named in the error but not quoted', async () => {
    const path = join(home, '.gofigr');
    for (const text of ['{"api_key": "secret",', '["secret"]', 'null', '']) {
      await writeFile(path, text);
      const error = await readConfig(path).catch((one: unknown) => one);
      expect(error).toBeInstanceOf(ConfigError);
      expect(String(error)).toContain(path);
      expect(JSON.stringify(error) + String(error)).not.toContain('secret');
    }
  });

  it('that can not be written leaves no temporary file', async () => {
    const path = join(root, 'missing', '.gofigr');
    await expect(writeConfig(path, { api_key: 'a' })).rejects.toThrow(/ENOENT/);
    expect(await readdir(root)).not.toContain('missing');
  });
});

describe('a setting', () => {
  it('comes from the argument, else the environment, else the file', async () => {
    const path = await put(home, { url: 'http://file', api_key: 'file', workspace: 'file', username: 'file' });
    const env = { GF_URL: 'http://env', GF_API_KEY: 'env', GF_WORKSPACE: '' };
    const settings = await loadSettings({ cwd: project, home, env, url: 'http://argument' });
    expect(settings).toMatchObject({
      url: { value: 'http://argument', origin: { kind: 'argument' } },
      apiKey: { value: 'env', origin: { kind: 'environment', name: 'GF_API_KEY' } },
      workspace: { value: 'file', origin: { kind: 'file', path } },
      username: { value: 'file', origin: { kind: 'file', path } },
      password: undefined,
      configPath: path,
    });
  });

  it.each([['', '  '], [null], [{}], [[]]])('is not given if it is %j, as gofigR writes it', async (...values) => {
    for (const value of values) {
      await put(home, { api_key: 'file', workspace: value as never });
      const env = { GF_WORKSPACE: '  ' };
      expect((await loadSettings({ cwd: project, home, env })).workspace).toBeUndefined();
    }
  });

  it('has a different name in each published client', async () => {
    const env = { GF_WORKSPACE_ID: 'id' };
    expect((await loadSettings({ cwd: project, home, env })).workspace?.value).toBe('id');
    await put(home, { workspace_id: 'from the class' });
    expect((await loadSettings({ cwd: project, home, env: {} })).workspace?.value).toBe('from the class');
  });

  it('for the address defaults to a server on this machine', async () => {
    const { url, apiKey } = await loadSettings({ cwd: project, home, env: {} });
    expect(url).toEqual({ value: 'http://localhost:5173', origin: { kind: 'default' } });
    expect(apiKey).toBeUndefined();
  });
});
