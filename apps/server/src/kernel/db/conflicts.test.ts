import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, databaseFailure, isConflict } from './index.ts';
import { createTestDatabase, ENGINES, type TestDatabase } from './test-databases.ts';

describe.each(ENGINES)('on %s', (engine) => {
  let testDatabase: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase(engine);
    database = testDatabase.open();
    await database.migrate();
    await addRevision('first', 'short');
  });
  afterAll(() => testDatabase.remove());

  async function addRevision(id: string, shortId: string | null): Promise<void> {
    const object = { id, kind: 'revision' as const, parent_id: null, workspace_id: 'w', name: '', name_key: '' };
    const stamps = { created_on: 0, created_by: 'ada', updated_on: null, updated_by: null };
    const below = { child_updated_on: null, child_updated_by: null };
    await database.db.transaction().execute(async (trx) => {
      await trx
        .insertInto('objects')
        .values({ ...object, ...stamps, ...below, description: null, size_bytes: 0 })
        .execute();
      await trx
        .insertInto('revisions')
        .values({ id, parent_id: 'f', revision_index: 0, metadata: '{}', is_clean_room: 0, short_id: shortId })
        .execute();
    });
  }

  const conflictOf = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => new Error('there was no conflict'),
      (error: Error) => error,
    );

  test('a conflict names only the column whose value is taken', async () => {
    const sameId = await conflictOf(addRevision('first', null));
    expect([isConflict(sameId), isConflict(sameId, 'id'), isConflict(sameId, 'short_id')]).toEqual([true, true, false]);

    const sameShortId = await conflictOf(addRevision('second', 'short'));
    expect([isConflict(sameShortId, 'id'), isConflict(sameShortId, 'short_id')]).toEqual([false, true]);
  });

  test('a taken primary key is a conflict of its column', async () => {
    const { db } = database;
    const row = { id: 'first', parent_id: 'f', revision_index: 1, metadata: '{}', is_clean_room: 0, short_id: null };
    const taken = await conflictOf(db.insertInto('revisions').values(row).execute());
    expect([isConflict(taken, 'id'), isConflict(taken, 'short_id')]).toEqual([true, false]);
  });

  test('a missing parent and a failing database are not conflicts', async () => {
    const row = { id: 'nowhere', parent_id: 'f', revision_index: 1, metadata: '{}', is_clean_room: 0, short_id: null };
    const error = await conflictOf(database.db.insertInto('revisions').values(row).execute());
    expect(error.message).toMatch(/foreign key/i);
    expect([isConflict(error), databaseFailure(error)]).toEqual([false, null]);
  });

  test('sizes, times and counts are read as numbers', async () => {
    const { db } = database;
    const row = await db.selectFrom('objects').select(['seq', 'size_bytes', 'created_on']).executeTakeFirstOrThrow();
    expect(Object.values(row).map((value) => typeof value)).toEqual(['number', 'number', 'number']);
    const { count } = await db
      .selectFrom('objects')
      .select((eb) => eb.fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
  });
});
