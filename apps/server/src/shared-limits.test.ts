import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, ENGINES } from './kernel/db/test-databases.ts';
import { type Proof, plant, startTestServer, type TestServer } from './testing/index.ts';

/** Requests of a key in a minute. A server counts two of them at once. */
const OF_KEY = 100;

const isPostgres = ENGINES.includes('postgres');

/** Two servers on one PostgreSQL, or one on SQLite. */
let servers: TestServer[];
let owner: { username: string; proof: Proof; workspace: string };
let figure: string;

let remove: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  const limits = { GOFIGR_API_KEY_REQUESTS: String(OF_KEY) };
  servers = isPostgres ? await startTwo(limits) : [await startTestServer(limits)];
  const [first] = servers;
  if (!first) throw new Error('no server');
  owner = await first.account();
  figure = (await plant(first, owner.proof, owner.workspace)).figure;
});
afterAll(async () => {
  for (const test of servers) await test.close();
  await remove();
});

async function startTwo(limits: Record<`GOFIGR_${string}`, string>): Promise<TestServer[]> {
  const data = await createTestDatabase('postgres');
  ({ remove } = data);
  const shared = { ...limits, ...('url' in data.where && { GOFIGR_DATABASE_URL: data.where.url }) };
  const first = await startTestServer(shared, { database: data.open() });
  const other = await startTestServer(
    { ...shared, GOFIGR_DATA_DIR: first.config.dataDir },
    { database: data.open(), doesChores: false },
  );
  return [first, other];
}

/** Lengthens all windows, so that none ends before the test does. SQLite has no rows of them. */
const keepWindows = () =>
  servers[0]?.server.database.db
    .updateTable('attempts')
    .set(({ eb }) => ({ until: eb('until', '+', 3_600_000) }))
    .execute();

const LIMITS: [name: string, most: number, ask: (test: TestServer, key: Proof) => ReturnType<TestServer['call']>][] = [
  ['requests of a key', OF_KEY, (test, key) => test.call('GET', 'user/', undefined, key)],
  ['exports', 20, (test) => test.call('GET', 'export/archive/', undefined, owner.proof)],
  ['archives of figures', 100, (test) => test.call('POST', 'export/figures/', { objects: [figure] }, owner.proof)],
  ['picture searches', 20, (test) => test.call('POST', 'search/picture/', undefined, owner.proof)],
  ['searches', 10, (test) => test.call('GET', 'search/?q=figure', undefined, owner.proof)],
];
// A second, the window of searches in the memory of a server on SQLite, may pass.
it.each(isPostgres ? LIMITS : LIMITS.slice(0, -1))(
  'all servers together allow %s up to the limit',
  async (...[, most, ask]) => {
    const [first, ...others] = servers;
    if (!first) throw new Error('no server');
    const { proof: key } = await first.key(owner.proof);
    const isRefused: boolean[] = [];
    for (let time = 0; time < most; time++) {
      const test = servers[time % servers.length] ?? first;
      isRefused.push((await ask(test, key)).status === 429);
      await keepWindows();
    }
    expect(isRefused).toEqual(Array(most).fill(false));
    for (const test of [first, ...others]) {
      const refused = await ask(test, key);
      expect([refused.status, refused.body.code]).toEqual([429, 'too_many_attempts']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
  },
);
