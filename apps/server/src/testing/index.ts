/** The real server, wired as in production, with its own database and folder. For tests only. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operation } from '@gofigr/contract';
import { hash as argon2 } from '@node-rs/argon2';
import { Ajv } from 'ajv';
import type { InjectOptions } from 'fastify';
import { createServer, type Overrides, type Server } from '../app.ts';
import { createRegistrationService } from '../features/registration/index.ts';
import { createClock } from '../kernel/clock.ts';
import { type Config, readConfig } from '../kernel/config/index.ts';
import { openMigrated } from '../kernel/db/test-databases.ts';

export const PASSWORD = 'a long enough pass-phrase';

/** The hash of an account of a test. It takes a thousandth of the time, also when the user signs in. */
const cheapHash = (password: string): Promise<string> => argon2(password, { memoryCost: 8, timeCost: 1 });

/** Proof of a caller's identity: an Authorization header, a session cookie, or nothing. */
export interface Proof {
  authorization?: string;
  cookie?: string;
}

export interface Answer {
  status: number;
  body: any;
  text: string;
  bytes: Buffer;
  headers: Record<string, string | string[] | number | undefined>;
}

export interface TestServer {
  server: Server;
  config: Config;
  /** The address patterns of all routes. */
  routes: string[];
  /** Sends a request; `path` is below `/api/v1.4.1` unless it starts with `/`. */
  call(method: Operation['method'], path: string, body?: unknown, as?: Proof, more?: InjectOptions): Promise<Answer>;
  /** Creates a user, signed in with an access token. */
  account(name?: string): Promise<{ username: string; proof: Proof; workspace: string }>;
  /** Creates an API key of a user. */
  key(as: Proof, fields?: object): Promise<{ proof: Proof; token: string; id: string }>;
  close(): Promise<void>;
}

const ajv = new Ajv({ strict: false });

/** Rejects an answer that does not match the contract. */
function checkAnswer(operation: Operation, _status: number, answer: unknown): void {
  if (!operation.answer) return;
  // Older API versions have older shapes; the tests that request them check them.
  const text = JSON.stringify(answer);
  if (!ajv.validate(operation.answer, JSON.parse(text)))
    throw new Error(`${operation.id} does not answer as the contract says: ${ajv.errorsText()}\n${text}`);
}

export async function startTestServer(
  env: Record<`GOFIGR_${string}`, string> = {},
  overrides: Overrides = {},
): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'gofigr-test-'));
  const config = readConfig({
    GOFIGR_DATA_DIR: folder,
    GOFIGR_LOG_LEVEL: 'silent',
    GOFIGR_SCRUB_MB_S: '0',
    GOFIGR_RESERVE_MB: '0',
    // A browser would start for each published page.
    GOFIGR_CHROMIUM: 'off',
    ...env,
  });
  const { database, drop } = overrides.database
    ? { database: overrides.database, drop: async () => undefined }
    : await openMigrated(join(folder, 'gofigr.sqlite'));
  const clock = overrides.clock ?? createClock();
  const routes = new Set<string>();
  const onRoute = (url: string) => void routes.add(url);
  const server = await createServer(config, { onAnswer: checkAnswer, onRoute, indexes: false, ...overrides, database });
  const registrations = createRegistrationService({ db: database.db, clock, hash: cheapHash });

  const call: TestServer['call'] = async (method, path, body, as = {}, more = {}) => {
    const answer = await server.http.inject({
      method,
      url: path.startsWith('/') ? path : `/api/v1.4.1/${path}`,
      ...(body !== undefined && { payload: JSON.stringify(body) }),
      ...more,
      headers: {
        host: 'localhost',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...as,
        ...more.headers,
      },
    });
    const json = String(answer.headers['content-type']).startsWith('application/json') && answer.body !== '';
    return {
      status: answer.statusCode,
      text: answer.body,
      bytes: answer.rawPayload,
      headers: answer.headers,
      body: json ? JSON.parse(answer.body) : undefined,
    };
  };

  return {
    server,
    config,
    routes: [...routes],
    call,
    async account(name = `user_${randomUUID().slice(0, 8)}`) {
      await registrations.create({
        username: name,
        email: `${name.replace('@', '.at.')}@example.org`,
        password: PASSWORD,
      });
      const tokens = await call('POST', '/api/token/', { username: name, password: PASSWORD });
      const proof = { authorization: `Bearer ${tokens.body.access}` };
      const [workspace] = (await call('GET', 'workspace/', undefined, proof)).body;
      return { username: name, proof, workspace: workspace.api_id };
    },
    async key(as, fields = {}) {
      const made = await call('POST', 'api_key/', { name: 'a key', ...fields }, as);
      if (made.status !== 201) throw new Error(`no key was made: ${made.text}`);
      return { token: made.body.token, id: made.body.api_id, proof: { authorization: `Token ${made.body.token}` } };
    },
    async close() {
      await server.close();
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Creates an analysis, a figure and a revision with one datum in a workspace. */
export async function plant(test: TestServer, as: Proof, workspace: string) {
  const analysis = (await test.call('POST', 'analysis/', { name: 'Analysis', workspace }, as)).body.api_id as string;
  const figure = (await test.call('POST', 'figure/', { name: 'Figure', analysis }, as)).body.api_id as string;
  const data = [{ name: 'notes', type: 'text', metadata: {}, data: base64('hello') }];
  const made = await test.call('POST', 'revision/', { figure, metadata: {}, data }, as);
  return { analysis, figure, revision: made.body.api_id as string, data: made.body.data[0].api_id as string };
}

/** Removes the bytes of a hash, as a failing disk does. */
export async function loseBytes({ server, config }: TestServer, hash: string): Promise<void> {
  if (server.database.engine === 'sqlite')
    await server.database.db.deleteFrom('blobs').where('hash', '=', hash).execute();
  await rm(join(config.dataDir, 'blobs', hash.slice(0, 2), hash), { force: true });
}
