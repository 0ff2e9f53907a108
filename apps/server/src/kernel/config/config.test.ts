import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig, SettingError } from './index.ts';

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

  it('refuse several processes on SQLite, and say what to do', () => {
    const on = { GOFIGR_DATABASE_URL: 'postgres://db/x' };
    expect(readConfig({ GOFIGR_WORKERS: '4', ...on }).workers).toBe(4);
    expect(readConfig({ GOFIGR_WORKERS: '1' }).workers).toBe(1);
    expect(() => readConfig({ GOFIGR_WORKERS: '2' })).toThrow(/GOFIGR_WORKERS.*set GOFIGR_DATABASE_URL/);
  });

  it('divide the temporary bytes of a user among the processes, and leave room for one request', () => {
    const share = (workers: string, temporary: string, body: string) =>
      readConfig({
        GOFIGR_DATABASE_URL: 'postgres://db/x',
        GOFIGR_WORKERS: workers,
        GOFIGR_MAX_TEMPORARY_MB: temporary,
        GOFIGR_MAX_BODY_MB: body,
      }).maxTemporaryBytes /
      2 ** 20;
    expect([share('1', '4096', '1024'), share('2', '4096', '1024'), share('8', '4096', '1024')]).toEqual([
      4096, 2048, 1024,
    ]);
    expect(share('2', '100', '1024')).toBe(100);
  });

  it.each([
    ['GOFIGR_WORKERS', '0'],
    ['GOFIGR_WORKERS', '65'],
    ['GOFIGR_PORT', '99999'],
    ['GOFIGR_PORT', '5173x'],
    ['GOFIGR_REGISTRATION', 'sometimes'],
    ['GOFIGR_PUBLIC_URL', 'figures.example.org'],
    ['GOFIGR_PUBLIC_URL', 'https://example.org/path'],
    ['GOFIGR_DATABASE_URL', 'mysql://x'],
    ['GOFIGR_DATABASE_URL', 'postgres://ada:s3cret#@db:port/x'],
    ['GOFIGR_SMTP_URL', 'smtp://ada:s3cret@[mail'],
    ['GOFIGR_SMTP_URL', 'mail.example.org'],
    ['GOFIGR_MAIL_FROM', 'GoFigr'],
    ['GOFIGR_ALLOWED_HOSTS', 'figures.example.org, https://other.example.org'],
    ['GOFIGR_ALLOWED_HOSTS', 'figures.example.org:8080'],
    ['GOFIGR_HOST', 'http://127.0.0.1'],
    ['GOFIGR_DATA_DIR', ''],
    ['GOFIGR_PORT', ''],
    ['GOFIGR_LOG_LEVEL', 'loud'],
    ['GOFIGR_HSTS_SECONDS', '-1'],
    ['GOFIGR_TRUST_PROXY', 'true'],
    ['GOFIGR_PROT', '80'],
  ])('%s=%s is refused, naming the variable', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
    expect(() => readConfig({ [name]: value })).toThrow(SettingError);
    expect(() => readConfig({ [name]: value })).not.toThrow('s3cret');
  });

  it('accepts the usual forms of addresses and hosts', () => {
    const env = {
      GOFIGR_HOST: '::',
      GOFIGR_DATABASE_URL: 'postgres:///gofigr?host=/var/run/postgresql',
      GOFIGR_SMTP_URL: 'smtp://ada:p%40ss@mail.example.org:587',
      GOFIGR_MAIL_FROM: 'GoFigr <gofigr@example.org>',
      GOFIGR_ALLOWED_HOSTS: ' Figures.Example.org ,[::1],münchen.example,',
    };
    expect(readConfig(env)).toMatchObject({
      host: '::',
      allowedHosts: ['figures.example.org', '[::1]', 'xn--mnchen-3ya.example'],
    });
    expect(readConfig({ GOFIGR_MAIL_FROM: 'gofigr@example.org' }).mailFrom).toBe('gofigr@example.org');
  });

  it('that are not set come from another source, and their default is last', () => {
    const otherwise = { GOFIGR_PORT: '8080', GOFIGR_PUBLIC_URL: 'https://figures.example.org' };
    expect(readConfig({ GOFIGR_PUBLIC_URL: '' }, otherwise)).toMatchObject({ port: 8080, host: '127.0.0.1' });
    expect(readConfig({}, otherwise).publicUrl.origin).toBe('https://figures.example.org');
    const own = { GOFIGR_PORT: '9090', GOFIGR_PUBLIC_URL: 'https://own.example.org' };
    expect(readConfig(own, otherwise)).toMatchObject({ port: 9090, publicUrl: new URL('https://own.example.org') });
  });

  describe('in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gofigr-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };

    it('are read without the line break at its end', () => {
      const path = file('url', 'postgres://user:secret@db/gofigr\n');
      const env = { GOFIGR_DATABASE_URL_FILE: path, GOFIGR_DATABASE_URL: '' };
      expect(readConfig(env).databaseUrl).toBe('postgres://user:secret@db/gofigr');
    });

    mkdirSync(join(folder, 'sub'));
    it.each([
      ['a missing file', join(folder, 'missing'), 'which does not exist. Write the value of GOFIGR_SMTP_URL into it'],
      ['a missing folder', join(folder, 'url', 'missing'), 'which does not exist'],
      ['a folder', join(folder, 'sub'), 'which is a folder. Name a file in it'],
      ['an empty file', file('empty', ' \n'), 'which is empty'],
      ['two lines', file('lines', 'smtp://s3cret@a\nsmtp://b\n'), 'more than one line'],
      ['no text', file('binary', 's3cret\u0000'), 'more than one line'],
      ['a wrong value', file('wrong', 's3cret'), 'GOFIGR_SMTP_URL must start with smtp://'],
      ['no path', '', 'GOFIGR_SMTP_URL_FILE is empty'],
    ])('are refused with %s, naming the variable, the file and the repair', (_what, path, message) => {
      const read = () => readConfig({ GOFIGR_SMTP_URL_FILE: path });
      expect(read).toThrow(SettingError);
      expect(read).toThrow(message);
      if (!message.startsWith('GOFIGR')) expect(read).toThrow(`GOFIGR_SMTP_URL_FILE names the file ${path}, `);
      expect(read).not.toThrow('s3cret');
    });

    it('are refused if the variable itself is set too', () => {
      const env = { GOFIGR_SMTP_URL: 'smtp://a', GOFIGR_SMTP_URL_FILE: file('smtp', 'smtp://b') };
      expect(() => readConfig(env)).toThrow('GOFIGR_SMTP_URL and GOFIGR_SMTP_URL_FILE are both set');
    });
  });
});
