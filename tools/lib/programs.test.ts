import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkPrograms } from './programs.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'gofigr-programs-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

test('tests find this Node, npm and git by name', () => {
  const env = { PATH: linkPrograms(parent) };
  const said = (program: string): string => execFileSync(program, ['--version'], { env, encoding: 'utf8' });
  expect(said('node').trim()).toBe(process.version);
  expect(said('npm')).toMatch(/^\d+\./);
  expect(said('git')).toMatch(/^git version/);
});

test('tests find no Python and no pip by name: those are of their environments', () => {
  const programs = readdirSync(linkPrograms(parent));
  expect(programs.filter((name) => /^(pip|python|uv|jupyter|conda)/.test(name))).toEqual([]);
});

test('the same programs have the same folder, also when two legs make it at once', () => {
  expect(linkPrograms(parent)).toBe(linkPrograms(parent));
  expect(readdirSync(parent)).toHaveLength(1);
});

test('other users may use them: PostgreSQL and servers without rights run as such', () => {
  expect(statSync(linkPrograms(parent)).mode & 0o777).toBe(0o755);
});
