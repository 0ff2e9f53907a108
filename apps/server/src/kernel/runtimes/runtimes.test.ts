import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { addRuntime, createRuntimes } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'runtimes-'));
const [added, bundled] = [join(folder, 'added'), join(folder, 'bundled')];
afterAll(() => rmSync(folder, { recursive: true }));

const runtimes = createRuntimes({ added, bundled });
const write = (path: string, text: string) => {
  mkdirSync(join(bundled, path, '..'), { recursive: true });
  writeFileSync(join(bundled, `${path}.gz`), gzipSync(text));
};
write('plotly.js-dist-min@3.0.1/plotly.min.js', 'plotly');
write('vega@5.33.0/build/vega.min.js', 'vega');
write('mathjax@2.7.5/MathJax.js', 'mathjax');
write('mathjax@3.2.2/es5/tex-svg.js', 'mathjax 3');
writeFileSync(join(folder, 'secret.gz'), 'a secret');

it.each([
  ['https://cdn.plot.ly/plotly-3.0.1.min.js', 'plotly.js-dist-min@3.0.1/plotly.min.js'],
  ['https://cdn.plot.ly/plotly-3.0.1.min', 'plotly.js-dist-min@3.0.1/plotly.min.js'],
  ['https://cdnjs.cloudflare.com/ajax/libs/plotly.js/3.0.1/plotly.min.js', 'plotly.js-dist-min@3.0.1/plotly.min.js'],
  ['https://cdn.jsdelivr.net/npm/vega@5', 'vega@5.33.0/build/vega.min.js'],
  ['https://cdn.jsdelivr.net/npm/vega@5.33.0/build/vega.min.js', 'vega@5.33.0/build/vega.min.js'],
  ['https://cdnjs.cloudflare.com/ajax/libs/mathjax/3.2.2/es5/tex-svg.min.js', 'mathjax@3.2.2/es5/tex-svg.js'],
])('knows %s', async (address, path) => {
  expect((await runtimes.table()).files[address]).toBe(`/runtimes/${path}`);
  const found = await runtimes.open(path);
  expect(found?.isCompressed).toBe(true);
  expect(await runtimes.openPublic(address)).toEqual(found);
});

it('knows no address whose file is missing', async () => {
  const addresses = Object.keys((await runtimes.table()).files);
  expect(addresses.filter((address) => address.includes('2.35.2') || address.includes('vega-lite'))).toEqual([]);
  expect(await createRuntimes({ added, bundled: join(folder, 'none') }).table()).toEqual({ files: {}, folders: [] });
});

it('opens only its own files', async () => {
  const paths = [
    '',
    '../secret',
    'vega@5.33.0/../../secret',
    '/etc/passwd',
    'added/../secret',
    `added/${'0'.repeat(64)}`,
  ];
  for (const path of [...paths, 'added/x', 'vega@5.33.0', 'constructor'])
    expect([path, await runtimes.open(path)]).toEqual([path, null]);
});

it('knows the public address of files that were left out, and of nothing else', () => {
  const font = 'mathjax@2.7.5/fonts/HTML-CSS/TeX/woff/MathJax_Main-Regular.woff';
  expect(runtimes.elsewhere(font)).toBe(
    'https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/fonts/HTML-CSS/TeX/woff/MathJax_Main-Regular.woff',
  );
  for (const path of ['mathjax@2.7.5/../x', 'mathjax@2.7.5/\r\nx', 'x', '//evil.example', 'vega@5.33.0/x'])
    expect(runtimes.elsewhere(path)).toBeNull();
});

it('takes files of an administrator, and the last one for an address', async () => {
  const address = 'https://cdn.example.org/lib.js';
  await addRuntime(added, address, Buffer.from('old'));
  const { path } = await addRuntime(added, address, Buffer.from('new'));
  expect((await runtimes.table()).files[address]).toBe(`/runtimes/${path}`);
  expect(Buffer.from((await runtimes.openPublic(`${address}?v=1`))?.bytes ?? []).toString()).toBe('new');
  await addRuntime(added, 'https://cdn.plot.ly/plotly-3.0.1.min.js', Buffer.from('own plotly'));
  const own = await runtimes.openPublic('https://cdn.plot.ly/plotly-3.0.1.min.js');
  expect(Buffer.from(own?.bytes ?? []).toString()).toBe('own plotly');
  writeFileSync(join(added, 'damaged.json'), '{"address":1');
  expect((await runtimes.table()).files[address]).toBe(`/runtimes/${path}`);
  for (const bad of ['http://cdn.example.org/a.js', 'lib.js', 'https://u:p@example.org/a.js', 'https://e.org/a?b'])
    await expect(addRuntime(added, bad, Buffer.from(''))).rejects.toThrow('The address must');
});

it('compares with the hashes that a page names', () => {
  const path = '/runtimes/vega@5.33.0/build/vega.min.js?noext';
  for (const algorithm of ['sha256', 'sha384', 'sha512'])
    expect(runtimes.hasIntegrity(path, `md5-x ${algorithm}-${hash(algorithm, 'vega', 'base64')}`)).toBe(true);
  expect(runtimes.hasIntegrity(path, `sha256-${hash('sha256', 'other', 'base64')}`)).toBe(false);
  expect(runtimes.hasIntegrity('/runtimes/gone.js', `sha256-${hash('sha256', 'vega', 'base64')}`)).toBe(false);
  expect(runtimes.hasIntegrity(path, '')).toBe(true);
});
