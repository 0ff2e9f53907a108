import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createClock } from '../../kernel/clock.ts';
import { base64, startTestServer, type TestServer } from '../../testing/index.ts';
import { createBackground } from './service/background.ts';
import type { CompareChild } from './service/child.ts';
import { createComparisons } from './service.ts';
import { revisionsBelow } from './store.ts';

let test: TestServer;
let revisions: string[];
const proof: { authorization?: string; cookie?: string } = {};

const make = async (path: string, body: object): Promise<string> =>
  (await test.call('POST', path, body, proof)).body.api_id;
const publish = (figure: string, content: string) =>
  make('revision/', { figure, metadata: { n: content }, data: [{ name: 'x', type: 'code', data: base64(content) }] });

beforeAll(async () => {
  test = await startTestServer();
  const owner = await test.account();
  Object.assign(proof, owner.proof);
  const analysis = await make('analysis/', { name: 'A', workspace: owner.workspace });
  const figure = await make('figure/', { name: 'F', analysis });
  await publish(await make('figure/', { name: 'Alone', analysis }), '0');
  revisions = [];
  for (const content of ['1', '2', '3']) revisions.push(await publish(figure, content));
});
afterAll(() => test.close());
beforeEach(() => vi.useRealTimers());

const failing: CompareChild = {
  compare: async () => {
    throw new Error('the child ended');
  },
  close: () => undefined,
};

const comparisonsWith = (child: CompareChild) => {
  const { db } = test.server.database;
  const reports: string[] = [];
  const report = (error: unknown) => void reports.push(String(error));
  const blobs = { of: () => expect.fail('reads no bytes') };
  return { reports, report, comparisons: createComparisons({ db, clock: createClock(), blobs, report, child }) };
};

it('stores comparisons of old revisions, newest first, and none twice', async () => {
  const { comparisons, report } = comparisonsWith(failing);
  const stored: string[] = [];
  const store = async (id: string) => {
    stored.push(id);
    if (id === revisions[2] && stored.length === 1) throw new Error('cannot be compared');
    return comparisons.store(id);
  };
  const { db } = test.server.database;
  const background = createBackground({ db, comparisons: { store }, report, pauseMs: 1 });
  await Promise.all([background.fill(), background.fill()]);
  expect(stored).toEqual([revisions[2], revisions[1]]);
  await background.fill();
  await background.fill();
  expect(stored).toEqual([revisions[2], revisions[1], revisions[2]]);
  expect(await comparisons.store(revisions[0]!)).toBe(false);
  // A change of the first one makes the result of the second one stale.
  await test.call('PATCH', `revision/${revisions[0]}/`, { metadata: { n: 'changed' } }, proof);
  await background.fill();
  await background.fill();
  expect(stored.slice(3)).toEqual([revisions[1]]);
  expect((await db.selectFrom('comparisons').select('result').execute()).map(({ result }) => result)).toContainEqual(
    expect.stringContaining('`n` changed → 2'),
  );
  background.close();
});

it('looks at all revisions, a few at a time', async () => {
  const { db } = test.server.database;
  const seen: string[] = [];
  let below: number | null = null;
  do {
    const { ids, next } = await revisionsBelow(db, below, 2);
    seen.push(...ids);
    below = next;
  } while (below !== null);
  expect(seen).toHaveLength(4);
  expect(seen.slice(0, 3)).toEqual(revisions.toReversed());
});

it('compares a published revision and the one after it, newest first', async () => {
  const { db } = test.server.database;
  await db.deleteFrom('comparisons').execute();
  const stored: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const store = async (id: string) => {
    stored.push(id);
    if (stored.length === 2) resolve();
    return true;
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const background = createBackground({ db, comparisons: { store }, report: () => undefined });
  background.published(revisions[1]!);
  background.published(revisions[1]!);
  vi.advanceTimersByTime(3_000);
  await promise;
  expect(stored).toEqual([revisions[2], revisions[1]]);
  background.close();
  background.published(revisions[0]!);
  vi.advanceTimersByTime(10_000);
  expect(stored).toHaveLength(2);
});

it('does not store again what is known', async () => {
  const { db } = test.server.database;
  await db.deleteFrom('comparisons').execute();
  await comparisonsWith(failing).comparisons.store(revisions[2]!);
  const stored: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const store = async (id: string) => {
    stored.push(id);
    resolve();
    return true;
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const background = createBackground({ db, comparisons: { store }, report: () => undefined });
  background.published(revisions[1]!);
  vi.advanceTimersByTime(3_000);
  await promise;
  expect(stored).toEqual([revisions[1]]);
  background.close();
});

it('answers what needs no bytes when the child ends', async () => {
  const { comparisons, reports } = comparisonsWith(failing);
  const [, a = '', b = ''] = revisions;
  await test.server.database.db.deleteFrom('comparisons').execute();
  const { comparison } = await comparisons.of(a, b, 'ada');
  expect(comparison).toMatchObject({
    line: '`n` 2 → 3 · code not compared',
    equal: false,
    code: [{ content: { skipped: 'its comparison failed' } }],
  });
  expect(reports).toEqual(['Error: the child ended']);
});

it('stores only the line of a very long result, and compares again for who asks', async () => {
  const { db } = test.server.database;
  await db.deleteFrom('comparisons').execute();
  let compared = 0;
  const code = [{ kind: 'changed', content: { skipped: 'x'.repeat(1_000_000) } }];
  const result = JSON.stringify({ line: 'code changed', equal: false, code, pictures: [] });
  const { comparisons } = comparisonsWith({
    compare: async () => {
      compared++;
      return result;
    },
    close: () => undefined,
  });
  const [, a = '', b = ''] = revisions;
  await comparisons.store(b);
  expect(await db.selectFrom('comparisons').select('result').execute()).toEqual([
    { result: '{"line":"code changed","equal":false}' },
  ]);
  await expect(comparisons.of(a, b, null)).rejects.toMatchObject({ code: 'not_found' });
  expect((await comparisons.of(a, b, 'ada')).comparison).toEqual(JSON.parse(result));
  expect(compared).toBe(2);
  await comparisons.store(b);
  expect(compared).toBe(2);
});

it('refuses a fourth comparison of one user that waits, and shares equal ones', async () => {
  const waiting = Promise.withResolvers<string>();
  let started = 0;
  const { comparisons } = comparisonsWith({
    compare: () => {
      started++;
      return waiting.promise;
    },
    close: () => undefined,
  });
  const [first = '', second = '', third = ''] = revisions;
  const pairs = [
    [third, first],
    [second, first],
    [third, second],
    [third, first],
  ] as const;
  const answers = pairs.map(([a, b]) => comparisons.of(a, b, 'ada'));
  await vi.waitFor(() => expect(started).toBe(3), 20_000);
  await expect(comparisons.of(first, third, 'ada')).rejects.toMatchObject({ code: 'unavailable' });
  const other = comparisons.of(first, third, 'bob');
  await vi.waitFor(() => expect(started).toBe(4), 20_000);
  waiting.resolve('{"line": "shared"}');
  for (const answer of [...answers, other]) expect((await answer).comparison).toEqual({ line: 'shared' });
});
