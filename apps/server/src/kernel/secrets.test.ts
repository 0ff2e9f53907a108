import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from './db/index.ts';
import { createTestDatabase, type TestDatabase } from './db/test-databases.ts';
import { areSharedSecrets } from './secrets.ts';

let test: TestDatabase;
let database: Database;
beforeEach(async () => {
  test = await createTestDatabase('sqlite');
  database = test.open();
  await database.migrate();
});
afterEach(() => test.remove());

it('a server with other secrets than the one before it is noticed, and the database holds none of them', async () => {
  const [links, storage, other] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  expect(await areSharedSecrets(database.db, [links, storage])).toBe(true);
  expect(await areSharedSecrets(database.db, [links, storage])).toBe(true);
  expect(await areSharedSecrets(database.db, [links, other])).toBe(false);
  expect(await areSharedSecrets(database.db, [links, other])).toBe(true);
  expect(await areSharedSecrets(database.db, [links, storage])).toBe(false);
  const stored = JSON.stringify(await database.db.selectFrom('settings').selectAll().execute());
  for (const secret of [links, storage, other])
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      expect(stored).not.toContain(secret.toString(encoding));
});
