import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileBlobs, loadBlake3 } from '../../kernel/blobs/index.ts';
import { createClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config/index.ts';
import type { Database, Engine } from '../../kernel/db/index.ts';
import { createTestDatabase, ENGINES } from '../../kernel/db/test-databases.ts';
import { bucketsOf } from '../../storage.ts';
import { base64, PASSWORD, type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { createRegistrationService } from '../registration/index.ts';
import type { BackupDeps } from './index.ts';
import { silent } from './service/progress.ts';

/** The engine that this test run uses. */
export const ENGINE: Engine = ENGINES.at(-1) ?? 'sqlite';

/** A data folder and a database for a server, which may or may not be running on them. */
export interface TestInstallation {
  dataDir: string;
  /** For backup, restore and verify: like the admin command, with its own connection. */
  deps: BackupDeps;
  database: Database;
  start(): Promise<TestServer>;
  /** Stops all its servers. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** An installation on an engine, with further settings of its servers. */
export async function createTestInstallation(
  engine: Engine = ENGINE,
  settings: Record<string, string> = {},
): Promise<TestInstallation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gofigr-installation-'));
  const testDatabase = await createTestDatabase(engine);
  const database = testDatabase.open();
  const newHasher = await loadBlake3();
  const servers: TestServer[] = [];
  const stop = async () => {
    for (const server of servers.splice(0)) await server.close();
  };
  return {
    dataDir,
    database,
    deps: {
      database,
      dataDir,
      large: createFileBlobs(join(dataDir, 'blobs'), newHasher),
      buckets: bucketsOf(readConfig({ ...settings, GOFIGR_DATA_DIR: dataDir }), database.db),
      newHasher,
      progress: silent,
    },
    async start() {
      const server = await startTestServer(
        { ...settings, GOFIGR_DATA_DIR: dataDir },
        { database: testDatabase.open() },
      );
      servers.push(server);
      return server;
    },
    stop,
    async remove() {
      await stop();
      await testDatabase.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Creates a user with an API key, and signs in with the password. */
export async function register(installation: TestInstallation, test: TestServer, username = 'ada') {
  const registrations = createRegistrationService({ db: installation.database.db, clock: createClock() });
  await registrations.create({ username, email: `${username}@example.org`, password: PASSWORD });
  const tokens = await test.call('POST', '/api/token/', { username, password: PASSWORD });
  const signedIn: Proof = { authorization: `Bearer ${tokens.body.access}` };
  return { signedIn, refresh: tokens.body.refresh as string, key: await test.key(signedIn) };
}

export const create = async (test: TestServer, as: Proof, path: string, fields: object): Promise<any> => {
  const answer = await test.call('POST', path, fields, as);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
};

export const datum = (text: string, name = 'd') => ({ name, type: 'text', metadata: {}, data: base64(text) });

/** Creates a workspace with a figure that has some revisions, repeated bytes, empty data, and a moved figure. */
export async function plantWorkspace(test: TestServer, as: Proof) {
  const workspace = (await create(test, as, 'workspace/', { name: 'Lab \u2028 "é" 📈' })).api_id as string;
  const first = (await create(test, as, 'analysis/', { name: 'First', workspace })).api_id as string;
  const figure = (await create(test, as, 'figure/', { name: 'Moved', analysis: first })).api_id as string;
  const publish = (...data: object[]) =>
    create(test, as, 'revision/', { figure, metadata: { odd: ['\u2028', '\ud83d\ude00', 1e300] }, data });
  const revisions = [
    await publish(datum('hello'), datum('hello', 'again'), datum('', 'empty')),
    await publish(datum('x'.repeat(3_000_000), 'large')),
  ];
  const second = (await create(test, as, 'analysis/', { name: 'Second', workspace })).api_id as string;
  await test.call('PATCH', `figure/${figure}/`, { analysis: second }, as);
  return {
    workspace,
    figure,
    revisions: revisions.map(({ api_id }) => api_id as string),
    data: revisions.flatMap(({ data }) => data as { api_id: string; hash: string; name: string }[]),
    paths: [
      `workspace/${workspace}/`,
      `workspace/${workspace}/log/`,
      `analysis/${first}/`,
      `analysis/${second}/`,
      `figure/${figure}/`,
      ...revisions.map(({ api_id }) => `revision/${api_id}/`),
      ...revisions.flatMap(({ data }) =>
        data.flatMap((it: { api_id: string }) => [`data/${it.api_id}/`, `data/${it.api_id}/content/`]),
      ),
    ],
  };
}

export const answers = async (test: TestServer, as: Proof, paths: readonly string[]) =>
  Promise.all(
    paths.map(async (path) => [path, (await test.call('GET', path, undefined, as)).bytes.toString('base64')]),
  );

export const blobPath = (root: string, hash: string): string => join(root, 'blobs', hash.slice(0, 2), hash);

/** The folder of the newest state of a backup. */
export async function newestState(dir: string): Promise<string> {
  const names = await readdir(join(dir, 'states'));
  return join(dir, 'states', names.toSorted().at(-1) ?? '');
}
