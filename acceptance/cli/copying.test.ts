import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command, commandLine, environment, newFolder, type UserHome } from './commands.ts';
import { type Account, type Api, as, newKey, other, type Server, server } from './servers.ts';
import { play } from './terminal.ts';

async function setUp(where: Server, account: Account): Promise<{ place: UserHome; api: Api; token: string }> {
  const home = newFolder();
  const { token } = await newKey(where, account);
  expect((await command('gfconfig', ['--token-stdin', '--url', where.url], { home }, token)).code).toBe(0);
  return { place: { home }, api: await as(where, account), token };
}

/** Creates a workspace with two analyses, figures of several revisions, an asset, and metadata that are easily lost. */
async function plant(api: Api, revisions: number): Promise<string> {
  const { api_id: workspace } = await api('POST', 'workspace/', {
    name: `Copied ${randomBytes(4).toString('hex')}`,
    description: 'with "everything" / 🎉',
  });
  const asset = await api('POST', 'asset/', { name: 'counts.csv', workspace, analysis: null });
  const file = { name: 'counts.csv', type: 'file', metadata: { path: '/tmp/counts.csv' }, data: base64('a,b\n1,2\n') };
  const held = await api('POST', 'asset_revision/', { asset: asset.api_id, metadata: {}, data: [file] });
  for (const name of ['First', 'Second / with: signs']) {
    const analysis = await api('POST', 'analysis/', { name, workspace });
    const figure = await api('POST', 'figure/', {
      name: `Figure of ${name}`,
      analysis: analysis.api_id,
      tags: ['paper', name],
    });
    for (let index = 0; index < revisions; index += 1) {
      await api('POST', 'revision/', {
        figure: figure.api_id,
        metadata: { index, list: [1, null, 'x'], deep: { a: 'ü' } },
        assets: [{ asset_revision: held.api_id, use_type: 'direct' }],
        data: [
          {
            name: 'figure',
            type: 'image',
            metadata: { format: 'png', is_watermarked: false },
            data: base64(randomBytes(30_000)),
          },
          {
            name: 'code',
            type: 'code',
            metadata: { language: 'Python', format: 'text', encoding: 'utf-8' },
            data: base64(`print(${index})`),
          },
        ],
      });
    }
  }
  return workspace;
}

const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString('base64');

/** Returns the content of a workspace without IDs, times and users, which a copy can't keep. */
async function contents(api: Api, workspace: string): Promise<unknown> {
  const { name, description, analyses, assets, size_bytes } = await api('GET', `workspace/${workspace}/`);
  return {
    name,
    description,
    size_bytes,
    analyses: await Promise.all(
      analyses.map(async ({ api_id }: any) => {
        const analysis = await api('GET', `analysis/${api_id}/`);
        const figures = await Promise.all(analysis.figures.map((figure: any) => figureContents(api, figure.api_id)));
        return { name: analysis.name, description: analysis.description, figures };
      }),
    ),
    assets: await Promise.all(
      assets.map(async ({ api_id }: any) => {
        const asset = await api('GET', `asset/${api_id}/`);
        const revisions = await Promise.all(
          asset.revisions.map(async (one: any) => dataOf(await api('GET', `asset_revision/${one.api_id}/`))),
        );
        return { name: asset.name, revisions };
      }),
    ),
  };
}

async function figureContents(api: Api, id: string): Promise<unknown> {
  const { name, description, revisions } = await api('GET', `figure/${id}/`);
  const whole = await Promise.all(
    revisions.map(async ({ api_id }: any) => {
      const revision = await api('GET', `revision/${api_id}/`);
      return { metadata: revision.metadata, links: revision.assets.length, ...dataOf(revision) };
    }),
  );
  const { tags } = await api('GET', `figure/${id}/tags/`);
  return { name, description, tags, revisions: whole };
}

/** Returns the fields to compare. The hash is BLAKE3, so equal hashes mean equal bytes. */
const dataOf = ({ data }: any) => ({
  data: data.map(({ name, type, hash, size_bytes, metadata }: any) => ({ name, type, hash, size_bytes, metadata })),
});

test('an export imported into another server gives the same objects and bytes', async () => {
  const from = await setUp(server, server.grace);
  const to = await setUp(other, other.grace);
  const workspace = await plant(from.api, 3);
  const folder = join(newFolder(), 'backup');
  const exported = await command('gofigr', ['export', workspace, folder, '--json'], from.place);
  expect([exported.code, exported.stderr]).toEqual([0, '']);
  expect(JSON.parse(exported.stdout)).toMatchObject({ folder, workspace, objects: 1 + 2 + 2 + 2 + 6, warnings: [] });
  expect(readdirSync(folder)).toContain('manifest.json');

  const imported = await command('gofigr', ['import', folder, '--json'], to.place);
  expect([imported.code, imported.stderr]).toEqual([0, '']);
  const { workspace: copy } = JSON.parse(imported.stdout);
  expect(await contents(to.api, copy)).toEqual(await contents(from.api, workspace));

  const again = await command('gofigr', ['import', folder, '--json'], to.place);
  expect(JSON.parse(again.stdout).workspace).toBe(copy);
  expect(await contents(to.api, copy)).toEqual(await contents(from.api, workspace));
});

test('a changed export is not imported', async () => {
  const from = await setUp(server, server.grace);
  const to = await setUp(other, other.grace);
  const workspace = await plant(from.api, 1);
  const folder = join(newFolder(), 'backup');
  expect((await command('gofigr', ['export', workspace, folder], from.place)).code).toBe(0);
  const { files } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const code = files.find(({ path }: { path: string }) => path.endsWith('.py'));
  writeFileSync(join(folder, code.path), 'print("other")');
  const before = (await to.api('GET', 'workspace/')).length;
  const { code: exit, stderr } = await command('gofigr', ['import', folder], to.place);
  expect([exit, stderr]).toEqual([1, expect.stringContaining(code.path)]);
  expect((await to.api('GET', 'workspace/')).length).toBe(before);
  const none = await command('gofigr', ['import', newFolder()], to.place);
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('manifest.json')]);
});

test('import --from another server, killed and started again, copies everything once', async () => {
  const from = await setUp(server, server.grace);
  const to = await setUp(other, other.grace);
  const workspace = await plant(from.api, 30);
  const args = ['import', '--from', server.url, '--from-workspace', workspace, '--from-key-stdin', '--json'];
  const { name } = await from.api('GET', `workspace/${workspace}/`);
  const copies = async () => (await to.api('GET', 'workspace/')).filter((one: any) => one.name === name);
  const made = async (): Promise<number> => {
    const [copy] = await copies();
    if (!copy) return 0;
    const { analyses } = await to.api('GET', `workspace/${copy.api_id}/`);
    const sizes = analyses.map(({ size_bytes }: any) => Math.floor(size_bytes / 30_000));
    return sizes.reduce((sum: number, one: number) => sum + one, 0);
  };

  for (const atLeast of [1, 15, 30]) {
    const [node = '', ...rest] = commandLine('gofigr', args);
    const child = spawn(node, rest, {
      cwd: to.place.home,
      env: environment(to.place),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = once(child, 'close');
    child.stdin.end(from.token);
    while ((await made()) < atLeast && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    expect(await made()).toBeLessThan(60);
  }
  const last = await command('gofigr', args, to.place, from.token);
  expect([last.code, last.stderr]).toEqual([0, '']);
  expect(await copies()).toHaveLength(1);
  const { workspace: copy, objects } = JSON.parse(last.stdout);
  expect(objects).toBe(1 + 2 + 2 + 2 + 60);
  expect(await contents(to.api, copy)).toEqual(await contents(from.api, workspace));
});

test('an import interrupted by Ctrl-C says how to continue', async () => {
  const from = await setUp(server, server.grace);
  const to = await setUp(other, other.grace);
  const workspace = await plant(from.api, 30);
  const place = { ...to.place, env: { GF_FROM_API_KEY: from.token } };
  const args = ['import', '--from', server.url, '--from-workspace', workspace];
  const { code, transcript, restored } = await play('gofigr', args, place, [{ expect: '%', send: '\u0003' }]);
  expect([code, restored]).toEqual([130, true]);
  expect(transcript).toContain('Run the same command again');
  const { code: then } = await command('gofigr', args, place);
  expect(then).toBe(0);
});

test('an import needs a source and a key', async () => {
  const { place } = await setUp(other, other.grace);
  const nothing = await command('gofigr', ['import'], place);
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('--from URL')]);
  const keyless = await command('gofigr', ['import', '--from', server.url], place);
  expect([keyless.code, keyless.stderr]).toEqual([2, expect.stringContaining('--from-key-stdin')]);
  const unknown = await command('gofigr', ['export', 'No such workspace', 'folder'], place);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('No such workspace')]);
});
