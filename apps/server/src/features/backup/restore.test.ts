import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrateToLatest } from '../../kernel/db/migrate.ts';
import { migrationsFor } from '../../kernel/db/migrations/index.ts';
import type { Proof } from '../../testing/index.ts';
import { backup, FoundProblems, restore, verifyServer } from './index.ts';
import { describeLines } from './service/lines.ts';
import { silent } from './service/progress.ts';
import { stateOf } from './store/rows.ts';
import {
  answers,
  blobPath,
  createTestInstallation,
  ENGINE,
  newestState,
  plantWorkspace,
  register,
  type TestInstallation,
} from './test-installation.ts';

let source: TestInstallation;
let key: Proof;
let planted: Awaited<ReturnType<typeof plantWorkspace>>;
let original: unknown;
let made: string;
let dir: string;
let target: TestInstallation;
beforeAll(async () => {
  source = await createTestInstallation();
  const test = await source.start();
  const account = await register(source, test);
  key = account.key.proof;
  planted = await plantWorkspace(test, account.signedIn);
  original = await answers(test, key, planted.paths);
  made = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
  await backup(source.deps, made);
});
afterAll(async () => {
  await source.remove();
  await rm(made, { recursive: true });
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gofigr-backup-'));
  target = await createTestInstallation();
  await cp(made, dir, { recursive: true });
});
afterEach(async () => {
  await target.remove();
  await rm(dir, { recursive: true, force: true });
});

const whole = { incomplete: false };
const tableFile = async (name: string) => join(await newestState(dir), 'tables', `${name}.jsonl`);
const manifestFile = async () => join(await newestState(dir), 'manifest.json');
const changeManifest = async (change: (manifest: any) => void) => {
  const manifest = JSON.parse(await readFile(await manifestFile(), 'utf8'));
  change(manifest);
  await writeFile(await manifestFile(), JSON.stringify(manifest));
};

/** Users of an installation; none if it has no tables yet. */
const usersOf = async ({ database: { db } }: TestInstallation) =>
  (await stateOf(db)).tables.has('users') ? db.selectFrom('users').select('id').execute() : [];

it('is refused while a server runs on the folder, and into a server with users', async () => {
  await expect(restore(source.deps, dir, whole)).rejects.toThrow(
    ENGINE === 'sqlite' ? 'Another GoFigr server is running' : 'into an empty server only',
  );
  await restore(target.deps, dir, whole);
  await expect(restore(target.deps, dir, whole)).rejects.toThrow('this one has users');
});

it('works on a server that was started but never used, and ends its set-up link', async () => {
  const unused = await target.start();
  const link = (await unused.server.setupLink()) ?? '';
  await target.stop();
  await restore(target.deps, dir, whole);
  const { db } = target.database;
  expect(await db.selectFrom('credentials').select('kind').execute()).toEqual([{ kind: 'api_key' }]);
  expect(link).toContain('token=');
});

it('is refused if there are blobs from elsewhere', async () => {
  const foreign = blobPath(target.dataDir, 'ab'.repeat(32));
  await mkdir(dirname(foreign), { recursive: true });
  await writeFile(foreign, 'foreign');
  await expect(restore(target.deps, dir, whole)).rejects.toThrow('not from this backup');
});

it('that was interrupted can be run again', async () => {
  let calls = 0;
  const progress = {
    ...silent,
    phase: (name: string) => () => {
      if (name === 'Rows' && calls++ === 2) throw new Error('cut off');
    },
  };
  await expect(restore({ ...target.deps, progress }, dir, whole)).rejects.toThrow('cut off');
  expect(await target.database.db.selectFrom('users').select('id').execute()).toEqual([]);
  await restore(target.deps, dir, whole);
  expect(await answers(await target.start(), key, planted.paths)).toEqual(original);
});

it.each([
  ['a line', (text: string) => text.slice(text.indexOf('\n') + 1), /The table data has \d+ rows instead of \d+/],
  ['a byte', (text: string) => text.replace('"d"', '"e"'), 'The table data has changed since it was written'],
])('is refused when %s of a table is missing or changed, and changes nothing', async (_what, damage, message) => {
  const path = await tableFile('data');
  const good = await readFile(path, 'utf8');
  await writeFile(path, damage(good));
  await expect(restore(target.deps, dir, whole)).rejects.toThrow(message);
  expect(await target.database.db.introspection.getTables()).toEqual([]);
  await writeFile(path, good);
  expect((await restore(target.deps, dir, whole)).problems).toEqual([]);
});

it('stops at a damaged blob, or skips it on request', async () => {
  const [, , , large] = planted.data;
  const bytes = await readFile(blobPath(dir, large!.hash));
  bytes.writeUInt8(1, 2_000_000);
  await writeFile(blobPath(dir, large!.hash), bytes);
  await expect(restore(target.deps, dir, whole)).rejects.toThrow(`${large!.hash}: wrong bytes`);
  expect(await target.database.db.selectFrom('users').select('id').execute()).toEqual([]);
  const { problems } = await restore(target.deps, dir, { incomplete: true });
  expect(problems).toMatchObject([{ hash: large!.hash, fault: 'wrong bytes', usedBy: [{ data: large!.api_id }] }]);
  expect((await verifyServer(target.deps)).problems).toMatchObject([{ hash: large!.hash, fault: 'missing' }]);
});

it('rejects backups of newer versions, and folders without a backup', async () => {
  await changeManifest((manifest) => manifest.migrations.push('9999-later'));
  await expect(restore(target.deps, dir, whole)).rejects.toThrow(/newer version.*9999-later/);
  await changeManifest((manifest) => {
    manifest.format = 3;
    manifest.gofigr = '7.0';
  });
  await expect(restore(target.deps, dir, whole)).rejects.toThrow('newer version (7.0)');
  for (const folder of [join(dir, 'missing'), await mkdtemp(join(dir, 'empty-'))])
    await expect(restore(target.deps, folder, whole)).rejects.not.toBeInstanceOf(FoundProblems);
  await expect(restore(target.deps, join(dir, 'missing'), whole)).rejects.toThrow('There is no folder');
  await expect(restore(target.deps, await manifestFile(), whole)).rejects.toThrow('is not a folder');
});

describe('a damaged backup is a problem that was found:', () => {
  const blob = () => blobPath(dir, planted.data[3]!.hash);
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['a cut manifest', async () => truncate(await manifestFile(), 40), /manifest.json is damaged/],
    ['a missing manifest', async () => rm(await manifestFile()), /manifest.json is missing/],
    ['a wrong manifest', () => changeManifest((manifest) => delete manifest.blobs), /manifest.json is damaged/],
    ['no state', async () => rm(await newestState(dir), { recursive: true }), /no complete backup/],
    ['a cut table', async () => truncate(await tableFile('users'), 10), /table users has 0 rows instead of 1/],
    ['a missing table', async () => rm(await tableFile('objects')), /table objects is missing/],
    [
      'a table that is a folder',
      async () => {
        await rm(await tableFile('data'));
        await mkdir(await tableFile('data'));
      },
      /table data can not be read \(EISDIR\)/,
    ],
    ['a cut list of blobs', async () => truncate(await tableFile('blobs'), 10), /list of blobs has 0 rows/],
    ['a changed secret', async () => truncate(join(await newestState(dir), 'secrets', 'content-links'), 3), /secret/],
    ['a missing blob', () => rm(blob()), /missing\b/],
    ['a cut blob', () => truncate(blob(), 9), /wrong bytes/],
    [
      'rows that the database refuses',
      async () => {
        const path = await tableFile('users');
        const row = await readFile(path, 'utf8');
        await writeFile(path, row + row);
        const blake3 = (await describeLines(path, target.deps.newHasher)).blake3;
        await changeManifest((manifest) => (manifest.tables.users = { rows: 2, blake3 }));
      },
      /rows can not be loaded, and none were restored/,
    ],
  ])('%s', async (_what, damage, message) => {
    await damage();
    const attempt = restore(target.deps, dir, whole);
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toBeInstanceOf(FoundProblems);
    expect(await usersOf(target)).toEqual([]);
  });
});

it('of a database that is not yet migrated leaves it unchanged, and is migrated when restored', async () => {
  const older = await createTestInstallation();
  const all = migrationsFor(ENGINE);
  const [first = ''] = Object.keys(all);
  await migrateToLatest(older.database.db, { [first]: all[first]! }, null);
  await rm(dir, { recursive: true });
  await backup(older.deps, dir);
  expect((await stateOf(older.database.db)).migrations).toEqual([first]);
  await older.remove();
  await restore(target.deps, dir, whole);
  expect((await stateOf(target.database.db)).migrations).toEqual(Object.keys(all));
});

it('is refused by a database newer than the backup', async () => {
  await changeManifest((manifest) => manifest.migrations.pop());
  await target.database.migrate();
  await expect(restore(target.deps, dir, whole)).rejects.toThrow(/already has .*, which the backup has not/);
});

it('of an older version is migrated to this one', async () => {
  const later = {
    async up(db: any) {
      await sql`alter table users add column motto text not null default 'none'`.execute(db);
      await sql`update users set motto = username`.execute(db);
    },
  };
  const migrations = { ...migrationsFor(ENGINE), '9999-later': later };
  await restore({ ...target.deps, migrations }, dir, whole);
  const { rows } = await sql`select username, motto from users`.execute(target.database.db);
  expect(rows).toEqual([{ username: 'ada', motto: 'ada' }]);
  await expect(backup(target.deps, join(dir, 'other'))).rejects.toThrow(/newer than this version.*9999-later/);
});
