import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TaskError } from '../../lib/run.ts';
import { createAccounts, createApiKey } from '../../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../../lib/test-server.ts';
import type { Build } from './builds.ts';
import type { Requests } from './client.ts';
import type { BenchData, Engine } from './engines.ts';
import { hottest } from './profile.ts';
import { playRequests, type Turn } from './turns.ts';

/** A running server with an account, its API key and an analysis. */
export type BenchServer = {
  name: string;
  url: string;
  pid: number;
  key: string;
  /** Headers that send the API key. */
  headers: Record<string, string>;
  analysis: string;
  workspace: string;
  /** Stops the server, does work on its data, and starts it again. Its address changes. */
  restartAfter: (work: (data: BenchData) => Promise<void>) => Promise<BenchServer>;
  stop: () => Promise<void>;
};

/** Starts a build with an empty database. With `profile`, its end prints the functions that took most time. */
export async function startBenchServer(build: Build, engine: Engine, profile = false): Promise<BenchServer> {
  const data = await engine.makeData();
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
  if (!profile) return startTestServer({ ...SETTINGS, ...data.settings }, build.dist);
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-profile-'));
  const flags = { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
  const server = await startTestServer({ ...SETTINGS, ...data.settings, ...flags }, build.dist);
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
  const [account] = await createAccounts(server, ['bench']);
  if (!account) throw new Error('no account');
  const key = await createApiKey(server, account);
  const headers = { authorization: `Token ${key}` };
  const workspaces = await fetch(`${server.url}/api/v1.4.1/workspace/`, { headers });
  const [workspace] = (await workspaces.json()) as { api_id: string }[]; // as the server answers
  if (!workspace) throw new Error('no workspace');
  const body = { name: 'Benchmark', workspace: workspace.api_id };
  const { api_id: analysis } = await post({ url: server.url, headers }, 'analysis/', body);
  return { key, headers, workspace: workspace.api_id, analysis };
}

type Api = Pick<BenchServer, 'url' | 'headers'>;

/** The parts of answers that are used here. */
type Answer = { api_id: string; revision_index?: number };

async function post({ url, headers }: Api, path: string, body: object): Promise<Answer> {
  const answer = await fetch(`${url}/api/v1.4.1/${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new TaskError(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer; // as the server answers
}

/** Creates a figure. Returns its ID. */
export async function createFigure(server: BenchServer, name = `Figure ${process.hrtime.bigint()}`): Promise<string> {
  return (await post(server, 'figure/', { name, analysis: server.analysis })).api_id;
}

/** Publishes one revision with an image of 10 kB. */
export async function publishOne(server: BenchServer, figure: string): Promise<Answer> {
  const image = { name: 'figure.png', type: 'image', metadata: { format: 'png', is_watermarked: false } };
  const data = [{ ...image, data: randomBytes(10_000).toString('base64') }];
  return post(server, 'revision/', { figure, metadata: {}, data });
}

/** Returns requests that publish revisions of this size to a figure. */
function publishesTo(server: BenchServer, figure: string, bytes: number): Requests {
  const headers = { ...server.headers, 'content-type': 'application/json' };
  return { kind: 'publish', url: `${server.url}/api/v1.4.1/revision/`, headers, figure, bytes };
}

/** Plays a turn of publishes to a figure, by default to a new one. */
export async function playPublishes(
  server: BenchServer,
  {
    bytes,
    connections,
    milliseconds,
    figure,
  }: { bytes: number; connections: number; milliseconds: number; figure?: string },
): Promise<Turn> {
  const requests = publishesTo(server, figure ?? (await createFigure(server)), bytes);
  return playRequests([server.pid], { requests, connections, milliseconds });
}
