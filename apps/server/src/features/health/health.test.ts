import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BlobStore, createFileBlobs, loadBlake3 } from '../../kernel/blobs/index.ts';
import { type Database, openDatabase } from '../../kernel/db/index.ts';
import { checkStorage } from '../../kernel/storage/index.ts';
import { healthPages } from './index.ts';

let folder: string;
let blobFolder: string;
let blobs: BlobStore;
let database: Database;
let app: FastifyInstance;
let isFull: boolean;
let time: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gofigr-health-'));
  blobFolder = join(folder, 'blobs');
  blobs = createFileBlobs(blobFolder, await loadBlake3());
  database = openDatabase({ path: join(folder, 'gofigr.sqlite') });
  await database.migrate();
  await checkStorage(database.db, blobs, true);
  isFull = false;
  time = 0;
  app = fastify();
  healthPages(app, { db: database.db, blobs, room: { look: async () => isFull }, now: () => time });
});
afterEach(async () => {
  await app.close();
  await database.close();
  await rm(folder, { recursive: true });
});

/** Answers to writers and to readers once the last answer has expired. */
async function ready() {
  time += 6000;
  const answers = [await app.inject('/readyz'), await app.inject('/readyz?for=read')];
  return answers.map((answer) => [answer.statusCode, answer.json().status]);
}

const OK = [
  [200, 'ok'],
  [200, 'ok'],
];
const READ_ONLY = [
  [503, 'read_only'],
  [200, 'read_only'],
];
const UNAVAILABLE = [
  [503, 'unavailable'],
  [503, 'unavailable'],
];

describe('/readyz', () => {
  it('reports that a full disk can still be read', async () => {
    expect(await ready()).toEqual(OK);
    isFull = true;
    expect(await ready()).toEqual(READ_ONLY);
    isFull = false;
    expect(await ready()).toEqual(OK);
  });

  it('detects that blobs can not be written', async () => {
    expect(await ready()).toEqual(OK);
    // A file in the folder's place stops even root.
    await rename(blobFolder, `${blobFolder}.away`);
    await writeFile(blobFolder, '');
    expect(await ready()).toEqual(UNAVAILABLE);
    await rm(blobFolder);
    await rename(`${blobFolder}.away`, blobFolder);
    expect(await ready()).toEqual(OK);
  });

  it('detects that the database can not be written', async () => {
    const { db } = database;
    await sql`pragma query_only = on`.execute(db);
    expect(await ready()).toEqual(READ_ONLY);
    await sql`pragma query_only = off`.execute(db);
    expect(await ready()).toEqual(OK);
  });

  it('leaves nothing behind, and checks the disk once in five seconds', async () => {
    await ready();
    const before = await database.db.selectFrom('settings').selectAll().execute();
    isFull = true;
    time += 4000;
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ok' });
    time += 1001;
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'read_only' });
    expect(await database.db.selectFrom('settings').selectAll().execute()).toEqual(before);
  });
});

it('/healthz answers in every state of the storage', async () => {
  await database.db.schema.dropTable('settings').execute();
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  expect(await ready()).toEqual(UNAVAILABLE);
});
