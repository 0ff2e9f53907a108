import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Blobs, createCheckedBlobs, createFileBlobs, loadBlake3 } from '../../kernel/blobs/index.ts';
import { createMemoryBlobs } from '../../kernel/blobs/memory.ts';
import { createClock } from '../../kernel/clock.ts';
import { type Proof, plant, startTestServer, type TestServer } from '../../testing/index.ts';
import { createDamage, type Damage } from './service/damage.ts';
import { createScrub, type OtherStores, type Scrub } from './service/scrub.ts';
import { createThrottle } from './service/throttle.ts';
import { countDamaged, findDamaged } from './store.ts';

/** A hanging read delays the end of the scrub by one second of real time. */
const LONGEST_CLOSE_MS = 5000;
const PAUSE_MS = 10_000;
const RATE = 100_000;

let test: TestServer;
let as: Proof;
let figure: string;
let root: string;
beforeAll(async () => {
  test = await startTestServer({ GOFIGR_SMALL_BYTES: '0' });
  const owner = await test.account();
  as = owner.proof;
  ({ figure } = await plant(test, as, owner.workspace));
  root = join(test.config.dataDir, 'blobs');
});
afterAll(() => test.close());

const db = () => test.server.database.db;
const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash);
const bytesOf = (size: number): Buffer => Buffer.alloc(size, `${size} `);

async function publish(size: number): Promise<{ revision: string; hash: string }> {
  const data = [{ name: 'd', type: 'file', metadata: {}, data: bytesOf(size).toString('base64') }];
  const { body } = await test.call('POST', 'revision/', { figure, metadata: {}, data }, as);
  return { revision: body.api_id, hash: body.data[0].hash };
}

async function damage(hash: string): Promise<void> {
  const bytes = await readFile(pathOf(hash));
  bytes[0]! ^= 1;
  await writeFile(pathOf(hash), bytes);
}

/** Time that passes only in sleeps. A pause lasts until the test starts the next pass. */
function createTime() {
  let now = 0;
  let isPaused = Promise.withResolvers<void>();
  let go = Promise.withResolvers<void>();
  let slept = 0;
  return {
    now: () => now,
    /** Milliseconds slept since the last pause. */
    slept: () => slept,
    async sleep(milliseconds: number) {
      now += milliseconds;
      if (milliseconds < PAUSE_MS) {
        slept += milliseconds;
        return;
      }
      isPaused.resolve();
      await go.promise;
      go = Promise.withResolvers();
      slept = 0;
    },
    /** Runs until the scrub pauses again, after a whole pass or a failure. */
    async pass() {
      await isPaused.promise;
      isPaused = Promise.withResolvers();
      go.resolve();
      await isPaused.promise;
    },
    end: () => go.reject(new Error('ended')),
  };
}

interface Line {
  level: 'error' | 'warn';
  message: string;
  hash?: string;
  problem?: string;
  store?: string;
}

/** A scrub with its own list of damage, like a newly started server. */
async function start({
  rate = RATE,
  look,
  others,
}: {
  rate?: number;
  look?: (blobs: Blobs) => Blobs['look'];
  others?: OtherStores;
} = {}) {
  const lines: Line[] = [];
  const log = {
    error: (detail: object, message: string) => void lines.push({ level: 'error', message, ...detail }),
    warn: (detail: object, message: string) => void lines.push({ level: 'warn', message, ...detail }),
  };
  const clock = createClock();
  let isThere = true;
  const deps = { db: db(), clock, log, isThere: async () => isThere };
  const found: Damage = createDamage(deps);
  await found.refresh();
  const newHasher = await loadBlake3();
  const blobs = createCheckedBlobs(createFileBlobs(root, newHasher), newHasher, found.seen);
  const seen: string[] = [];
  const lookAt = look?.(blobs) ?? blobs.look;
  const watched: Blobs = {
    ...blobs,
    look(hash, ...rest) {
      seen.push(hash);
      return lookAt(hash, ...rest);
    },
  };
  const time = createTime();
  const scrub: Scrub = createScrub({
    ...deps,
    blobs: watched,
    damage: found,
    bytesPerSecond: rate,
    time,
    ...(others && { others }),
  });
  return {
    scrub,
    time,
    seen,
    lines,
    found,
    setThere: (there: boolean) => (isThere = there),
    async pass() {
      seen.length = 0;
      await time.pass();
      await found.close();
    },
    async close() {
      const closing = scrub.close();
      time.end();
      await closing;
      await found.close();
    },
  };
}

const listed = async () => (await findDamaged(db(), 10)).map(({ hash, problem }) => [hash, problem]);

beforeEach(async () => {
  await db().deleteFrom('settings').where('name', '=', 'scrub').execute();
});

describe('the scrub', () => {
  it('reads every blob once per pass, in order, at its rate', async () => {
    for (const size of [50_000, 200_000, 700_000]) await publish(size);
    const own = await start();
    await own.pass();
    const hashes = await db().selectFrom('data').select('hash').distinct().orderBy('hash').execute();
    expect(own.seen).toEqual(hashes.map(({ hash }) => hash));
    const { doneBytes, totalBytes, startedOn, lastCompletedOn } = own.scrub.status();
    expect([startedOn, doneBytes]).toEqual([null, totalBytes]);
    expect(totalBytes).toBeGreaterThanOrEqual(950_000);
    expect(lastCompletedOn).toBeGreaterThan(0);
    // Each blob also costs a little, however small it is.
    expect(own.time.slept()).toBeGreaterThanOrEqual((1000 * totalBytes) / RATE - 500);
    expect(own.time.slept()).toBeLessThan((1000 * (totalBytes + 20_000 * own.seen.length)) / RATE);
    await own.close();
  });

  it('finds damaged and lost files, logs each once, and detects when they are intact again', async () => {
    const [wrong, lost] = [await publish(10_001), await publish(10_002)];
    await damage(wrong.hash);
    await rm(pathOf(lost.hash));
    const own = await start();
    for (let pass = 0; pass < 3; pass++) await own.pass();
    expect(await listed()).toEqual(
      expect.arrayContaining([
        [wrong.hash, 'damaged'],
        [lost.hash, 'missing'],
      ]),
    );
    const message = 'a stored blob is damaged';
    expect(own.lines).toHaveLength(2);
    expect(own.lines).toContainEqual({ level: 'error', message, hash: wrong.hash, size: 10_001, problem: 'damaged' });
    expect(own.lines).toContainEqual({ level: 'error', message, hash: lost.hash, size: 10_002, problem: 'missing' });
    await own.close();

    // Another server, or this one after a restart, already knows the damage.
    const again = await start();
    await again.pass();
    expect(again.lines).toEqual([]);
    await writeFile(pathOf(wrong.hash), bytesOf(10_001));
    await writeFile(pathOf(lost.hash), bytesOf(10_002));
    await again.pass();
    expect(await listed()).toEqual([]);
    expect(again.lines).toHaveLength(2);
    for (const { hash } of [wrong, lost])
      expect(again.lines).toContainEqual(expect.objectContaining({ level: 'warn', hash }));
    await damage(wrong.hash);
    await again.pass();
    expect(again.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    await writeFile(pathOf(wrong.hash), bytesOf(10_001));
    await again.pass();
    await again.close();
  });

  it('logs it again when the state of the file changes', async () => {
    const { hash } = await publish(10_003);
    await damage(hash);
    const own = await start();
    await own.pass();
    await rm(pathOf(hash));
    await own.pass();
    expect(own.lines.map(({ problem }) => problem)).toEqual(['damaged', 'missing']);
    expect(await listed()).toEqual([[hash, 'missing']]);
    await writeFile(pathOf(hash), bytesOf(10_003));
    await own.pass();
    await own.close();
  });

  it('continues at its position after a restart', async () => {
    for (let size = 11_000; size < 11_010; size++) await publish(size);
    let looks = 0;
    const stopAfter =
      (most: number) =>
      (blobs: Blobs): Blobs['look'] =>
      (...of) =>
        ++looks > most ? Promise.reject(new Error('stopped')) : blobs.look(...of);
    const first = await start({ look: stopAfter(4) });
    await first.pass();
    const done = first.seen.slice(0, 4);
    const { doneBytes, startedOn } = first.scrub.status();
    await first.close();
    const second = await start();
    await second.pass();
    expect(second.seen[0]! > done[3]!).toBe(true);
    const all = await db().selectFrom('data').select('hash').distinct().orderBy('hash').execute();
    expect([...done, ...second.seen]).toEqual(all.map(({ hash }) => hash));
    const status = second.scrub.status();
    expect([startedOn === null, status.doneBytes > doneBytes, status.doneBytes]).toEqual([
      false,
      true,
      status.totalBytes,
    ]);
    await second.close();
  });

  it('does not delay the shutdown, even if a read hangs', async () => {
    const hangs = Promise.withResolvers<void>();
    const own = await start({
      look: () => () => {
        hangs.resolve();
        return new Promise(() => undefined);
      },
    });
    void own.time.pass();
    await hangs.promise;
    const started = performance.now();
    await own.scrub.close();
    expect(performance.now() - started).toBeLessThan(LONGEST_CLOSE_MS);
  });

  it('reports no damage if the blob folder is missing, and continues when it is back', async () => {
    const { hash } = await publish(10_004);
    const own = await start();
    await rename(pathOf(hash), `${pathOf(hash)}.away`);
    own.setThere(false);
    await own.pass();
    await own.pass();
    own.found.seen({ hash, size: 10_004, problem: 'missing', state: null });
    await own.found.close();
    expect(await countDamaged(db())).toBe(0);
    expect(own.lines.map(({ message }) => message)).toEqual([
      'the scrub failed; it will try again',
      'the blob folder is missing',
    ]);
    await rename(`${pathOf(hash)}.away`, pathOf(hash));
    own.setThere(true);
    await own.pass();
    expect(own.seen).toContain(hash);
    expect(await countDamaged(db())).toBe(0);
    await own.close();
  });

  it('reports no blobs that were deleted meanwhile', async () => {
    const { hash, revision } = await publish(10_005);
    const own = await start();
    for (const path of [`revision/${revision}/`, `trash/${revision}/`]) await test.call('DELETE', path, undefined, as);
    own.found.seen({ hash, size: 10_005, problem: 'missing', state: null });
    await own.found.close();
    expect([own.lines, await countDamaged(db())]).toEqual([[], 0]);
    await own.close();
  });

  it('removes deleted blobs from the list, with and without a file', async () => {
    const { hash, revision } = await publish(10_006);
    await rm(pathOf(hash));
    const own = await start();
    await own.pass();
    const rows = () => db().selectFrom('damaged_blobs').select('hash').execute();
    expect(await rows()).toEqual([{ hash }]);
    for (const path of [`revision/${revision}/`, `trash/${revision}/`]) await test.call('DELETE', path, undefined, as);
    await own.pass();
    expect(await rows()).toEqual([]);
    await own.close();
  });

  it('reads nothing if it is off', async () => {
    const own = await start({ rate: 0 });
    expect(own.scrub.status().bytesPerSecond).toBe(0);
    await own.scrub.close();
    expect(own.seen).toEqual([]);
  });
});

describe('the scrub of buckets', () => {
  afterEach(async () => {
    await db().deleteFrom('data').where('store', 'is not', null).execute();
    await db().deleteFrom('damaged_blobs').execute();
  });

  /** Moves the bytes of a new revision to a bucket. Returns its hash. */
  async function publishTo(buckets: Awaited<ReturnType<typeof openBuckets>>, store: string, size: number) {
    const { hash } = await publish(size);
    await buckets.put(store, bytesOf(size));
    await db().updateTable('data').set({ store }).where('hash', '=', hash).execute();
    return hash;
  }

  /** Buckets in memory, and the blobs that the scrub reads in them. */
  async function openBuckets(...ids: string[]) {
    const newHasher = await loadBlake3();
    const stores = new Map(ids.map((id) => [id, createMemoryBlobs(newHasher)]));
    const seen: string[] = [];
    const away = new Set<string>();
    const others: OtherStores = {
      ids: async () => ids,
      async open(id) {
        const store = stores.get(id);
        if (!store) return undefined;
        const blobs = createCheckedBlobs(store, newHasher);
        return {
          async look(hash, ...rest) {
            if (away.has(id)) throw new Error('no connection');
            seen.push(`${id} ${hash}`);
            return blobs.look(hash, ...rest);
          },
        };
      },
    };
    return {
      others,
      seen,
      away,
      async put(id: string, bytes: Buffer) {
        const sink = await stores.get(id)!.stage();
        await sink.write(bytes);
        await stores.get(id)!.keep([await sink.end()]);
      },
      lose: (id: string, hash: string) => stores.get(id)!.remove(hash, Number.POSITIVE_INFINITY),
    };
  }

  it('reads none of them unless it is told to', async () => {
    const buckets = await openBuckets('one');
    const hash = await publishTo(buckets, 'one', 12_001);
    const own = await start();
    await own.pass();
    expect([buckets.seen, own.seen.includes(hash)]).toEqual([[], false]);
    await own.close();
  });

  it('reads them after its own data, and lists what is lost in one, though others have the bytes', async () => {
    const buckets = await openBuckets('one', 'two');
    const [first, second] = [await publishTo(buckets, 'one', 12_002), await publishTo(buckets, 'two', 12_003)];
    const { hash: third } = await publish(12_004);
    await buckets.lose('two', second);
    const own = await start({ others: buckets.others });
    await own.pass();
    expect(own.seen).toContain(third);
    expect(buckets.seen).toEqual([...(await hashesIn('one')), ...(await hashesIn('two'))]);
    expect(await listed()).toEqual([[second, 'missing']]);
    expect(own.lines).toEqual([expect.objectContaining({ level: 'error', hash: second, store: 'two' })]);
    const { doneBytes, totalBytes } = own.scrub.status();
    expect(doneBytes).toBe(totalBytes);
    // Good bytes elsewhere are another blob.
    own.found.seen({ hash: second, size: 12_003, problem: null, state: null });
    await own.pass();
    expect([own.lines.length, await listed()]).toEqual([1, [[second, 'missing']]]);
    await buckets.put('two', bytesOf(12_003));
    await own.pass();
    expect([own.lines.at(-1), await listed(), buckets.seen.includes(`one ${first}`)]).toEqual([
      expect.objectContaining({ level: 'warn', hash: second }),
      [],
      true,
    ]);
    await own.close();

    async function hashesIn(store: string) {
      const rows = await db().selectFrom('data').select('hash').where('store', '=', store).orderBy('hash').execute();
      return rows.map(({ hash }) => `${store} ${hash}`);
    }
  });

  it('goes on with the others if one can not be reached, and reports no damage there', async () => {
    const buckets = await openBuckets('one', 'two');
    await publishTo(buckets, 'one', 12_005);
    const hash = await publishTo(buckets, 'two', 12_006);
    buckets.away.add('one');
    const own = await start({ others: buckets.others });
    await own.pass();
    expect(buckets.seen).toContain(`two ${hash}`);
    expect(buckets.seen.some((one) => one.startsWith('one'))).toBe(false);
    expect(own.lines.filter(({ message }) => message !== 'a stored blob is damaged')).toEqual([
      expect.objectContaining({ level: 'warn', store: 'one', message: 'the scrub could not read a bucket' }),
    ]);
    expect(own.scrub.status().startedOn).toBe(null);
    await own.close();
  });
});

describe('the throttle', () => {
  it('does not catch up on lost time, and yields when the server is busy', async () => {
    let now = 0;
    let late = 0;
    const sleeps: number[] = [];
    const throttle = createThrottle(1000, {
      now: () => now,
      async sleep(milliseconds) {
        sleeps.push(milliseconds);
        now += milliseconds + late;
      },
    });
    await throttle(100);
    now += 60_000;
    await throttle(100);
    await throttle(10);
    await throttle(100);
    expect(sleeps).toEqual([100, 100, 110]);
    late = 30;
    await throttle(100);
    expect(sleeps.slice(3)).toEqual([100, 600]);
    late = 60_000;
    await throttle(100);
    expect(sleeps.slice(5)).toEqual([100, 10_000]);
  });
});

it('the server scrubs at its configured rate and stops immediately', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gofigr-scrub-'));
  const own = await startTestServer({ GOFIGR_DATA_DIR: folder, GOFIGR_SCRUB_MB_S: '7', GOFIGR_SMALL_BYTES: '0' });
  const { username, proof } = await own.account();
  await own.server.database.db.updateTable('users').set({ is_staff: 1 }).where('username', '=', username).execute();
  const { body } = await own.call('GET', 'admin/health/', undefined, proof);
  expect(body.scrub).toMatchObject({ enabled: true, mb_s: 7, pass_started_on: null, damaged: [], damaged_count: 0 });
  expect(body.blobs).toEqual({ count: 0, bytes: 0 });
  await own.close();
  await rm(folder, { recursive: true, force: true });
});
