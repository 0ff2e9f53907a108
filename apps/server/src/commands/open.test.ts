import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../kernel/config/index.ts';
import { writeLastStart } from '../kernel/storage/index.ts';
import { readCommandConfig } from './open.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gofigr-open-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

/** A server's start with these settings. */
const start = async (settings: Record<string, string> = {}, port?: number) => {
  const config = readConfig({ ...settings, GOFIGR_DATA_DIR: dataDir });
  await writeLastStart(config, port ?? config.port);
};
const addressOf = async (settings: Record<string, string> = {}) => {
  const { config, isAddressKnown } = await readCommandConfig({ ...settings, GOFIGR_DATA_DIR: dataDir });
  return [config.publicUrl.origin, isAddressKnown];
};
const FIGURES = { GOFIGR_PUBLIC_URL: 'https://figures.example.org' };

it('before the first start, the address of a command is an assumption', async () => {
  expect(await addressOf()).toEqual(['http://localhost:5173', false]);
  expect(await addressOf({ GOFIGR_PORT: '8080' })).toEqual(['http://localhost:8080', true]);
  expect(await addressOf(FIGURES)).toEqual(['https://figures.example.org', true]);
});

it('a command has the public address of the last start, unless its own environment sets one', async () => {
  await start({ ...FIGURES, GOFIGR_PORT: '8080' });
  expect(await addressOf()).toEqual(['https://figures.example.org', true]);
  expect(await addressOf({ GOFIGR_PUBLIC_URL: '' })).toEqual(['https://figures.example.org', true]);
  // The port of a server with a public address is not in its links.
  expect(await addressOf({ GOFIGR_PORT: '8080' })).toEqual(['https://figures.example.org', true]);
  expect(await addressOf({ GOFIGR_PUBLIC_URL: 'http://own' })).toEqual(['http://own', true]);
});

it('without a public address, the port of the last start counts', async () => {
  await start({ GOFIGR_PORT: '8080' });
  expect(await addressOf()).toEqual(['http://localhost:8080', true]);
  expect(await addressOf({ GOFIGR_PORT: '9090' })).toEqual(['http://localhost:9090', true]);
  await start({ GOFIGR_PORT: '0' }, 40_000);
  expect(await addressOf()).toEqual(['http://localhost:40000', true]);
  await start(FIGURES);
  await start();
  expect(await addressOf()).toEqual(['http://localhost:5173', true]);
});

it('a command without the address of PostgreSQL is refused, and makes no SQLite database', async () => {
  await start({ GOFIGR_DATABASE_URL: 'postgres://ada:s3cret@db/gofigr' });
  await expect(addressOf()).rejects.toThrow('Set GOFIGR_DATABASE_URL as for the server');
  expect(await addressOf({ GOFIGR_DATABASE_URL: 'postgres://db/other' })).toEqual(['http://localhost:5173', true]);
  expect(await readdir(dataDir)).toEqual(['server.json']);
});

it('a start writes no secrets, only for its own user, and only what has changed', async () => {
  await start({ ...FIGURES, GOFIGR_DATABASE_URL: 'postgres://ada:s3cret@db/gofigr' });
  const path = join(dataDir, 'server.json');
  const first = await stat(path);
  expect(first.mode & 0o777).toBe(0o600);
  expect(first.size).toBeLessThan(100);
  await start({ ...FIGURES, GOFIGR_DATABASE_URL: 'postgres://ada:s3cret@db/gofigr' });
  expect((await stat(path)).ino).toBe(first.ino);
});

it('a damaged file counts as none, and an open one is closed', async () => {
  await start(FIGURES);
  await chmod(join(dataDir, 'server.json'), 0o644);
  expect(await addressOf()).toEqual(['https://figures.example.org', true]);
  expect((await stat(join(dataDir, 'server.json'))).mode & 0o777).toBe(0o600);
  for (const text of ['{"public_url": "https://', '{"public_url": 5, "port": 1, "database": "sqlite"}']) {
    await writeFile(join(dataDir, 'server.json'), text);
    expect(await addressOf()).toEqual(['http://localhost:5173', false]);
  }
});
