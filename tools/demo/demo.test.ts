import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../lib/test-server.ts';
import { publishDemo, targetOf } from './demo.ts';

const home = mkdtempSync(join(tmpdir(), 'gofigr-demo-'));
afterAll(() => rmSync(home, { recursive: true }));
const file = { url: 'http://figures.example.org', api_key: 'of the file' };

test('the server comes from the arguments, then from GOFIGR_PORT, then from .gofigr', () => {
  expect(targetOf({ key: 'k' }, '', home).url).toBe('http://localhost:5173');
  expect(() => targetOf({}, '', home)).toThrow('create one on http://localhost:5173/account');
  writeFileSync(join(home, '.gofigr'), JSON.stringify(file));
  expect(targetOf({}, '', home)).toEqual({ url: file.url, key: file.api_key });
  expect(targetOf({}, '8000', home)).toEqual({ url: 'http://localhost:8000', key: file.api_key });
  const given = { url: 'http://localhost:9000', key: 'k' };
  expect(targetOf(given, '8000', home)).toEqual(given);
});

test('a missing server is an error that says how to start one', async () => {
  const url = `http://localhost:${await freePort()}`;
  await expect(publishDemo({ url, key: 'k' })).rejects.toThrow(
    `No server answers on ${url}. Start one with: npm start`,
  );
});
