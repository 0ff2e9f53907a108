import { operations } from '@gofigr/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKS_WHEN_FULL } from './kernel/http/when-full.ts';
import { base64, type Proof, plant, startTestServer, type TestServer } from './testing/index.ts';

/** SQLite, whose file can be kept from growing; the durability tests fill a real disk. */
let test: TestServer;
let owner: { proof: Proof; workspace: string; username: string };
let planted: Awaited<ReturnType<typeof plant>>;
beforeAll(async () => {
  test = await startTestServer();
  owner = await test.account();
  planted = await plant(test, owner.proof, owner.workspace);
});
afterAll(() => test.close());

const mayGrow = (pages: number) => sql`pragma max_page_count = ${sql.lit(pages)}`.execute(test.server.database.db);

const LONG = 'x'.repeat(9000);

/** Fills the remaining pages of the file. */
async function fill(): Promise<void> {
  const { db } = test.server.database;
  await mayGrow(1);
  const add = async (size: number) => {
    const row = { name: `filler ${Math.random()}`, value: 'x'.repeat(size) };
    return db
      .insertInto('settings')
      .values(row)
      .execute()
      .then(
        () => true,
        () => false,
      );
  };
  for (let size = 100_000; size >= 1; size = Math.floor(size / 2)) while (await add(size));
}

it('a full database answers 507 to all requests that store more, and works again later', async () => {
  const writes = [
    ['POST', 'analysis/', { name: 'A', description: LONG, workspace: owner.workspace }],
    ['POST', 'figure/', { name: 'F', description: LONG, analysis: planted.analysis }],
    [
      'POST',
      'revision/',
      {
        figure: planted.figure,
        metadata: { note: LONG },
        data: [{ name: 'd', type: 'text', metadata: {}, data: base64('x') }],
      },
    ],
    ['POST', 'workspace/', { name: 'W', description: LONG }],
    ['PATCH', `figure/${planted.figure}/`, { description: LONG }],
    ['PUT', `analysis/${planted.analysis}/`, { description: LONG }],
  ] as const;
  await fill();
  for (const [method, path, fields] of writes) {
    const { status, body: answer } = await test.call(method, path, fields, owner.proof);
    expect([path, status, answer.code]).toEqual([path, 507, 'storage_full']);
  }
  expect((await test.call('GET', `figure/${planted.figure}/`, undefined, owner.proof)).status).toBe(200);
  await mayGrow(1_000_000);
  for (const [method, path, fields] of writes.slice(0, 3))
    expect([path, (await test.call(method, path, fields, owner.proof)).status]).toEqual([path, 201]);
});

it('every operation that works on a full disk is in the contract, and none of them publishes', () => {
  const known = new Map(operations.map((operation) => [operation.id, operation]));
  for (const id of WORKS_WHEN_FULL) {
    expect([id, known.has(id)]).toEqual([id, true]);
    expect(known.get(id)?.carries).toBeUndefined();
  }
});
