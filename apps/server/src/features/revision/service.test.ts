import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Stores } from '../../kernel/blobs/index.ts';
import { createClock } from '../../kernel/clock.ts';
import type { ReceivedBlob } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { findByName } from '../user/index.ts';
import type { Item } from './service/data-items.ts';
import { createDeriveAndAppend } from './service/derive-append.ts';
import type { Publication } from './service/published-keys.ts';
import { figureRevisions } from './service/revision-kind.ts';
import { createRevisionService } from './service.ts';

let test: TestServer;
let ada: SignedIn;
let mine: Awaited<ReturnType<typeof plant>>;
let theirs: typeof mine;
/** Revisions that were announced, each with the number of its data at that moment. */
let announced: [id: string, data: number][];
let described: string[];
let underWay: Promise<void>[];
let service: ReturnType<typeof createRevisionService> & ReturnType<typeof createDeriveAndAppend>;
beforeAll(async () => {
  test = await startTestServer();
  const { db } = test.server.database;
  const [owner, other] = [await test.account(), await test.account()];
  mine = await plant(test, owner.proof, owner.workspace);
  theirs = await plant(test, other.proof, other.workspace);
  const { id = '' } = (await findByName(db, owner.username)) ?? {};
  const more = { isStaff: false, via: 'access', credentialId: '', signInId: '', scope: null, key: null } as const;
  ada = { kind: 'user', userId: id, username: owner.username, ...more };
  const count = async (revisionId: string) => {
    const rows = await db.selectFrom('data').select('id').where('owner_id', '=', revisionId).execute();
    announced.push([revisionId, rows.length]);
  };
  const onPublished = (revisionId: string) => void underWay.push(count(revisionId));
  const blobs = { keep: async () => ({ write: async () => undefined }) } as unknown as Stores;
  // Only routes ask it.
  const keyGuard = undefined as never;
  // No datum here names its bytes.
  const uploads = undefined as never;
  const onDescribed = (revisionId: string) => void described.push(revisionId);
  const trashPolicy = { days: () => 30 };
  const deps = { db, clock: createClock(), blobs, uploads, keyGuard, trashPolicy, onPublished, onDescribed };
  service = { ...createRevisionService(deps, figureRevisions), ...createDeriveAndAppend(deps, figureRevisions) };
});
afterAll(() => test.close());
beforeEach(() => {
  [announced, described, underWay] = [[], [], []];
});

const item = (name: string): Item => ({
  name,
  type: 'text',
  blob: { hash: '0'.repeat(64), size: 1 } as unknown as ReceivedBlob,
});
const publication = (items: readonly Item[], metadata?: unknown): Publication => ({
  items,
  metadata,
  onStored: async () => undefined,
});
const news = async () => {
  await Promise.all(underWay);
  return announced;
};

it('a revision with new data is announced once they are in the database, and other metadata apart', async () => {
  const { db } = test.server.database;
  const { row } = await service.create(ada, { parent: mine.figure }, publication([item('a')]));
  const { id } = row;
  await news();
  const object = await objects.get(db, id);
  await service.append(ada, object, publication([item('b'), item('c')]), true);
  await news();
  await service.append(ada, object, publication([]), false);
  await service.update(ada, object, {}, publication([], { a: 1 }), false);
  expect(await news()).toEqual([
    [id, 1],
    [id, 3],
  ]);
  expect(described).toEqual([id]);
  await service.update(ada, object, {}, publication([item('d'), item('e')]), true);
  await news();
  const derived = await service.derive(ada, object, mine.figure, publication([], {}));
  expect((await news()).slice(2)).toEqual([
    [id, 2],
    [derived, 0],
  ]);
});

it('a revision that is refused is not announced', async () => {
  await expect(service.create(ada, { parent: theirs.figure }, publication([item('a')]))).rejects.toMatchObject({
    code: 'not_allowed',
  });
  expect(await news()).toEqual([]);
});

it('a revision is derived only with the rights at that moment', async () => {
  const { db } = test.server.database;
  const [own, foreign] = [await objects.get(db, mine.revision), await objects.get(db, theirs.revision)];
  await expect(service.derive(ada, foreign, mine.figure, publication([], {}))).rejects.toMatchObject({
    code: 'not_allowed',
  });
  await expect(service.derive(ada, own, theirs.figure, publication([], {}))).rejects.toMatchObject({
    code: 'not_allowed',
  });
  expect(await service.derive(ada, own, mine.figure, publication([], {}))).toBeTruthy();
});
