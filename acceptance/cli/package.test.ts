import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { environment, newFolder } from './commands.ts';

const PACKAGE = join(import.meta.dirname, '../../packages/cli');
const DIST = join(PACKAGE, 'dist');

const gzipped = (files: readonly string[]): number =>
  gzipSync(Buffer.concat(files.map((file) => readFileSync(join(DIST, file))))).length;

const scripts = readdirSync(DIST).filter((name) => name.endsWith('.js'));

test('the packed package runs without other packages', () => {
  const folder = newFolder();
  const place = { cwd: PACKAGE, encoding: 'utf8' } as const;
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], place);
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['bin/gfconfig.cjs', 'bin/gofigr.cjs', 'dist/gfconfig.js', 'dist/LICENSE', 'README.md']),
  );
  expect(files.filter(({ path }) => path.startsWith('src/'))).toEqual([]);
  execFileSync('tar', ['-xzf', filename], { cwd: folder });
  for (const program of ['gfconfig', 'gofigr']) {
    const bin = join(folder, 'package', 'bin', `${program}.cjs`);
    const said = execFileSync(process.execPath, [bin, '--help'], {
      encoding: 'utf8',
      env: environment({ home: folder }),
    });
    expect(said).toContain(`Usage: ${program}`);
    // Also loads the client: this fails only after the client is loaded.
    expect(() =>
      execFileSync(process.execPath, [bin, program === 'gofigr' ? 'doctor' : 'list'], {
        stdio: 'pipe',
        cwd: folder,
        env: environment({ home: folder, env: { GF_URL: 'http://localhost:9' } }),
      }),
    ).toThrow(/Command failed/);
  }
});

/** Returns a script and its static imports. */
function withImports(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(DIST, name), 'utf8');
  for (const [, imported = ''] of text.matchAll(/(?:from|^import) ?["'`]\.\/([^"'`]+)/gm)) withImports(imported, seen);
  return seen;
}

test('the README installs the packed commands', () => {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  const [, pack = '', file = ''] = /^(npm pack .*)\nnpm install --global \.\/(\S+)$/m.exec(readme) ?? [];
  const folder = newFolder();
  const env = { ...environment({ home: folder }), npm_config_prefix: folder };
  const run = (command: string, cwd: string) => execFileSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' });
  run(`${pack} --ignore-scripts --pack-destination ${folder}`, join(PACKAGE, '../..'));
  run(`npm install --global --offline --no-audit --no-fund ./${file}`, folder);
  expect(run(`${join(folder, 'bin', 'gofigr')} --version`, folder)).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('an old Node gets a plain sentence, from syntax that it can read', () => {
  const folder = newFolder();
  for (const name of ['bin', 'package.json']) cpSync(join(PACKAGE, name), join(folder, name), { recursive: true });
  const old = join(folder, 'old.cjs');
  writeFileSync(old, `Object.defineProperty(process.versions, 'node', { value: '18.20.8' });`);
  for (const program of ['gofigr', 'gfconfig']) {
    const bin = join(folder, 'bin', `${program}.cjs`);
    const { status, stderr } = spawnSync(process.execPath, ['-r', old, bin, '--help'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^\w+ needs Node 20\.3 or newer, but this is Node 18\.20\.8\.\n/),
    ]);
  }
  // Node 12 is the oldest that reads `import()`. It knows neither `?.` nor `??`, private fields nor `await` out of functions.
  for (const name of ['gofigr', 'gfconfig', 'launch'])
    expect(readFileSync(join(folder, 'bin', `${name}.cjs`), 'utf8')).not.toMatch(
      /\?\.|\?\?|\bawait\b|node:|#[a-z]+\(|^import /m,
    );
});

test('the package is smaller than 102 kB, and the code for --help smaller than 20 kB', () => {
  // 13 kB are the library that `gofigr diff` compares with, 5 kB the table of formats, 4 kB proxies and certificates,
  // 1 kB tags, 1 kB uploads in parts, and 3 kB search, list, show and log.
  expect(gzipped(scripts)).toBeLessThan(102_000);
  const read = withImports('gfconfig.js');
  expect(read.size).toBeGreaterThan(1);
  expect(gzipped([...read])).toBeLessThan(20_000);
});
