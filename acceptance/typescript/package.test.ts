import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { png } from '../src/pictures.ts';
import { newKey, newWorkspace, packagePath, runtimes, server } from './servers.ts';

const run = promisify(execFile);

/** Folder with only the package installed, and a key in `.gofigr`. */
let dir: string;
let key: Awaited<ReturnType<typeof newKey>>;
const installed = (...path: string[]): string => join(dir, 'node_modules', '@gofigr', 'client', ...path);
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gofigr-installed-'));
  await writeFile(join(dir, 'package.json'), '{"private":true,"type":"module"}');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', packagePath], { cwd: dir });
  key = await newKey(0);
  const config = { url: server(0).url, api_key: key.token, workspace: await newWorkspace(0) };
  await writeFile(join(dir, '.gofigr'), JSON.stringify(config));
  await writeFile(join(dir, 'thrust.png'), png(30, 20));
  await writeFile(join(dir, 'thrust.csv'), 'time,thrust\n0,1\n');
});
afterAll(async () => {
  await key.revoke();
  await rm(dir, { recursive: true });
});

/** Returns the output of a script, which runs with the runtime's own environment only. */
async function output(runtime: string, args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: dir, DENO_DIR: join(dir, '.deno'), NO_COLOR: '1' };
  return (await run(runtime, args, { cwd: dir, env })).stdout.trim();
}

const SCRIPT = `
import { checkKey, GoFigr, GoFigrError } from '@gofigr/client';
import { connect, image } from '@gofigr/client/node';
import { exportWorkspace } from '@gofigr/client/copy';

const gofigr = await connect();
const large = new Uint8Array(5_000_000).fill(7);
const revision = await gofigr.publish({
  analysis: 'Packaged', figure: process.argv[2],
  image: await image('thrust.png'),
  files: [{ name: 'large', data: large }, { name: 'blob', data: new Blob(['abc']) }],
});
const datum = revision.data.find(({ name }) => name === 'large');
const back = await gofigr.data.read(datum.api_id);
const refused = await gofigr.publish({ figure: { api_id: crypto.randomUUID() }, files: [{ data: large }] }).catch((error) => error);
const { manifest } = await exportWorkspace(gofigr, await gofigr.defaultWorkspace(), process.argv[2]);
console.log(JSON.stringify({
  size: revision.size_bytes,
  same: back.length === large.length && back.every((byte) => byte === 7),
  refused: refused instanceof GoFigrError && refused.status,
  objects: manifest.objects.length > 3,
  key: checkKey('a-key-made-elsewhere'),
}));
`;

describe('the package, installed by itself', () => {
  it('has no dependencies', async () => {
    const manifest = JSON.parse(await readFile(installed('package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: '@gofigr/client', type: 'module', sideEffects: false });
    for (const field of ['dependencies', 'devDependencies', 'peerDependencies', 'scripts', 'private'])
      expect(manifest).not.toHaveProperty(field);
    await expect(readFile(installed('LICENSE'), 'utf8')).resolves.toContain('Apache License');
  });

  test.for(['node', 'node 20', 'deno'])('publishes, reads and exports under %s', async (name, { skip }) => {
    const runtime = runtimes[name] ?? '';
    skip(runtime === '', `there is no ${name} for this machine`);
    await writeFile(join(dir, 'script.mjs'), SCRIPT);
    const before = name === 'deno' ? ['run', '-A', '--node-modules-dir=manual'] : [];
    const printed = await output(runtime, [...before, 'script.mjs', name.replace(' ', '-')]);
    expect(JSON.parse(printed)).toEqual({
      size: 5_000_003 + png(30, 20).length,
      same: true,
      refused: 404,
      objects: true,
      key: 'a-key-made-elsewhere',
    });
  });

  it('publishes as in a browser, without process, Buffer and streams in requests', async () => {
    const script = `
      const { fetch } = globalThis;
      const log = console.log;
      const buffer = Buffer;
      for (const name of ['process', 'Buffer']) Object.defineProperty(globalThis, name, { value: undefined, writable: true });
      globalThis.fetch = (url, init) => {
        if (init.body instanceof ReadableStream) throw new Error('a stream');
        return fetch(url, init);
      };
      const { GoFigr } = await import('@gofigr/client');
      globalThis.Buffer = buffer; // Node's fetch needs it
      const gofigr = new GoFigr(${JSON.stringify({ url: server(0).url, apiKey: key.token })});
      const large = new Uint8Array(5_000_000).map((_, index) => index % 251);
      const revision = await gofigr.publish({ analysis: 'Browser', figure: 'F', files: [{ data: new Blob([large]) }] });
      const back = await gofigr.data.read(revision.data[0].api_id);
      log(back.length === large.length && back.every((byte, index) => byte === index % 251));
    `;
    await writeFile(join(dir, 'browser.mjs'), script);
    expect(await output(process.execPath, ['browser.mjs'])).toBe('true');
  });

  it('imports no module of Node in its main entry, which is small', async () => {
    const seen = new Set<string>();
    const texts: string[] = [];
    async function walk(file: string): Promise<void> {
      if (seen.has(file)) return;
      seen.add(file);
      const text = await readFile(installed(file), 'utf8');
      texts.push(text);
      for (const [, specifier = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g))
        expect(specifier, file).toMatch(/^\.\//);
      for (const [, specifier = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g))
        await walk(specifier);
    }
    await walk('index.js');
    expect(seen.size).toBeGreaterThan(1);
    // The table of formats, 5 kB, loads only for an image without a format.
    expect(texts.join('\n')).not.toContain('application/postscript');
    expect(gzipSync(texts.join('\n')).length).toBeLessThan(17_500);
  });

  it('has types that need no other package, in the strictest settings', async () => {
    const used = `
      import { GoFigr, type Revision, type ErrorCode, GoFigrError } from '@gofigr/client';
      const gofigr = new GoFigr({ apiKey: 'x' });
      const revision: Promise<Revision> = gofigr.publish({ figure: { api_id: 'x' }, image: { data: new Uint8Array() } });
      export const code = (error: unknown): ErrorCode | string | undefined =>
        error instanceof GoFigrError ? error.code : undefined;
      export const name: Promise<string> = gofigr.figures.findByName('x', { analysis: 'y', create: true }).then((one) => one.name);
      // @ts-expect-error: may be undefined
      export const maybe: Promise<string> = gofigr.figures.findByName('x', { analysis: 'y' }).then((one) => one.name);
      // @ts-expect-error: no such field
      export const wrong = revision.then((one) => one.colour);
    `;
    await writeFile(join(dir, 'used.ts'), used);
    const tsc = createRequire(import.meta.url)
      .resolve('typescript/package.json')
      .replace(/package\.json$/, 'bin/tsc');
    const strict = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--noUncheckedIndexedAccess',
      '--skipLibCheck',
      'false',
    ];
    for (const resolution of [
      ['--module', 'nodenext'],
      ['--module', 'esnext', '--moduleResolution', 'bundler'],
    ]) {
      const args = [...strict, ...resolution, '--lib', 'es2022,dom', '--types', '', '--noEmit', 'used.ts'];
      expect(await output(process.execPath, [tsc, ...args])).toBe('');
    }
  });

  it('is packed and installed as its README says', async () => {
    const readme = await readFile(installed('README.md'), 'utf8');
    const [, pack = '', install = ''] = /^npm run build .*\n(npm pack .*)\n(npm install .*)$/m.exec(readme) ?? [];
    const folder = await mkdtemp(join(tmpdir(), 'gofigr-readme-'));
    const shell = (command: string, cwd: string) => run('sh', ['-c', command], { cwd });
    try {
      await shell(`${pack} --pack-destination ${folder}`, join(import.meta.dirname, '../..'));
      await shell(`${install} --offline --no-audit --no-fund`, folder);
      const script = `import('@gofigr/client/node').then(({ connect }) => console.log(typeof connect))`;
      const { stdout } = await run(process.execPath, ['-e', script], { cwd: folder });
      expect(stdout.trim()).toBe('function');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('runs the examples of its README', async () => {
    await copyFile(installed('README.md'), join(dir, 'README.md'));
    const readme = await readFile(join(dir, 'README.md'), 'utf8');
    const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    await writeFile(join(dir, 'example.ts'), example);
    const printed = await output(process.execPath, ['--disable-warning=ExperimentalWarning', 'example.ts']);
    expect(printed).toMatch(/^http:\/\/localhost:\d+\/r\/\w+$/);
    expect((await fetch(printed)).status).toBe(200);
  });
});
