import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, nameKeyOf, openDatabase } from './index.ts';
import { migrateToLatest } from './migrate.ts';
import { migrationsFor } from './migrations/index.ts';
import { createTestDatabase, ENGINES, type TestDatabase } from './test-databases.ts';
import { describeShape } from './test-shape.ts';

const SHAPE = 'shape.snapshot.txt';
const NAMES = Object.keys(migrationsFor('sqlite'));

test('migrations are in order of their names, and the same on both engines', () => {
  expect(NAMES).toEqual(NAMES.toSorted());
  expect(NAMES).toEqual(Object.keys(migrationsFor('postgres')));
});

describe.each(ENGINES)('on %s', (engine) => {
  let testDatabase: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    testDatabase = await createTestDatabase(engine);
    database = testDatabase.open();
  });
  afterEach(() => testDatabase.remove());

  /** The schema that both engines have; SQLite has small blobs besides. */
  const shape = async () => (await describeShape(database.db, engine)).replace(/^blobs\n( .*\n)+\n/m, '');
  const migrate = (migrations = migrationsFor(engine)) => migrateToLatest(database.db, migrations, null);

  test('the schema is the reviewed one, and applying the migrations again changes nothing', async () => {
    await database.migrate();
    expect(await database.isNewer()).toBe(false);
    await expect(await shape()).toMatchFileSnapshot(SHAPE);
    await database.migrate();
    await expect(await shape()).toMatchFileSnapshot(SHAPE);
  });

  test.each(NAMES.map((_, count) => count))(
    'after the first %i migrations the rest gives the same schema',
    async (count) => {
      await migrate(Object.fromEntries(Object.entries(migrationsFor(engine)).slice(0, count)));
      await database.migrate();
      await expect(await shape()).toMatchFileSnapshot(SHAPE);
    },
  );

  test('the number of the next revision is looked up in an index, and older revisions are in it', async () => {
    const before = Object.entries(migrationsFor(engine)).filter(([name]) => name < '0014');
    await migrate(Object.fromEntries(before));
    await sql`insert into objects (id, kind, parent_id, workspace_id, name, size_bytes, created_on, created_by, name_key)
      values ('f', 'figure', null, 'w', 'F', 0, 0, 'ada', ''), ('r', 'revision', 'f', 'w', '', 0, 0, 'ada', '')`.execute(
      database.db,
    );
    await sql`insert into revisions (id, revision_index, metadata, is_clean_room) values ('r', 6, '{}', 0)`.execute(
      database.db,
    );
    await database.migrate();
    const query = sql`select max(revision_index) as highest from revisions where parent_id = 'f'`;
    expect((await query.execute(database.db)).rows).toEqual([{ highest: 6 }]);
    if (engine === 'postgres') return; // It scans a table of one row.
    const plan = (await sql<{ detail: string }>`explain query plan ${query}`.execute(database.db)).rows;
    expect(plan.map(({ detail }) => detail).join()).toContain('revisions_by_parent_id_revision_index');
  });

  test('existing members count as accepted after the migration', async () => {
    const before = Object.entries(migrationsFor(engine)).filter(([name]) => name < '0005');
    await migrate(Object.fromEntries(before));
    await sql`insert into users (id, username, username_key, email, first_name, last_name, password_hash, user_profile,
      is_active, is_staff, date_joined) values ('u', 'ada', 'ada', '', '', '', '', '{}', 1, 0, 0)`.execute(database.db);
    await sql`insert into objects (id, kind, workspace_id, name, size_bytes, created_on, created_by)
      values ('w', 'workspace', 'w', 'W', 0, 0, 'ada')`.execute(database.db);
    await sql`insert into members (object_id, user_id, role, created) values ('w', 'u', 'viewer', 5)`.execute(
      database.db,
    );
    await database.migrate();
    const [member] = await database.db.selectFrom('members').selectAll().execute();
    expect(member).toMatchObject({ created: 5, accepted: 5, added_by: null });
  });

  test('existing names get keys, the same for every Unicode composition', async () => {
    await migrate(Object.fromEntries(Object.entries(migrationsFor(engine)).filter(([name]) => name < '0006')));
    const names = ['', '\u00e9', 'e\u0301', 'E', ...Array.from({ length: 1200 }, (_, at) => `${at} e\u0301`)];
    const columns = sql`id, kind, workspace_id, name, size_bytes, created_on, created_by`;
    const rows = names.map((name, at) => sql`(${`id${at}`}, 'figure', 'w', ${name}, 0, 0, 'ada')`);
    await sql`insert into objects (${columns}) values ${sql.join(rows)}`.execute(database.db);
    await database.migrate();
    const kept = await database.db.selectFrom('objects').select(['name', 'name_key']).orderBy('seq').execute();
    expect(kept).toEqual(names.map((name) => ({ name, name_key: nameKeyOf(name) })));
    expect(new Set(kept.slice(0, 4).map(({ name_key }) => name_key)).size).toBe(3);
  });

  test('uploads of before count to the room of their person', async () => {
    await migrate(Object.fromEntries(Object.entries(migrationsFor(engine)).filter(([name]) => name < '0057')));
    for (const id of ['u', 'v', 'w'])
      await sql`insert into users (id, username, username_key, email, first_name, last_name, password_hash,
        user_profile, is_active, is_staff, date_joined)
        values (${id}, ${id}, ${id}, '', '', '', '', '{}', 1, 0, 0)`.execute(database.db);
    const uploads = [
      { user_id: 'u', received: 10, parts: 0 },
      { user_id: 'u', received: 100, parts: 2 },
      { user_id: 'v', received: 1, parts: 0 },
    ];
    const rest = { key_id: '', size_bytes: 1000, is_complete: 0, has_keys: 0, updated: 1 };
    const rows = uploads.map((row, at) => ({ id: `${at}`, hash: `${at}`, ...row, ...rest }));
    await database.db.insertInto('uploads').values(rows).execute();
    await database.migrate();
    const totals = await database.db.selectFrom('upload_totals').selectAll().orderBy('user_id').execute();
    expect(totals).toEqual([
      { user_id: 'u', bytes: 110 + 4 * 4096 },
      { user_id: 'v', bytes: 1 + 4096 },
    ]);
  });

  test('a migration of a newer version is refused by name', async () => {
    const newer = { up: async (db: Kysely<unknown>) => void (await sql`create table later (id text)`.execute(db)) };
    await migrate({ ...migrationsFor(engine), '9999-later': newer });
    expect(await database.isNewer()).toBe(true);
    await expect(database.migrate()).rejects.toThrow(/newer than this server.*9999-later/);
  });

  test('a migration that fails half-way leaves nothing behind', async () => {
    await database.migrate();
    const before = await shape();
    const broken = {
      async up(db: Kysely<unknown>) {
        await sql`create table half (id text)`.execute(db);
        throw new Error('half-way');
      },
    };
    await expect(migrate({ ...migrationsFor(engine), '9999-broken': broken })).rejects.toThrow('could not be migrated');
    expect(await shape()).toBe(before);
    await database.migrate();
  });
});

// A second connection to SQLite would wait for the first within this one thread.
test.each(ENGINES.filter((engine) => engine !== 'sqlite'))(
  'two processes that start at once on %s both find it migrated',
  async (engine) => {
    const testDatabase = await createTestDatabase(engine);
    try {
      const [one, other] = [testDatabase.open(), testDatabase.open()];
      await Promise.all([one.migrate(), other.migrate()]);
      await expect(await describeShape(other.db, engine)).toMatchFileSnapshot(SHAPE);
    } finally {
      await testDatabase.remove();
    }
  },
);

describe('the copy before a migration of SQLite', () => {
  let testDatabase: TestDatabase;
  let path: string;

  beforeEach(async () => {
    testDatabase = await createTestDatabase('sqlite');
    path = 'path' in testDatabase.where ? testDatabase.where.path : '';
  });
  afterEach(() => testDatabase.remove());

  const step = { up: async (db: Kysely<unknown>) => void (await sql`update users set email = 'changed'`.execute(db)) };
  const copies = () => readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.before-`));

  async function addUser({ db }: Database): Promise<void> {
    await db
      .insertInto('users')
      .values({
        id: 'u',
        username: 'ada',
        username_key: 'ada',
        email: 'original',
        first_name: '',
        last_name: '',
        password_hash: '',
        avatar: null,
        user_profile: '{}',
        is_active: 1,
        is_staff: 0,
        date_joined: 0,
      })
      .execute();
  }

  test('new and current databases are not copied', async () => {
    const database = testDatabase.open();
    await database.migrate();
    await database.migrate();
    expect(copies()).toEqual([]);
  });

  test('it has the earlier content, and opens as a database', async () => {
    const database = testDatabase.open();
    await database.migrate();
    await addUser(database);
    await migrateToLatest(database.db, { ...migrationsFor('sqlite'), '9998-step': step }, path);
    expect(copies()).toEqual(['gofigr.sqlite.before-9998-step']);

    const copy = openDatabase({ path: `${path}.before-9998-step` });
    try {
      await copy.migrate();
      expect(await copy.db.selectFrom('users').select('email').execute()).toEqual([{ email: 'original' }]);
    } finally {
      await copy.close();
    }
    expect(await database.db.selectFrom('users').select('email').execute()).toEqual([{ email: 'changed' }]);
  });

  test('only the last three are kept', async () => {
    const database = testDatabase.open();
    await database.migrate();
    const migrations = { ...migrationsFor('sqlite') };
    for (const name of ['9001-a', '9002-b', '9003-c', '9004-d']) {
      migrations[name] = step;
      await migrateToLatest(database.db, migrations, path);
    }
    expect(copies()).toEqual(['9002-b', '9003-c', '9004-d'].map((name) => `gofigr.sqlite.before-${name}`));
  });

  test('a migration without disk space reports it, and what to do', async () => {
    const database = testDatabase.open();
    await database.migrate();
    const full = async () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    };
    const migrating = migrateToLatest(database.db, { ...migrationsFor('sqlite'), '9998-step': { up: full } }, path);
    await expect(migrating).rejects.toThrow('The disk is full');
  });

  test('no migration runs if the copy fails', async () => {
    const database = testDatabase.open();
    await database.migrate();
    await addUser(database);
    const nowhere = `${dirname(path)}/missing/gofigr.sqlite`;
    await expect(
      migrateToLatest(database.db, { ...migrationsFor('sqlite'), '9998-step': step }, nowhere),
    ).rejects.toThrow(/unable to open/);
    expect(existsSync(nowhere)).toBe(false);
    expect(await database.db.selectFrom('users').select('email').execute()).toEqual([{ email: 'original' }]);
  });
});
