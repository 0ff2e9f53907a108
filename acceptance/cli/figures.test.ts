import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { png } from '../src/pictures.ts';
import { command, newFolder } from './commands.ts';
import { type Api, as, newKey, server } from './servers.ts';
import { play } from './terminal.ts';

const { url, grace: user } = server;

let home = '';
let token = '';
let api: Api;
let workspace: { api_id: string; name: string };

/** Sets up a home folder for a new workspace. */
beforeEach(async () => {
  home = newFolder();
  api = await as(server, user);
  token = (await newKey(server, user)).token;
  workspace = await api('POST', 'workspace/', { name: `Figures ${randomBytes(4).toString('hex')}` });
  const args = ['--token-stdin', '--url', url, '--workspace', workspace.api_id];
  await command('gfconfig', args, { home }, token);
});

const gofigr = (...args: string[]) => command('gofigr', args, { home });

async function json(...args: string[]): Promise<any> {
  const { code, stdout, stderr } = await gofigr(...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

function write(name: string, bytes: string | Uint8Array): Buffer {
  writeFileSync(join(home, name), bytes);
  return readFileSync(join(home, name));
}

test('parallel publishes create only one analysis and one figure of a name', async () => {
  write('plot.png', png(20, 10));
  const names = ['--analysis', 'Raced', '--figure', 'Side by side'];
  const said = await Promise.all(Array.from({ length: 4 }, () => json('publish', 'plot.png', ...names)));
  expect(new Set(said.map(({ figure }) => figure)).size).toBe(1);
  const { analyses } = await api('GET', `workspace/${workspace.api_id}/`);
  expect(analyses.map(({ name }: any) => name)).toEqual(['Raced']);
});

test('publish creates the analysis and figure and stores all files unchanged', async () => {
  const sent = {
    'plot.png': write('plot.png', png(20, 10)),
    'plot.svg': write('plot.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    'counts.csv': write('counts.csv', 'a,b\n1,2\n'),
    'plot.R': write('plot.R', 'plot(1:3)\n'),
    'raw.bin': write('raw.bin', randomBytes(300_000)),
  };
  const files = ['plot.png', 'plot.svg', '--table', 'counts.csv', '--code', 'plot.R', '--file', 'raw.bin'];
  const meta = ['--meta', 'run=12', '--meta', 'batch=A7', '--meta', 'tags=["x"]'];
  const names = ['--analysis', 'Growth', '--figure', 'Colony counts'];
  const said = await json('publish', ...files, ...names, ...meta);
  expect(said).toMatchObject({ revision: 1, url: `${url}/r/${said.short_id}` });

  const revision = await api('GET', `revision/${said.api_id}/`);
  expect(revision.metadata).toEqual({ run: 12, batch: 'A7', tags: ['x'] });
  expect(revision.figure_metadata.name).toBe('Colony counts');
  const { name, workspace: where } = await api('GET', `analysis/${revision.figure_metadata.analysis}/`);
  expect([name, where]).toEqual(['Growth', workspace.api_id]);
  const bytes = await Promise.all(
    revision.data.map(async ({ api_id }: any) => Buffer.from((await api('GET', `data/${api_id}/`)).data, 'base64')),
  );
  expect(bytes.map((one) => one.toString('hex')).toSorted((a, b) => a.localeCompare(b))).toEqual(
    Object.values(sent)
      .map((one) => one.toString('hex'))
      .toSorted((a, b) => a.localeCompare(b)),
  );
  const code = revision.data.find(({ type }: any) => type === 'code');
  expect([code.name, code.metadata.language]).toEqual(['plot.R', 'R']);

  const again = await gofigr('publish', 'plot.png', ...names);
  expect(again.stdout).toMatch(/^Revision 2 of "Colony counts" \(.*\)\nhttp.*\/r\/\w+\n$/);
});

test('search, list, show and log find what was published [18.8]', async () => {
  write('plot.png', png(20, 10));
  write('fit.py', 'fit_hill(dose)\n');
  const names = ['--analysis', 'Growth', '--figure', `Curve ${workspace.name}`];
  const { api_id, figure, short_id } = await json('publish', 'plot.png', ...names, '--code', 'fit.py');

  await vi.waitFor(async () => {
    const { results } = await json('search', 'fit_hill', `workspace:"${workspace.name}"`);
    expect(results).toMatchObject([{ api_id: figure, match: { in: 'code', text: 'fit_hill(dose)' } }]);
  }, 60_000);
  const found = await gofigr('search', 'fit_hill', `workspace:"${workspace.name}"`);
  expect(found.stdout).toContain(`  code: fit_hill(dose)\n  ${url}/figure/${figure}\n`);
  const without = await gofigr('search', '--json', '--', `workspace:"${workspace.name}"`, '-fit_hill', 'type:figure');
  expect(JSON.parse(without.stdout).results).toEqual([]);
  expect((await json('search', short_id)).opens).toEqual({ type: 'revision', api_id });
  expect((await gofigr('search', 'x', '--limit', '0')).code).toBe(2);

  expect((await json('list')).analyses).toMatchObject([{ name: 'Growth', figure_count: 1 }]);
  expect((await json('list', 'Growth')).figures).toMatchObject([{ api_id: figure, revision_count: 1 }]);
  expect((await gofigr('list', 'Growth')).stdout).toMatch(/^\d{4}-\d\d-\d\d {2}1 revision {2}Curve /);
  expect(await json('show', short_id)).toMatchObject({ api_id, url: `${url}/revision/${api_id}` });
  expect((await gofigr('show', `${url}/figure/${figure}`)).stdout).toContain(`revision   1 (${short_id})`);
  for (const args of [['log'], ['log', 'Growth']])
    expect((await json(...args, '--limit', '1')).activity).toMatchObject([{ action: 'create', target_id: api_id }]);
});

test('search uses saved searches, also with more words, and lists them [18.10]', async () => {
  const name = `Drafts ${workspace.name}`;
  await api('POST', 'saved_search/', { name, q: `workspace:"${workspace.name}" type:analysis` });
  for (const analysis of ['Dose', 'Growth'])
    await api('POST', 'analysis/', { name: analysis, workspace: workspace.api_id });
  await vi.waitFor(async () => {
    const { results } = await json('search', '--saved', name.toUpperCase());
    expect(results.map((one: any) => one.name).toSorted()).toEqual(['Dose', 'Growth']);
  }, 10_000);
  expect((await json('search', 'growth', '--saved', name)).results).toMatchObject([{ name: 'Growth' }]);
  const { searches } = await json('search', '--saved');
  expect(searches).toContainEqual(expect.objectContaining({ name, q: `workspace:"${workspace.name}" type:analysis` }));
  expect((await gofigr('search', '--saved')).stdout).toContain(`${name}  workspace:`);
  const unknown = await gofigr('search', '--saved', 'unknown');
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining(`There are: `)]);
  expect((await gofigr('search')).code).toBe(2);
});

test('tags are added by a publish, and changed and listed by tag [17.33]', async () => {
  write('plot.png', png(20, 10));
  const names = ['--analysis', 'Tagged', '--figure', 'One'];
  const { figure, short_id } = await json('publish', 'plot.png', ...names, '--tag', 'paper', '--tag', 'draft');
  expect(await json('tag', figure)).toEqual({ figure, tags: ['draft', 'paper'] });
  expect(await json('tag', short_id, 'new', 'more', '--remove', 'DRAFT')).toEqual({
    figure,
    tags: ['more', 'new', 'paper'],
  });
  expect((await gofigr('tag', `${url}/figure/${figure}`)).stdout).toBe('more\nnew\npaper\n');
  const wrong = await gofigr('tag', workspace.api_id, 'x');
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('Only figures have tags')]);
});

test('publish labels tables with their true encoding', async () => {
  write('plot.png', png(4, 4));
  write('plain.csv', 'Größe\n1\n');
  write('latin.csv', Buffer.from('Größe\n1\n', 'latin1'));
  write('wide.csv', Buffer.from('\ufeffGröße\n1\n', 'utf16le'));
  write('t.parquet', Buffer.from('PAR1\x15'));
  const published = ['publish', 'plot.png', '-a', 'A', '-f', 'F', '--json'];
  const labels = async ({ stdout }: { stdout: string }) => {
    const { data } = await api('GET', `revision/${JSON.parse(stdout).api_id}/`);
    const tables = data.filter(({ type }: any) => type === 'dataframe');
    return Object.fromEntries(tables.map(({ name, metadata }: any) => [name, metadata.encoding]));
  };
  const files = ['plain.csv', 'latin.csv', 'wide.csv', 't.parquet'].flatMap((name) => ['--table', name]);
  const recognised = await gofigr(...published, ...files);
  expect(recognised.stderr).toMatch(/^Note: latin\.csv is not UTF-8\..*--encoding.*\n$/);
  expect(await labels(recognised)).toEqual({
    'plain.csv': 'utf-8',
    'latin.csv': null,
    'wide.csv': 'utf-16',
    't.parquet': null,
  });
  const named = await gofigr(...published, '--table', 'latin.csv', '--table', 't.parquet', '--encoding', 'latin-1');
  expect([await labels(named), named.stderr]).toEqual([{ 'latin.csv': 'latin-1', 't.parquet': null }, '']);
  for (const [encoding, message] of [
    ['utf-8', 'latin.csv is not encoded as utf-8'],
    ['klingon', 'The encoding klingon is unknown'],
  ] as const) {
    const { code, stdout } = await gofigr(...published, '--table', 'latin.csv', '--encoding', encoding);
    expect([code, stdout]).toEqual([2, expect.stringContaining(message)]);
  }
});

test('publish keeps all digits of numbers in metadata', async () => {
  write('plot.png', png(4, 4));
  const path = join(home, '.gofigr');
  const config = readFileSync(path, 'utf8').trimEnd().replace(/\}$/, ',"default_metadata":{"a":9007199254740993}}');
  writeFileSync(path, config);
  const { api_id } = await json('publish', 'plot.png', '-a', 'A', '-f', 'F', '--meta', 'b=12345678901234567891');
  const answer = await fetch(`${url}/api/v1.4.1/revision/${api_id}/`, { headers: { authorization: `Token ${token}` } });
  expect(await answer.text()).toContain('"metadata":{"a":9007199254740993,"b":12345678901234567891}');
});

test('publish adds the default metadata of the configuration file', async () => {
  const path = join(home, '.gofigr');
  const config = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...config, default_metadata: { project: 'rocket', run: 1 } }));
  write('plot.png', png(4, 4));
  const { api_id } = await json('publish', 'plot.png', '-a', 'A', '-f', 'F', '--meta', 'run=2');
  expect((await api('GET', `revision/${api_id}/`)).metadata).toEqual({ project: 'rocket', run: 2 });
});

test('publish reports wrong arguments before it sends anything', async () => {
  write('plot', 'x');
  write('plot.png', png(4, 4));
  const missing = await gofigr('publish', 'no-such.png', '-a', 'A', '-f', 'F');
  expect([missing.code, missing.stderr]).toEqual([5, expect.stringContaining('no-such.png')]);
  const shapeless = await gofigr('publish', 'plot', '-a', 'A', '-f', 'F');
  expect([shapeless.code, shapeless.stderr]).toEqual([2, expect.stringContaining('plot is no picture')]);
  const nameless = await gofigr('publish', 'plot.png', '-f', 'F');
  expect([nameless.code, nameless.stderr]).toEqual([2, expect.stringContaining('--analysis')]);
  const elsewhere = await gofigr('publish', 'plot.png', '-a', 'A', '-f', 'F', '-w', 'No such workspace');
  expect([elsewhere.code, elsewhere.stderr]).toEqual([1, expect.stringContaining('No such workspace')]);
  expect((await api('GET', `workspace/${workspace.api_id}/`)).analyses).toEqual([]);
});

test('on a terminal a bar shows the progress and is removed at the end', async () => {
  write('large.bin', randomBytes(8_000_000));
  write('plot.png', png(4, 4));
  const args = ['publish', 'plot.png', '-a', 'A', '-f', 'F', '--file', 'large.bin'];
  const { transcript, code } = await play('gofigr', args, { home }, []);
  expect(code).toBe(0);
  expect(transcript).toMatch(/[█░]{24} \d+ %/);
  expect(transcript).toContain('\r\u001b[KRevision 1 of "F"');
  expect((await gofigr(...args)).stderr).toBe('');
});

test('sync stores each content of a file only once', async () => {
  const first = write('counts.csv', 'a\n1\n');
  const [made] = await json('sync', 'counts.csv');
  expect(made).toMatchObject({ name: 'counts.csv', revision: 1, is_new: true });
  expect((await json('sync', 'counts.csv'))[0]).toMatchObject({ asset_revision: made.asset_revision, is_new: false });
  write('counts.csv', 'a\n2\n');
  expect((await json('sync', 'counts.csv'))[0]).toMatchObject({ asset: made.asset, revision: 2, is_new: true });
  const asset = await api('GET', `asset/${made.asset}/`);
  expect([asset.workspace, asset.revisions.length]).toEqual([workspace.api_id, 2]);
  const { data } = await api('GET', `asset_revision/${made.asset_revision}/`);
  expect(Buffer.from((await api('GET', `data/${data[0].api_id}/`)).data, 'base64')).toEqual(first);
  const { code, stderr } = await gofigr('sync', 'counts.csv', 'missing.csv');
  expect([code, stderr]).toEqual([5, expect.stringContaining('missing.csv')]);
});

test('download saves files under the names that the web app gives [14.24]', async () => {
  write('plot0.jpe', png(6, 6));
  write('a.R', 'plot(1)\n');
  write('counts.tab', 'a\tb\n');
  const args = ['publish', 'plot0.jpe', '--code', 'a.R', '--table', 'counts.tab', '-a', 'A', '-f', 'Growth'];
  const said = await json(...args);
  const { data } = await api('GET', `revision/${said.api_id}/`);
  expect(data.map(({ metadata }: any) => metadata.format)).toEqual(['text', 'png', 'tsv']);
  const { files } = await json('download', said.short_id, '-o', 'saved');
  const names = ['a.R', 'Growth r1.png', 'counts.tab'];
  expect(files).toEqual(names.map((name) => join('saved', name)));
  expect(readdirSync(join(home, 'saved')).toSorted()).toEqual(names.toSorted());
});

test('download saves a revision by short ID, API ID and address', async () => {
  const table = write('counts.csv', 'a,b\n1,2\n');
  write('plot.png', png(6, 6));
  const said = await json('publish', 'plot.png', '--table', 'counts.csv', '-a', 'A', '-f', 'Colony: counts/2');
  const { files } = await json('download', said.short_id);
  expect(files.every((file: string) => existsSync(join(home, file)))).toBe(true);
  expect(files.map((file: string) => file.split('/')[0])).toEqual(['Colony_ counts_2 1', 'Colony_ counts_2 1']);
  const saved = files.find((file: string) => file.endsWith('.csv'));
  expect(readFileSync(join(home, saved))).toEqual(table);

  expect((await gofigr('download', said.api_id)).code).toBe(1);
  expect((await gofigr('download', said.api_id, '--force')).code).toBe(0);
  expect((await gofigr('download', said.url, '-o', 'elsewhere')).code).toBe(0);
  expect(readdirSync(join(home, 'elsewhere'))).toHaveLength(2);
  const [{ url: page }] = await json('sync', 'counts.csv');
  expect((await json('download', page, '-o', 'asset')).files).toEqual([join('asset', 'counts.csv')]);
  expect((await gofigr('download', 'zzzzzzzzz')).code).toBe(1);
  expect((await gofigr('download', 'what is this?')).code).toBe(2);
});

test('a file name chosen by another user can not leave the folder', async () => {
  const analysis = await api('POST', 'analysis/', { name: 'A', workspace: workspace.api_id });
  const figure = await api('POST', 'figure/', { name: '../../up', analysis: analysis.api_id });
  const datum = { name: '../../../evil', type: 'file', metadata: { path: '/etc/evil' }, data: 'eA==' };
  const revision = { figure: figure.api_id, metadata: {}, data: [datum], assets: [] };
  const { api_id } = await api('POST', 'revision/', revision);
  mkdirSync(join(home, 'deep', 'er'), { recursive: true });
  const { code, stdout } = await command('gofigr', ['download', api_id], { home, cwd: join(home, 'deep', 'er') });
  expect(code).toBe(0);
  expect(stdout.trim().split('/')).not.toContain('..');
  expect(readdirSync(join(home, 'deep', 'er'))).toHaveLength(1);
  expect(readdirSync(join(home, 'deep'))).toEqual(['er']);
});

test('open finds the page of every kind of object', async () => {
  write('plot.png', png(4, 4));
  const said = await json('publish', 'plot.png', '-a', 'A', '-f', 'F');
  const page = async (...args: string[]) => (await gofigr('open', '--print', ...args)).stdout.trim();
  expect(await page()).toBe(`${url}/workspace/${workspace.api_id}`);
  expect(await page(said.short_id)).toBe(`${url}/r/${said.short_id}`);
  expect(await page(said.api_id)).toBe(`${url}/revision/${said.api_id}`);
  expect(await page(said.figure)).toBe(`${url}/figure/${said.figure}`);
  expect(await page(workspace.api_id)).toBe(`${url}/workspace/${workspace.api_id}`);
  expect((await gofigr('open', '--print', crypto.randomUUID())).code).toBe(1);
  // This machine has no display, so the address is printed without --print.
  expect((await gofigr('open', said.short_id)).stdout.trim()).toBe(`${url}/r/${said.short_id}`);
});

test('open starts the browser that BROWSER names', async () => {
  writeFileSync(join(home, 'browser'), `#!/bin/sh\necho "$1" > ${join(home, 'opened')}\n`, { mode: 0o755 });
  const place = { home, env: { BROWSER: join(home, 'browser') } };
  const { stdout } = await command('gofigr', ['open'], place);
  expect(stdout).toBe(`Opened ${url}/workspace/${workspace.api_id}\n`);
  await expect
    .poll(() => existsSync(join(home, 'opened')) && readFileSync(join(home, 'opened'), 'utf8'))
    .toContain(`/workspace/${workspace.api_id}`);
});

test('no output holds a key, even if the key is refused', async () => {
  const { stdout, stderr, code } = await command('gofigr', ['open', '--print', '--json'], {
    home,
    env: { GF_API_KEY: 'bae9'.repeat(17) },
  });
  expect(code).toBe(3);
  const refused = await command('gofigr', ['download', 'abc12345'], { home, env: { GF_API_KEY: 'bae9'.repeat(17) } });
  expect(refused.code).toBe(3);
  for (const text of [stdout, stderr, refused.stdout, refused.stderr]) {
    expect(text).not.toContain('bae9bae9');
    expect(text).not.toContain(token);
  }
});
