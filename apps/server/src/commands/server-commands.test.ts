import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../kernel/clock.ts';
import { plant, startTestServer, type TestServer } from '../testing/index.ts';
import { backupCommands } from './backup-commands.ts';
import type { Command } from './commands.ts';
import { serverCommands } from './server-commands.ts';

let test: TestServer;
let now = createClock().now();
beforeAll(async () => {
  test = await startTestServer();
  const ada = await test.account('ada');
  await plant(test, ada.proof, ada.workspace);
  // A hostile name must not break a line.
  const name = 'Lab\n\u001B[31mred';
  await test.call('PATCH', `workspace/${ada.workspace}/`, { name }, ada.proof);
});
afterAll(() => test.close());

const commands: Record<string, Command> = { ...serverCommands, ...backupCommands };

async function run(name: string, names: string[] = [], options: Record<string, string | boolean> = {}) {
  const lines: string[] = [];
  const context = {
    config: test.config,
    database: test.server.database,
    clock: { now: () => now },
    print: (line: string) => void lines.push(line),
    warn: () => undefined,
    isAddressKnown: true,
  };
  const code = (await commands[name]?.run(context, names, options)) ?? 0;
  return { code, lines };
}

const DAY = 86_400_000_000;
const codes = async () =>
  JSON.parse((await run('health', [], { json: true })).lines.join('\n')).warnings.map(
    (one: { code: string }) => one.code,
  );

describe('health', () => {
  it('knows the age of the last backup, and warns after a week', async () => {
    const start = now;
    expect(await codes()).not.toContain('no_backup');
    now = start + 8 * DAY;
    expect(await codes()).toContain('no_backup');
    const folder = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
    expect((await run('backup', [join(folder, 'nightly')])).code).toBe(0);
    await rm(folder, { recursive: true });
    expect((await codes()).filter((code: string) => code.includes('backup'))).toEqual([]);
    const { lines } = await run('health');
    expect(lines.find((line) => line.startsWith('Backup:'))).toMatch(/ to nightly$/);
    now += 7 * DAY;
    expect(await codes()).toContain('old_backup');
    const later = await run('health');
    expect([later.code, later.lines.some((line) => line.startsWith('WARNING: The last backup is 7 days old'))]).toEqual(
      [1, true],
    );
  });
});

describe('storage', () => {
  it('lists workspaces or users in lines, or everything as JSON', async () => {
    const { lines } = await run('storage');
    expect(lines.at(-1)).toMatch(
      /^5\tLab  \[31mred\tada\tno organization\t1 figure\t1 revision\tchanged \d{4}-.*\t0 in the trash$/,
    );
    expect((await run('storage', [], { by: 'user' })).lines.at(-1)).toBe(
      '5\tada\tperson\t1 revision\t0 API keys\t1 workspace',
    );
    const json = JSON.parse((await run('storage', [], { json: true })).lines.join(''));
    expect(json).toMatchObject({ blobs: { count: 1, bytes: 5 }, workspaces: [{ owner: 'ada', size_bytes: 5 }] });
    await expect(run('storage', [], { by: 'moon' })).rejects.toThrow('--by');
  });
});

describe('audit', () => {
  it('prints what the filters leave, as JSON lines or CSV', async () => {
    const { lines } = await run('audit', [], { user: 'ada', event: 'account_created', since: '2020-01-01' });
    expect(lines.map((line) => JSON.parse(line).subject)).toEqual(['ada']);
    expect((await run('audit', [], { until: '2020-01-01' })).lines).toEqual([]);
    const csv = (await run('audit', [], { group: 'accounts', format: 'csv' })).lines;
    expect(csv.map((line) => line.split(',')[1])).toEqual(['event', 'account_created']);
    await expect(run('audit', [], { event: 'nonsense' })).rejects.toThrow('must be one of');
    await expect(run('audit', [], { format: 'xml' })).rejects.toThrow('--format');
  });
});

describe('test-mail', () => {
  it('says why no mail is sent', async () => {
    expect(await run('test-mail', ['ada@example.org'])).toEqual({
      code: 1,
      lines: ['The server has no mail server: GOFIGR_SMTP_URL is not set.'],
    });
    await expect(run('test-mail', ['ada'])).rejects.toThrow('ADDRESS');
  });
});

describe('reindex', () => {
  it('asks the server to fill the search index anew', async () => {
    const asked = () =>
      test.server.database.db.selectFrom('settings').select('value').where('name', '=', 'search_fill').execute();
    await test.server.indexChanges();
    const before = await asked();
    expect((await run('reindex')).code).toBe(0);
    expect(await asked()).not.toEqual(before);
    await expect(run('reindex', ['everything'])).rejects.toThrow('too much');
  });

  it('asks the server to describe all pictures anew, and tells how far that is [18.46]', async () => {
    expect((await run('reindex', [], { pictures: true, progress: true })).lines).toEqual([
      'Nobody has asked for this yet.',
    ]);
    expect((await run('reindex', [], { pictures: true })).code).toBe(0);
    const { lines } = await run('reindex', [], { pictures: true, progress: true });
    expect(lines).toEqual(['The pictures of 0 of 1 revisions are described anew.']);
    await expect(run('reindex', [], { progress: true })).rejects.toThrow('--pictures');
  });
});
