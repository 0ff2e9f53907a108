import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TaskError } from '../../lib/run.ts';
import { createAccounts, createApiKey, signIn, type TestAccount } from '../../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../../lib/test-server.ts';
import { type Build, knownSettings } from './builds.ts';
import type { Requests } from './client.ts';
import type { BenchData, Engine } from './engines.ts';
import { hottest } from './profile.ts';
import { playRequests, type Turn } from './turns.ts';

/** A running server with two accounts, their API keys, and an analysis of the first in which the second may publish. */
export type BenchServer = {
  name: string;
  url: string;
  pid: number;
  account: TestAccount;
  key: string;
  /** Headers that send the API key. */
  headers: Record<string, string>;
  /** Headers that send the colleague's API key. */
  colleague: Record<string, string>;
  /** Headers that send an access token, for operations that API keys may not use. */
  person: Record<string, string>;
  analysis: string;
  workspace: string;
  /** Makes another account. Returns the headers that send its API key. */
  makeAccount: (username: string) => Promise<Record<string, string>>;
  /** Stops the server, does work on its data, and starts it again. Its address changes. */
  restartAfter: (work: (data: BenchData) => Promise<void>) => Promise<BenchServer>;
  stop: () => Promise<void>;
};

/**
 * Starts a build with an empty database. With `profile`, its end prints the functions that took most time. `settings` are
 * further variables of its environment.
 */
export async function startBenchServer(
  build: Build,
  engine: Engine,
  profile = false,
  settings: Record<string, string> = {},
): Promise<BenchServer> {
  const made = await engine.makeData();
  const data = { ...made, settings: { ...made.settings, ...settings } };
  try {
    const server = await start(build, data, profile);
    try {
      return toBenchServer({ build, data, profile, server, ...(await prepare(server)) });
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    data.remove();
    throw error;
  }
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

function toBenchServer(started: Prepared & { build: Build; data: BenchData; profile: boolean; server: TestServer }) {
  const { build, data, profile, server, ...prepared } = started;
  const bench: BenchServer = {
    name: build.name,
    url: server.url,
    pid: server.pid,
    ...prepared,
    async makeAccount(username) {
      const [account] = await createAccounts(server, [username]);
      if (!account) throw new Error('no account');
      return { authorization: `Token ${await createApiKey(server, account)}` };
    },
    async restartAfter(work) {
      await server.stop();
      await work(data);
      return toBenchServer({ ...started, server: await start(build, data, profile) });
    },
    async stop() {
      await server.stop();
      data.remove();
    },
  };
  return bench;
}

/** Any number of requests with one key is allowed. */
const SETTINGS = { GOFIGR_LOG_LEVEL: 'error', GOFIGR_API_KEY_REQUESTS: '0' };

async function start(build: Build, data: BenchData, profile: boolean): Promise<TestServer> {
  const settings = { ...knownSettings(build, SETTINGS), ...data.settings };
  if (!profile) return startTestServer(settings, build.dist);
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-profile-'));
  const others = data.settings['NODE_OPTIONS'] ?? '';
  const flags = { NODE_OPTIONS: `${others} --cpu-prof --cpu-prof-dir=${folder}` };
  const server = await startTestServer({ ...settings, ...flags }, build.dist);
  return {
    ...server,
    async stop() {
      await server.stop();
      console.log(`${build.name}\n${hottest(folder, server.pid, 25).join('\n')}`);
      rmSync(folder, { recursive: true });
    },
  };
}

async function prepare(server: TestServer) {
  const [account, other] = await createAccounts(server, ['bench', 'colleague']);
  if (!account || !other) throw new Error('no account');
  const key = await createApiKey(server, account);
  const headers = { authorization: `Token ${key}` };
  const colleague = { authorization: `Token ${await createApiKey(server, other)}` };
  const person = { authorization: `Bearer ${await signIn(server, account)}` };
  const { url } = server;
  const [workspace] = (await send({ url, headers }, 'GET', 'workspace/')) as { api_id: string }[]; // as the server answers
  if (!workspace) throw new Error('no workspace');
  const member = { username: other.username, membership_type: 'creator' };
  await send({ url, headers }, 'POST', `workspace/${workspace.api_id}/members/add/`, member);
  const body = { name: 'Benchmark', workspace: workspace.api_id };
  const { api_id: analysis } = await make({ url, headers }, 'analysis/', body);
  return { account, key, headers, colleague, person, workspace: workspace.api_id, analysis };
}

type Api = Pick<BenchServer, 'url' | 'headers'>;

/** The parts of answers that are used here. */
type Answer = { api_id: string; revision_index?: number };

/** Sends a request with JSON. Returns the answer. Throws if the server refuses. */
export async function send({ url, headers }: Api, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1.4.1/${path}`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new TaskError(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Creates an object. */
export const make = (api: Api, path: string, body: object): Promise<Answer> =>
  send(api, 'POST', path, body) as Promise<Answer>; // as the server answers

/** Creates a figure. Returns its ID. */
export async function createFigure(server: BenchServer, name = `Figure ${process.hrtime.bigint()}`): Promise<string> {
  return (await make(server, 'figure/', { name, analysis: server.analysis })).api_id;
}

/** Publishes one revision with an image of 10 kB. */
export async function publishOne(server: BenchServer, figure: string): Promise<Answer> {
  const image = { name: 'figure.png', type: 'image', metadata: { format: 'png', is_watermarked: false } };
  const data = [{ ...image, data: randomBytes(10_000).toString('base64') }];
  return make(server, 'revision/', { figure, metadata: {}, data });
}

/**
 * Ways to send bytes: a revision with base64, a revision with the bytes after it, only the bytes to their hash, or bytes
 * and a revision that names them.
 */
export type Way = 'publish' | 'framed' | 'upload' | 'named';

function requestsOf(
  { url: root, headers }: Pick<BenchServer, 'url' | 'headers'>,
  way: Way,
  figure: string,
  bytes: number,
): Requests {
  const url = `${root}/api/v1.4.1`;
  if (way === 'upload') return { kind: way, url: `${url}/blob`, headers, bytes };
  return { kind: way, url: way === 'named' ? url : `${url}/revision/`, headers, figure, bytes };
}

/** Plays a turn of publishes to a figure, by default to a new one and as JSON. */
export async function playPublishes(
  server: BenchServer,
  {
    bytes,
    connections,
    milliseconds,
    figure,
    pids = [server.pid],
    way = 'publish',
  }: {
    bytes: number;
    connections: number;
    milliseconds: number;
    figure?: string;
    pids?: readonly number[];
    way?: Way;
  },
): Promise<Turn> {
  // Uploads wait for a revision, and the server counts those of a person.
  const headers = way === 'upload' ? await server.makeAccount(`uploader${process.hrtime.bigint()}`) : server.headers;
  const place = { url: server.url, headers };
  const requests = requestsOf(place, way, figure ?? (await createFigure(server)), bytes);
  return playRequests(pids, { requests, connections, milliseconds });
}
