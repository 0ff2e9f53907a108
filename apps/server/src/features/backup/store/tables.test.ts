import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestInstallation, type TestInstallation } from '../test-installation.ts';
import { PLANS, TABLES } from './tables.ts';

let installation: TestInstallation;
beforeAll(async () => {
  installation = await createTestInstallation();
  await installation.database.migrate();
});
afterAll(() => installation.remove());

it('every table of the database is backed up or left out on purpose', async () => {
  const { db, engine } = installation.database;
  const tables = await db.introspection.getTables();
  // Small blobs are in SQLite only.
  const planned = Object.keys(TABLES).filter((name) => engine === 'sqlite' || name !== 'blobs');
  expect(tables.map(({ name }) => name).toSorted()).toEqual(planned.toSorted());
});

it('every column in a plan is in its table, and a table with a sequence is ordered by it', async () => {
  const tables = await installation.database.db.introspection.getTables();
  for (const [name, { key, cleared = [], kinds }] of PLANS) {
    const columns = tables.find((table) => table.name === name)?.columns.map((column) => column.name) ?? [];
    expect(columns).toEqual(expect.arrayContaining([...key, ...cleared, ...(kinds ? ['kind'] : [])]));
    if (columns.includes('seq')) expect(key).toEqual(['seq']);
  }
});
