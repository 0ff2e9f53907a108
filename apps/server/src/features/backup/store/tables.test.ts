import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestInstallation, type TestInstallation } from '../test-installation.ts';
import { PLANS, TABLES } from './tables.ts';

let place: TestInstallation;
beforeAll(async () => {
  place = await createTestInstallation();
  await place.database.migrate();
});
afterAll(() => place.remove());

it('every table of the database is backed up or left out on purpose', async () => {
  const tables = await place.database.db.introspection.getTables();
  expect(tables.map(({ name }) => name).toSorted()).toEqual(Object.keys(TABLES).toSorted());
});

it('every column that a plan names is in its table, and a table with a sequence goes by it', async () => {
  const tables = await place.database.db.introspection.getTables();
  for (const [name, { key, cleared = [], kinds }] of PLANS) {
    const columns = tables.find((table) => table.name === name)?.columns.map((column) => column.name) ?? [];
    expect(columns).toEqual(expect.arrayContaining([...key, ...cleared, ...(kinds ? ['kind'] : [])]));
    if (columns.includes('seq')) expect(key).toEqual(['seq']);
  }
});
