import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { png } from '../src/pictures.ts';
import { other, server } from './servers.ts';
import { setUpHome } from './set-up-home.ts';
import { CTRL_C, play } from './terminal.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';

test('each picture is a figure named by its file, and formats of one name are one figure', async () => {
  const { api, gofigr, write, names } = await setUpHome();
  for (const name of ['a.png', 'b.png', 'c.v2.png']) write(name, png(4, 4));
  write('b.svg', SVG);
  const said = await gofigr(['publish', 'a.png', 'b.png', 'c.v2.png', 'b.svg', '-a', 'A', '--json']);
  expect(said.stderr).toBe('');
  const revisions = await Promise.all(
    JSON.parse(said.stdout).map(({ api_id }: any) => api('GET', `revision/${api_id}/`)),
  );
  expect(
    revisions.map(({ figure_metadata, data }) => [
      figure_metadata.name,
      data.map(({ metadata }: any) => metadata.format),
    ]),
  ).toEqual([
    ['a', ['png']],
    ['b', ['png', 'svg']],
    ['c.v2', ['png']],
  ]);

  const all = ['publish', 'a.png', 'b.png', '-a', 'A'];
  const unclear = await gofigr([...all, '-f', 'F']);
  expect([unclear.code, unclear.stderr]).toEqual([2, expect.stringContaining('--one-figure')]);
  const one = await gofigr([...all, '-f', 'F', '--one-figure', '--json']);
  expect((await api('GET', `revision/${JSON.parse(one.stdout).api_id}/`)).data).toHaveLength(2);
  expect(await names()).toEqual(['A', 'a', 'b', 'c.v2', 'F']);
});

test('files whose bytes are no picture, table or script are refused before anything is sent', async () => {
  const { home, gofigr, write, names } = await setUpHome();
  write('good.png', png(4, 4));
  write('empty.png', '');
  write('text.png', 'no picture at all');
  write('table.png', 'a,b\n1,2\n');
  write('archive.svg', 'PK\x03\x04');
  write('page.svg', '<html></html><p>');
  write('noise.csv', Buffer.from([0, 1, 2, 3, 255]));
  mkdirSync(join(home, 'folder.png'));
  mkdirSync(join(home, 'x'));
  writeFileSync(join(home, 'x', 'good.png'), png(4, 4));
  const refused: [string[], number, RegExp][] = [
    [['empty.png'], 2, /empty\.png is no picture: it is empty/],
    [['text.png'], 2, /text\.png is no picture: its bytes are plain text/],
    [['table.png'], 2, /table\.png is no picture: its bytes are CSV[^]*--table/],
    [['archive.svg'], 2, /archive\.svg is no picture: its bytes are ZIP/i],
    [['folder.png'], 5, /This is a folder, not a file: folder\.png/],
    [['good.png', '--table', 'good.png'], 2, /good\.png is no table: its bytes are PNG/],
    [['good.png', '--table', 'noise.csv'], 2, /noise\.csv is no table/],
    [['good.png', '--table', 'empty.png'], 2, /empty\.png is no table: it is empty/],
    [['good.png', '--code', 'good.png'], 2, /good\.png is no script: its bytes are PNG/],
    [['good.png', '--file', 'folder.png'], 5, /This is a folder/],
    [['good.png', 'x/good.png'], 2, /both the png of the figure "good"/],
    [['good.png', '-f', ' '], 2, /^gofigr: The name of --figure is empty\.\n$/],
  ];
  for (const [args, code, message] of refused)
    expect(await gofigr(['publish', ...args, '-a', 'A'])).toMatchObject({
      code,
      stderr: expect.stringMatching(message),
    });
  expect(
    (await gofigr(['publish', 'good.png', '--file', 'empty.png', '-a', 'A', '-f', 'a\u0000b'.slice(0, 1)])).code,
  ).toBe(0);
  expect(await names()).toEqual(['A', 'a']);
});

test('two files never become one asset silently', async () => {
  const { home, gofigr, write, names } = await setUpHome();
  mkdirSync(join(home, 'sub'));
  writeFileSync(join(home, 'sub', 't.csv'), 'a\n1\n');
  write('t.csv', 'a\n2\n');
  const both = await gofigr(['sync', 'sub/t.csv', 't.csv']);
  expect([both.code, both.stderr]).toEqual([2, expect.stringMatching(/both become the asset "t\.csv"[^]*--name/)]);
  expect((await gofigr(['sync', 'sub', 't.csv'])).code).toBe(5);
  expect(await names()).toEqual([]);
  expect((await gofigr(['sync', 'sub/t.csv', '--name', 'sub/t.csv'])).code).toBe(0);
  expect((await gofigr(['sync', 't.csv', './t.csv'])).code).toBe(0);
  expect(await names()).toEqual(['sub/t.csv', 't.csv']);
});

test('an address of another server goes to the profile of its host, and no key to any other', async () => {
  const { home, token, gofigr, workspace } = await setUpHome();
  const there = `${other.url}/r/abcdefgh0`;
  for (const command of [['download'], ['open'], ['diff', 'abcdefgh1']])
    for (const env of [{}, { GF_API_KEY: token, GF_URL: server.url }])
      expect(await gofigr([...command, there], env)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/The address is on localhost:\d+, but no key is for it[^]*gfconfig --url/),
      });
  const config = {
    url: server.url,
    api_key: token,
    profiles: { there: { url: other.url, api_key: 'x-made-elsewhere' } },
  };
  writeFileSync(join(home, '.gofigr'), JSON.stringify(config));
  const refused = await gofigr(['download', there]);
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining(`refused by ${other.url}`)]);
  const compared = await gofigr(['diff', 'abcdefgh1', there]);
  expect([compared.code, compared.stderr]).toEqual([2, expect.stringContaining(`refused by ${other.url}`)]);
  const mixed = await gofigr(['diff', `${server.url}/r/abcdefgh1`, there]);
  expect([mixed.code, mixed.stderr]).toEqual([2, expect.stringContaining('The revisions are on two servers')]);
  expect((await gofigr(['open', '--print', `${server.url}/workspace/${workspace.api_id}`])).code).toBe(0);
});

test('download and open say what an ID is, or that there is none', async () => {
  const { api, gofigr, write, workspace } = await setUpHome();
  write('plot.png', png(4, 4));
  await gofigr(['publish', 'plot.png', '-a', 'A']);
  const { api_id, figure } = JSON.parse((await gofigr(['publish', 'plot.png', '-a', 'A', '--json'])).stdout);
  const { analysis } = await api('GET', `figure/${figure}/`);
  for (const [id, message] of [
    [
      figure,
      `This is the figure "plot", not a revision.\n  Download its newest one:  gofigr download ${server.url}/revision/${api_id}`,
    ],
    [`${server.url}/figure/${figure}`, 'This is the figure "plot"'],
    [analysis, 'This is the analysis "A"'],
    [workspace.api_id, 'gofigr export'],
  ])
    expect(await gofigr(['download', id])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  for (const id of ['zzzzzzzz0', crypto.randomUUID(), `${server.url}/figure/${api_id}`])
    for (const command of ['download', 'open'])
      expect(await gofigr([command, id])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^gofigr: No \w+ has the ID/),
      });
});

test('GF_WORKSPACE takes a name, and a wrong one is named', async () => {
  const { api, gofigr, write, workspace, names } = await setUpHome();
  write('plot.png', png(4, 4));
  const elsewhere = await api('POST', 'workspace/', { name: 'Named by a variable' });
  const env = { GF_WORKSPACE: 'Named by a variable' };
  expect((await gofigr(['publish', 'plot.png', '-a', 'A'], env)).code).toBe(0);
  expect((await gofigr(['sync', 'plot.png'], env)).code).toBe(0);
  expect((await gofigr(['open', '--print'], env)).stdout).toContain(elsewhere.api_id);
  expect((await gofigr(['doctor'], env)).stdout).toContain('"Named by a variable" (from GF_WORKSPACE)');
  const { analyses, assets } = await api('GET', `workspace/${elsewhere.api_id}/`);
  expect([analyses.length, assets.length, await names()]).toEqual([1, 1, []]);
  await api('DELETE', `workspace/${elsewhere.api_id}/`);
  for (const GF_WORKSPACE of ['No such', elsewhere.api_id])
    for (const args of [['publish', 'plot.png', '-a', 'A'], ['sync', 'plot.png'], ['open', '--print'], ['doctor']]) {
      const { code, stdout, stderr } = await gofigr(args, { GF_WORKSPACE });
      expect([args[0], code === 0, stdout + stderr]).toEqual([args[0], false, expect.stringContaining('GF_WORKSPACE')]);
    }
  expect(workspace.name).toBeTruthy();
});

test('doctor names the variable of a wrong address, and all is well only without warnings', async () => {
  const { gofigr, home } = await setUpHome();
  for (const GF_URL of ['http://localhost:9', 'localhost:5173', `${server.url}/nowhere`]) {
    const { code, stdout } = await gofigr(['doctor'], { GF_URL, GF_API_KEY: 'made-elsewhere' });
    expect([code, stdout]).toEqual([1, expect.stringContaining('GF_URL')]);
  }
  const { stdout: well } = await gofigr(['doctor']);
  expect(well).toContain('All is well.');
  writeFileSync(join(home, 'loose'), '{}', { mode: 0o644 });
  const warned = await gofigr(['doctor', '-c', 'loose', '--url', server.url], { GF_API_KEY: 'x' });
  expect(warned.stdout).not.toContain('All is well');
});

test('an interrupted publish leaves nothing, and its bar leaves no trace', async () => {
  const { home, write, names } = await setUpHome();
  write('plot.png', png(4, 4));
  write('large.bin', randomBytes(60_000_000));
  const args = ['publish', 'plot.png', '-a', 'Broken off', '--file', 'large.bin'];
  const { code, transcript } = await play('gofigr', args, { home }, [{ expect: '█', send: CTRL_C }]);
  expect(code).toBe(130);
  // The last line is cleared, and only the message follows.
  const last = transcript.slice(transcript.lastIndexOf('\r\u001b[K'));
  expect(last).toContain('Interrupted.');
  expect(last).not.toContain('█');
  expect(await names()).toEqual([]);
  expect(readdirSync(home)).toContain('large.bin');
});
