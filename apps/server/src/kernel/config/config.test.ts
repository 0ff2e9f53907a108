import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from './index.ts';

describe('settings', () => {
  it('have defaults for a laptop: port 5173 on this machine only, registration by invitation', () => {
    const config = readConfig({});
    expect([config.port, config.host, config.publicUrl.origin, config.registration]).toEqual([
      5173,
      '127.0.0.1',
      'http://localhost:5173',
      'invite',
    ]);
  });

  it.each([
    ['GOFIGR_PORT', '99999'],
    ['GOFIGR_PORT', '5173x'],
    ['GOFIGR_REGISTRATION', 'sometimes'],
    ['GOFIGR_PUBLIC_URL', 'figures.example.org'],
    ['GOFIGR_PUBLIC_URL', 'https://example.org/path'],
    ['GOFIGR_DATABASE_URL', 'mysql://x'],
    ['GOFIGR_TRUST_PROXY', 'true'],
    ['GOFIGR_PROT', '80'],
  ])('%s=%s is refused, naming the variable', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });

  it('can be given in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gofigr-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'url');
    writeFileSync(file, 'postgres://user:secret@db/gofigr\n');
    expect(readConfig({ GOFIGR_DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://user:secret@db/gofigr');
  });
});
