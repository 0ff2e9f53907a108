import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TaskError } from '../../lib/run.ts';
import { createAccounts, createApiKey } from '../../lib/test-accounts.ts';
import { startTestServer, type TestServer } from '../../lib/test-server.ts';
import type { Build } from './builds.ts';
import type { Requests } from './client.ts';
import { hottest } from './profile.ts';

/** A running server with an account, its API key and an analysis. */
export type BenchServer = TestServer & {
  name: string;
  key: string;
  headers: Record<string, string>;
  analysis: string;
};

export type BenchOptions = {
  settings?: Record<string, string>;
  /** Prints the functions in which the server spent most time, when it stops. */
  profile?: boolean;
};

/** Starts a build with an empty data folder. */
export async function startBenchServer(build: Build, { settings = {}, profile = false }: BenchOptions = {}) {
  const profiles = profile ? mkdtempSync(join(tmpdir(), 'gofigr-profile-')) : undefined;
  const flags = profiles ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` } : {};
  // A key may make any number of requests.
  const always = { GOFIGR_LOG_LEVEL: 'error', GOFIGR_API_KEY_REQUESTS: '0' };
  const server = await startTestServer({ ...always, ...settings, ...flags }, build.dist);
  const stop = async (): Promise<void> => {
    await server.stop();
    if (profiles) console.log(`${build.name}\n${hottest(profiles, server.pid, 25).join('\n')}`);
    if (profiles) rmSync(profiles, { recursive: true });
  };
  try {
    const started: BenchServer = { ...server, name: build.name, ...(await prepare(server)), stop };
    return started;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(server: TestServer) {
  const [account] = await createAccounts(server, ['bench']);
  if (!account) throw new Error('no account');
  const key = await createApiKey(server, account);
  const headers = { authorization: `Token ${key}` };
  const workspaces = await fetch(`${server.url}/api/v1.4.1/workspace/`, { headers });
  const [workspace] = (await workspaces.json()) as { api_id: string }[]; // as the server answers
  const body = { name: 'Benchmark', workspace: workspace?.api_id };
  return { key, headers, analysis: await create({ url: server.url, headers }, 'analysis/', body) };
}

async function create(
  { url, headers }: Pick<BenchServer, 'url' | 'headers'>,
  path: string,
  body: object,
): Promise<string> {
  const answer = await fetch(`${url}/api/v1.4.1/${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new TaskError(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { api_id: string }).api_id; // as the server answers
}

/** Creates a figure. Returns requests that publish revisions of this size to it. */
export async function publishes(server: BenchServer, bytes: number): Promise<Requests> {
  const figure = await create(server, 'figure/', {
    name: `Figure ${process.hrtime.bigint()}`,
    analysis: server.analysis,
  });
  const headers = { ...server.headers, 'content-type': 'application/json' };
  return { kind: 'publish', url: `${server.url}/api/v1.4.1/revision/`, headers, figure, bytes };
}
