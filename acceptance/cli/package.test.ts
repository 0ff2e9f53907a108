import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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
    expect.arrayContaining(['bin/gfconfig.mjs', 'bin/gofigr.mjs', 'dist/gfconfig.js', 'dist/LICENSE', 'README.md']),
  );
  expect(files.filter(({ path }) => path.startsWith('src/'))).toEqual([]);
  execFileSync('tar', ['-xzf', filename], { cwd: folder });
  for (const program of ['gfconfig', 'gofigr']) {
    const bin = join(folder, 'package', 'bin', `${program}.mjs`);
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

test('the package is smaller than 68 kB, and the code for --help smaller than 20 kB', () => {
  expect(gzipped(scripts)).toBeLessThan(68_000);
  const read = withImports('gfconfig.js');
  expect(read.size).toBeGreaterThan(1);
  expect(gzipped([...read])).toBeLessThan(20_000);
});
