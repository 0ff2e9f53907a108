import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { beforeEach, expect, test } from 'vitest';
import { command, newFolder } from './commands.ts';
import { as, newKey, server } from './servers.ts';

const { url, grace: user } = server;

let home = '';
beforeEach(async () => {
  home = newFolder();
  const api = await as(server, user);
  const { token } = await newKey(server, user);
  const workspace = await api('POST', 'workspace/', { name: `Compared ${randomBytes(4).toString('hex')}` });
  await command('gfconfig', ['--token-stdin', '--url', url, '--workspace', workspace.api_id], { home }, token);
});

const gofigr = (...args: string[]) => command('gofigr', args, { home });
const write = (name: string, bytes: string | Uint8Array) => writeFileSync(join(home, name), bytes);

/** A white PNG of 100 × 10 pixels whose first ones are black. */
function picture(black: number): Buffer {
  const image = new PNG({ width: 100, height: 10 });
  image.data.fill(255);
  for (let pixel = 0; pixel < black; pixel++) image.data.fill(0, pixel * 4, pixel * 4 + 3);
  return PNG.sync.write(image);
}

async function publish(step: number): Promise<{ short_id: string; api_id: string }> {
  write('plot.png', picture(step));
  write('counts.csv', `id,count\na,1\nb,${step}\n`);
  write('plot.py', `import os\n\tx = ${step}\n`);
  const files = ['plot.png', '--table', 'counts.csv', '--code', 'plot.py', '--meta', `threshold=${step / 100}`];
  const { stdout } = await gofigr('publish', ...files, '-a', 'Growth', '-f', 'Counts', '--json');
  return JSON.parse(stdout);
}

test('diff shows what differs, draws it, and ends with 1', async () => {
  const [a, b] = [await publish(0), await publish(41)];
  const { code, stdout, stderr } = await gofigr('diff', a.short_id, `${url}/r/${b.short_id}`, '--picture', 'out.png');
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toBe(`\`threshold\` 0 → 0.41 · code +1 line, −1 line · 1 row changed · picture 4.1 % different

Parameters
  ~  threshold  0  →  0.41  (+0.41)

~ plot.py
   import os
  -    x = 0
  +    x = 41

~ counts.csv
  2 → 2 rows, rows by "id": 1 changed
  ~ row 2  count  0  →  41  (+41)

~ figure (png)
  4.10 % different: 41 pixels
  41×1 at 0, 0
`);
  const drawn = PNG.sync.read(readFileSync(join(home, 'out.png')));
  expect([drawn.width, drawn.height]).toEqual([100, 10]);
  expect([...drawn.data.subarray(40 * 4, 42 * 4)]).toEqual([255, 0, 0, 255, 255, 255, 255, 255]);

  const json = await gofigr('diff', a.api_id, b.api_id, '--json');
  expect([json.code, JSON.parse(json.stdout)]).toMatchObject([1, { a: a.api_id, b: b.api_id, equal: false }]);
});

test('diff pairs rows of tables by chosen columns, and tolerates differences of numbers', async () => {
  const [a, b] = [await publish(0), await publish(1)];
  const table = async (...args: string[]) => {
    const { code, stdout, stderr } = await gofigr('diff', a.short_id, b.short_id, ...args);
    return [code, /rows, rows .*/.exec(stdout)?.[0], stderr];
  };
  expect(await table('--key', 'id', '--key', 'count')).toEqual([
    1,
    'rows, rows by "id", "count": 1 added, 1 removed',
    '',
  ]);
  expect(await table('--by-position', '--tolerance', '1')).toEqual([
    1,
    'rows, rows by position: 1 written in another way or within the tolerance',
    '',
  ]);
  expect(await table('--key', 'plot')).toEqual([
    1,
    'rows, rows by "id": 1 changed',
    'No table that differs has a column "plot".\n',
  ]);
});

test('diff ends with 0 for equal revisions', async () => {
  const { short_id } = await publish(5);
  expect(await gofigr('diff', short_id, short_id)).toEqual({ code: 0, stdout: 'nothing changed\n', stderr: '' });
});

test('diff ends with 2 for every error', async () => {
  const { short_id } = await publish(5);
  for (const args of [
    ['unknown00', short_id],
    [short_id],
    [`${url}/figure/4gB2ac01`, short_id],
    [short_id, short_id, '--url', 'http://127.0.0.1:9'],
    [short_id, short_id, '--picture', 'missing/out.png'],
    [short_id, short_id, '--wrong'],
    [short_id, short_id, '--tolerance', 'much'],
    [short_id, short_id, '--key', 'id', '--by-position'],
  ]) {
    const { code, stdout, stderr } = await gofigr('diff', ...args);
    expect([args, code, stdout]).toEqual([args, 2, '']);
    expect(stderr).not.toBe('');
  }
});

test('diff draws the difference of pictures in any format that the server draws', async () => {
  const svg = (width: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="10"><rect width="100" height="10" fill="#fff"/><rect width="${width}" height="10"/></svg>`;
  const published = async (name: string, bytes: string | Uint8Array) => {
    write(name, bytes);
    const { stdout } = await gofigr('publish', name, '-a', 'Growth', '-f', 'Counts', '--json');
    return JSON.parse(stdout).short_id as string;
  };
  const [a, b] = [await published('plot.svg', svg(0)), await published('plot.svg', svg(50))];
  /** Share of the width that is red, by the middle row. */
  const red = () => {
    const { width, height, data } = PNG.sync.read(readFileSync(join(home, 'out.png')));
    const row = data.subarray(Math.floor(height / 2) * width * 4, (Math.floor(height / 2) + 1) * width * 4);
    return (
      Array.from({ length: width }, (_, x) => row.readUInt32BE(x * 4)).filter((one) => one === 0xff0000ff).length /
      width
    );
  };
  expect(await gofigr('diff', a, b, '--picture', 'out.png')).toMatchObject({ code: 1, stderr: '' });
  expect(red()).toBeCloseTo(0.5, 1);
  // Pictures of two formats have the size of the first one. A quarter of its middle row is black.
  const png = await published('plot.png', picture(525));
  expect(await gofigr('diff', png, b, '--picture', 'out.png')).toMatchObject({ code: 1, stderr: '' });
  expect(red()).toBeCloseTo(0.25, 1);
  const broken = await published('plot.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g></svg>');
  const refused = await gofigr('diff', a, broken, '--picture', 'none.png');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('The picture "figure" (svg) can not be drawn');
  expect(existsSync(join(home, 'none.png'))).toBe(false);
});

test('diff shows no control characters of others', async () => {
  write('plot.png', picture(1));
  const meta = (text: string) => ['--meta', `note=${text}`];
  const names = ['-a', 'Growth', '-f', 'Counts', '--json'];
  const ids: string[] = [];
  for (const text of ['a\u001b[31mred', 'b\u202etxt']) {
    write('code.py', `x = "${text}"\n`);
    const { stdout } = await gofigr('publish', 'plot.png', '--code', 'code.py', ...meta(text), ...names);
    ids.push(JSON.parse(stdout).short_id);
  }
  const { stdout } = await gofigr('diff', ...ids);
  for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character);
  expect(stdout).toContain('\u{fffd}');
});
