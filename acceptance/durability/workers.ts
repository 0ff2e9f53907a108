import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type TestPostgres } from '../../tools/lib/postgres.ts';
import { type Api, createApi, newFigure, type TreeObject } from './api.ts';
import { type Connection, connect } from './connections.ts';
import { openArchive, publication, type Scenario, type Stage, until } from './scenario.ts';
import { openPerson, type RunningServer, runAdmin, type Site, startRefused, startServer } from './server.ts';

const WORKERS = 2;
/** Uses of revoked keys and of ended sessions. */
const TRIES = 1000;
const TRIES_OF_ONE = 20;

type Key = { api_id: string; token: string };

const byKey = (token: string) => ({ authorization: `Token ${token}` });

async function openSite(stage: Stage, env: Record<string, string> = {}): Promise<Site & { postgres: TestPostgres }> {
  const postgres = await startPostgres({ inMemory: true });
  stage.afterwards(() => postgres.stop());
  const database = await postgres.createDatabase();
  const more = { GOFIGR_DATABASE_URL: database, GOFIGR_WORKERS: String(WORKERS), ...env };
  return { dataDir: stage.folder(), env: more, postgres };
}

/** Starts a server of several workers, and waits for all of them. */
async function startWorkers(stage: Stage, site: Site): Promise<RunningServer> {
  const server = await startServer(site);
  stage.afterwards(() => server.end('SIGKILL'));
  await until(() => workersOf(server).length === WORKERS);
  return server;
}

/** IDs of the workers' processes. */
const workersOf = ({ pid }: RunningServer): number[] => {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return children
      .map(Number)
      .filter((child) => readFileSync(`/proc/${child}/environ`, 'utf8').includes('WORKER_NUMBER='));
  } catch {
    return [];
  }
};

/** One connection to each worker, in the order of their processes. The server must log requests, and get no others. */
async function connectAll(stage: Stage, server: RunningServer): Promise<Connection[]> {
  const logged = () => server.lines.filter((line) => line.includes('/info/"'));
  const all = new Map<string, Connection>();
  const isComplete = await until(async () => {
    const connection = await connect(server.url);
    stage.afterwards(() => connection.close());
    const before = logged().length;
    await connection.call({}, 'GET', 'info/');
    await until(() => logged().length > before);
    all.set(/"pid":(\d+)/.exec(logged().at(-1) ?? '')?.[1] ?? '', connection);
    return all.size === WORKERS;
  });
  ok(isComplete, 'not every worker answers');
  return [...all].toSorted(([one], [other]) => Number(one) - Number(other)).map(([, connection]) => connection);
}

export const workers: Scenario[] = [
  {
    name: `a key that one worker revokes is refused by all at once, ${TRIES} times of ${TRIES}, and so is an ended session [19.41]`,
    async play(stage) {
      const site = await openSite(stage, { GOFIGR_LOG_LEVEL: 'info' });
      const server = await startWorkers(stage, site);
      const owner = await openPerson(site, server, 'alice', []);
      const connections = await connectAll(stage, server);
      const as = { authorization: owner.authorization };
      const rounds = TRIES / TRIES_OF_ONE;
      const counts = { before: 0, accepted: 0 };
      for (let round = 0; round < rounds; round++) {
        const here: Connection | undefined = connections[round % WORKERS];
        const there: Connection | undefined = connections[(round + 1) % WORKERS];
        if (!here || !there) throw new Error('two workers');
        const { body } = await here.call(as, 'POST', 'api_key/', { name: 'short-lived' });
        const { api_id, token } = body as Key; // as the server answers
        for (const connection of connections)
          if ((await connection.call(byKey(token), 'GET', 'user/')).status === 200) counts.before += 1;
        strictEqual((await here.call(as, 'DELETE', `api_key/${api_id}/`)).status, 204);
        for (let use = 0; use < TRIES_OF_ONE; use++)
          if ((await (use % 2 ? here : there).call(byKey(token), 'GET', 'user/')).status === 200) counts.accepted += 1;
      }
      deepStrictEqual(counts, { before: rounds * WORKERS, accepted: 0 });

      const [one, two] = connections;
      if (!one || !two) throw new Error('two workers');
      const password = 'k7#mPq2xv-workers';
      const { code } = await runAdmin(site, ['create-user', 'bob', '--email', 'bob@example.org'], `${password}\n`);
      strictEqual(code, 0);
      for (let round = 0; round < 10; round++) {
        const here: Connection = round % 2 ? one : two;
        const there: Connection = round % 2 ? two : one;
        const signedIn = await here.call({}, 'POST', 'session/', { username: 'bob', password });
        const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
        const userOf = async (connection: Connection) =>
          ((await connection.call({ cookie }, 'GET', 'session/')).body as { user: object | null }).user; // as the server answers
        ok((await userOf(here)) !== null && (await userOf(there)) !== null, 'the session must work');
        strictEqual((await here.call({ cookie }, 'DELETE', 'session/')).status, 204);
        deepStrictEqual([await userOf(there), await userOf(here)], [null, null]);
      }
    },
  },
  {
    name: 'wrong passwords at all workers of two hosts count together, and wrong links too [19.42]',
    async play(stage) {
      const site = await openSite(stage, { GOFIGR_LOG_LEVEL: 'info' });
      const server = await startWorkers(stage, site);
      const host = await startWorkers(stage, site);
      const connections = [...(await connectAll(stage, server)), ...(await connectAll(stage, host))];
      const password = 'k7#mPq2xv-workers';
      for (const name of ['alice', 'bob'])
        strictEqual(
          (await runAdmin(site, ['create-user', name, '--email', `${name}@example.org`], `${password}\n`)).code,
          0,
        );
      const signIn = (index: number, username: string, given: string) =>
        connections[index % connections.length]?.call({}, 'POST', 'session/', { username, password: given });
      for (let attempt = 0; attempt < 10; attempt++)
        strictEqual((await signIn(attempt, 'alice', 'wrong'))?.status, 401, `attempt ${attempt}`);
      for (let index = 0; index < connections.length; index++) {
        const refused = await signIn(index, 'alice', password);
        strictEqual(refused?.status, 429, 'after ten wrong passwords the right one has to wait, everywhere');
        ok(Number(refused.headers['retry-after']) > 800, 'it waits for a quarter of an hour');
      }
      strictEqual((await signIn(1, 'bob', password))?.status, 200, 'others sign in');

      const statuses = [];
      for (let attempt = 0; attempt < 12; attempt++) {
        const link = { token: 'A'.repeat(43), password: `${password}-2` };
        const answer = await connections[attempt % connections.length]?.call({}, 'POST', 'password/reset/', link);
        statuses.push(answer?.status);
      }
      deepStrictEqual(statuses.slice(-2), [429, 429], `wrong links: ${statuses.join(' ')}`);
      ok(!statuses.slice(0, 10).includes(429), `wrong links: ${statuses.join(' ')}`);
    },
  },
  {
    name: 'what one worker stores, a page that another one serves learns of at once [19.43]',
    async play(stage) {
      const site = await openSite(stage, { GOFIGR_LOG_LEVEL: 'info' });
      const server = await startWorkers(stage, site);
      const owner = await openPerson(site, server);
      const figure = await newFigure(owner);
      const as = { authorization: owner.authorization };
      const pages = await connectAll(stage, server);
      const writers = await connectAll(stage, server);
      for (const [index, page] of pages.entries()) {
        const stream = await page.open(as, 'events/');
        let text = '';
        stream.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
        for (const writer of [...writers.slice(index), ...writers.slice(0, index)]) {
          const made = await writer?.call(as, 'POST', 'revision/', publication(figure, Buffer.from(randomUUID())));
          const { api_id } = (made?.body ?? {}) as TreeObject; // as the server answers
          ok(
            await until(() => text.includes('"published"') && text.includes(api_id)),
            `no event of ${api_id}: ${text}`,
          );
        }
        stream.destroy();
      }
    },
  },
  {
    name: 'workers that are killed under load lose nothing, are replaced, and all end cleanly on SIGTERM [19.44]',
    async play(stage) {
      const site = await openSite(stage);
      const server = await startWorkers(stage, site);
      const owner = await openPerson(site, server);
      const figure = await newFigure(owner);
      const load = publishAll(owner, figure, () => server.url);
      for (let kill = 0; kill < 3; kill++) {
        const before = load.acknowledged.length;
        ok(await until(() => load.acknowledged.length >= before + 20), 'publishes go on');
        const [first, second] = workersOf(server);
        const victim = kill % 2 ? second : first;
        if (victim === undefined) throw new Error('no worker');
        process.kill(victim, 'SIGKILL');
        ok(await until(() => !workersOf(server).includes(victim)), 'the worker is gone');
        ok(await until(() => workersOf(server).length === WORKERS), 'another worker starts');
      }
      await load.stop();
      deepStrictEqual(load.refused, []);
      await checkAll(owner, figure, load.acknowledged);

      const processes = workersOf(server);
      const last = publishAll(owner, figure, () => server.url);
      ok(await until(() => last.acknowledged.length > 5));
      const started = performance.now();
      strictEqual(await server.end('SIGTERM'), 0, server.lines.join('\n'));
      ok(performance.now() - started < 15_000, 'it ends in the usual time');
      last.end();
      for (const pid of processes) ok(!isAlive(pid), `the worker ${pid} is left`);
      const again = await startWorkers(stage, site);
      await checkAll(owner.at(again.url), figure, [...load.acknowledged, ...last.acknowledged]);
      const output = server.lines.join('\n');
      strictEqual(output.split('GoFigr is at').length - 1, 1, output);
    },
  },
  {
    name: 'a server of several workers that cannot start says so once, and workers on SQLite are refused [19.40]',
    async play(stage) {
      const onSqlite = await startRefused({ dataDir: stage.folder(), env: { GOFIGR_WORKERS: '2' } });
      strictEqual(onSqlite.code, 1);
      match(onSqlite.output, /^GoFigr did not start\. GOFIGR_WORKERS above 1 needs PostgreSQL: .*$/);
      const site = await openSite(stage);
      const server = await startWorkers(stage, site);
      const port = new URL(server.url).port;
      const second = await startRefused({ ...site, env: { ...site.env, GOFIGR_PORT: port } });
      strictEqual(second.code, 1);
      strictEqual(second.output.trim().split('\n').length, 1, second.output);
      match(second.output, /^GoFigr did not start\. .*EADDRINUSE/);
      const link = server.lines.filter((line) => line.includes('/setup#token='));
      strictEqual(link.length, 1, server.lines.join('\n'));
    },
  },
  {
    name: 'pictures are drawn by one process for all workers [19.45]',
    async play(stage) {
      const site = await openSite(stage);
      const server = await startWorkers(stage, site);
      const owner = await openPerson(site, server);
      const figure = await newFigure(owner);
      const sizes = await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const connection = await connect(server.url);
          stage.afterwards(() => connection.close());
          const as = { authorization: owner.authorization };
          const data = [{ name: 'p', type: 'image', metadata: { format: 'svg' }, data: picture(index) }];
          const { body } = await connection.call(as, 'POST', 'revision/', { figure, metadata: {}, data });
          const path = `revision/${(body as TreeObject).api_id}/thumbnail/64/`; // as the server answers
          const drawn = await connection.call(as, 'GET', path);
          return (drawn.body as { thumbnail: string | null }).thumbnail?.length ?? 0; // as the server answers
        }),
      );
      ok(
        sizes.every((size) => size > 100),
        `pictures of ${sizes.join(', ')}`,
      );
      for (const worker of workersOf(server)) deepStrictEqual(childrenOf(worker), [], 'no worker draws');
    },
  },
  {
    name: 'a server whose database a newer version has migrated refuses everything with 503, and does not start again [19.46]',
    async play(stage) {
      const site = await openSite(stage);
      const { api, figure, server } = await openArchive(stage, site);
      const url = site.env?.['GOFIGR_DATABASE_URL'] ?? '';
      const load = publishAll(api, figure, () => server.url);
      ok(await until(() => load.acknowledged.length > 5));
      const later = `insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00.000Z')`;
      await site.postgres.execute(url, later);
      const noticed = () => server.lines.filter((line) => line.includes('a newer version has migrated')).length;
      ok(await until(() => noticed() === WORKERS), `${noticed()} of ${WORKERS} workers notice`);
      strictEqual((await api.call('GET', 'user/')).status, 503);
      load.end();
      deepStrictEqual(load.refused, []);
      const { status, headers, body } = await api.call('POST', 'revision/', publication(figure, Buffer.from('late')));
      deepStrictEqual([status, headers.get('retry-after'), (body as { code: string }).code], [503, '5', 'unavailable']); // as the server answers
      strictEqual((await fetch(`${server.url}/readyz`)).status, 503);
      strictEqual((await fetch(`${server.url}/healthz`)).status, 200);
      strictEqual(await server.end('SIGTERM'), 0, server.lines.join('\n'));
      const { code, output } = await startRefused(site);
      strictEqual(code, 1);
      match(output, /^GoFigr did not start\. The database is newer than this server.*9999-later.*$/);
      await site.postgres.execute(url, `delete from kysely_migration where name = '9999-later'`);
      const again = await startWorkers(stage, site);
      await checkAll(api.at(again.url), figure, load.acknowledged);
    },
  },
];

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const childrenOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);

const picture = (index: number): string =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><circle cx="${20 + index}" cy="50" r="19"/></svg>`,
  ).toString('base64');

export type Load = {
  /** Client IDs of revisions whose publish was answered. */
  acknowledged: string[];
  /** Answers that no retry could have helped. */
  refused: string[];
  /** Waits until each publish under way has succeeded. */
  stop(): Promise<void>;
  /** Stops at once: the server is gone. */
  end(): void;
};

const PUBLISHERS = 4;

/** Publishes in parallel. Like our clients, it repeats a publish without an answer or with 503, under its client ID. */
export function publishAll(api: Api, figure: string, urlOf: () => string): Load {
  const load = { acknowledged: [] as string[], refused: [] as string[] }; // empty
  const over = new AbortController();
  const ended = new AbortController();

  async function publishOne(): Promise<void> {
    const client_id = randomUUID();
    const sent = { ...publication(figure, Buffer.from(client_id.repeat(200))), client_id, metadata: { client_id } };
    for (let isRepeated = false; !ended.signal.aborted; isRepeated = true) {
      const at = createApi(urlOf(), api.authorization);
      const answer = await at.call('POST', 'revision/', sent).catch(() => undefined);
      // With 409 the first attempt was stored, and its answer got lost.
      if (answer?.status === 201 || (isRepeated && answer?.status === 409))
        return void load.acknowledged.push(client_id);
      if (answer && answer.status !== 503)
        return void load.refused.push(`${answer.status} ${JSON.stringify(answer.body)}`);
      await sleep(20);
    }
  }
  const publishers = Array.from({ length: PUBLISHERS }, async () => {
    while (!over.signal.aborted) await publishOne();
  });
  return {
    ...load,
    async stop() {
      over.abort();
      await Promise.all(publishers);
    },
    end() {
      over.abort();
      ended.abort();
    },
  };
}

/** Checks that each acknowledged revision is there once, with its bytes. */
export async function checkAll(api: Api, figure: string, acknowledged: readonly string[]): Promise<void> {
  const { revisions } = await api.ok<{ revisions: TreeObject[] }>('GET', `figure/${figure}/`);
  const ids = revisions.map(({ api_id }) => api_id);
  strictEqual(new Set(ids).size, ids.length);
  const missing = acknowledged.filter((id) => !ids.includes(id));
  deepStrictEqual(missing, [], `${missing.length} of ${acknowledged.length} acknowledged revisions are missing`);
  for (const id of acknowledged.filter((_, index) => index % 10 === 0)) {
    const { data } = await api.ok('GET', `revision/${id}/`);
    const bytes = await api.bytes(data[0]?.api_id ?? '');
    strictEqual(bytes.toString(), id.repeat(200));
  }
}
