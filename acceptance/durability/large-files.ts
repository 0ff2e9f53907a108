import { ok, strictEqual } from 'node:assert';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LegSkipped } from '../../tools/lib/leg.ts';
import { runPython } from '../../tools/lib/python.ts';
import { TaskError } from '../../tools/lib/run.ts';
import { type Api, newFigure, type TreeObject } from './api.ts';
import { createRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { openAccount, type RunningServer, type Site, startServer } from './server.ts';

/** Resources that a server used while it received and sent large files. */
type Effort = {
  /** Peak of its memory above the idle level, in MB. */
  memory: number;
  /** Longest pause of its event loop, in milliseconds. Waiting for the processor counts, too. */
  stall: number;
  /** Longest pause of the event loop that its own code caused. */
  work: number;
  seconds: number;
};

/** The goals of docs/performance/large-files.md. */
const MOST_MEMORY_MB = 100;
const LONGEST_STALL_MS = 100;

/** A server whose resources are measured. */
type Watched = {
  server: RunningServer;
  api: Api;
  figure: string;
  /** Measures the resources that the server uses for a piece of work. */
  measure(work: () => Promise<unknown>): Promise<Effort>;
  end(): Promise<void>;
};

/** A site whose server measures the pauses of its event loop for `stallsOf`. */
const watchedSite = (dataDir: string, stalls: string): Site => ({
  dataDir,
  env: { STALLS_FILE: stalls },
  nodeArgs: ['--import', new URL('./stalls.mjs', import.meta.url).href],
});

async function watchServer(): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-large-'));
  const stalls = join(folder, 'stalls');
  const site = watchedSite(join(folder, 'data'), stalls);
  const server = await startServer(site);
  const end = async () => {
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const api = await openAccount(site, server);
    const figure = await newFigure(api);
    // Keeps one-time costs of a server out of the measurement.
    await roundTrip({ server, api, figure }, 1_000_000, 'warm-up');
    return {
      server,
      api,
      figure,
      end,
      async measure(work) {
        const idle = memoryOf(server.pid, 'VmRSS');
        // Resets the peak to the current use (man 5 proc).
        writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
        await stallsOf(server.pid, stalls);
        const started = performance.now();
        await work();
        const seconds = (performance.now() - started) / 1000;
        return { memory: memoryOf(server.pid, 'VmHWM') - idle, ...(await stallsOf(server.pid, stalls)), seconds };
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** The longest pause of a server's event loop since the last call. */
async function stallsOf(pid: number, file: string): Promise<Pick<Effort, 'stall' | 'work'>> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(file)) await sleep(5);
  return JSON.parse(readFileSync(file, 'utf8')) as Pick<Effort, 'stall' | 'work'>; // written by a child of this file
}

/** Uploads and downloads one file with the published client. */
async function byPublishedClient(python: string, { server, api, figure }: Watched, megabytes: number) {
  const script = fileURLToPath(new URL('./large_file.py', import.meta.url));
  const home = mkdtempSync(join(tmpdir(), 'gofigr-home-'));
  const { code, output } = await runPython(python, [script, String(megabytes)], {
    cwd: home,
    env: {
      GOFIGR_TEST_URL: server.url,
      GOFIGR_TEST_KEY: api.authorization.replace('Token ', ''),
      GOFIGR_TEST_FIGURE: figure,
      HOME: home,
      MPLBACKEND: 'Agg',
    },
  });
  rmSync(home, { recursive: true, force: true });
  if (code !== 0) throw new TaskError(output);
}

type Target = Pick<Watched, 'server' | 'api' | 'figure'>;

/** Uploads and downloads several files at once over plain HTTP. */
const atOnce = (target: Target, count: number, megabytes: number): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, index) => roundTrip(target, megabytes * 1_000_000, `file ${index}`)));

async function roundTrip({ server, api, figure }: Target, size: number, seed: string): Promise<void> {
  const { authorization } = api;
  const upload = request(`${server.url}/api/v1.4.1/revision/`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upload.once('response', resolve).once('error', reject);
  });
  answered.catch(() => undefined);
  const sent = createHash('sha256');
  for (const piece of bodyOf(figure, size, seed, sent)) if (!upload.write(piece)) await once(upload, 'drain');
  upload.end();
  const answer = await answered;
  const revision = (await json(answer)) as TreeObject; // as the server answers
  strictEqual(answer.statusCode, 201, JSON.stringify(revision));

  const url = `${server.url}/api/v1.4.1/data/${revision.data[0]?.api_id}/`;
  const download = request(url, { headers: { authorization } }).end();
  const [message] = (await once(download, 'response')) as [IncomingMessage]; // the event gives a message
  const received = createHash('sha256');
  for await (const bytes of base64In(message)) received.update(bytes);
  strictEqual(received.digest('hex'), sent.digest('hex'), 'the downloaded bytes differ');
}

/** Divisible by 3, so that a piece's base64 has no padding. */
const PIECE_BYTES = 300_000;

function* bodyOf(figure: string, size: number, seed: string, hash: { update(bytes: Buffer): void }): Generator<string> {
  const random = createRandom(seed);
  yield `{"figure":"${figure}","metadata":{},"data":[{"name":"large","type":"file","metadata":{},"data":"`;
  for (let left = size; left > 0; left -= PIECE_BYTES) {
    const bytes = random.bytes(Math.min(left, PIECE_BYTES));
    hash.update(bytes);
    yield bytes.toString('base64');
  }
  yield '"}]}';
}

/** Decodes the value of `data` in an answer while it arrives. */
async function* base64In(message: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let text = '';
  let isInside = false;
  for await (const chunk of message) {
    text += chunk.toString('latin1');
    if (!isInside) {
      const start = text.indexOf('"data":"');
      if (start < 0) continue;
      text = text.slice(start + '"data":"'.length);
      isInside = true;
    }
    const end = text.indexOf('"');
    const length = end < 0 ? text.length - (text.length % 4) : end;
    yield Buffer.from(text.slice(0, length), 'base64');
    if (end >= 0) return;
    text = text.slice(length);
  }
}

/** Describes a measurement in one line. */
const describeEffort = ({ memory, stall, work, seconds }: Effort): string =>
  `${memory.toFixed(0)} MB over idle, longest stall ${work.toFixed(0)} ms (${stall.toFixed(0)} ms by the clock), ${seconds.toFixed(1)} s`;

type Load = {
  /** In MB. */
  byClient: number;
  atOnce: number;
  /** Nothing else runs on the machine, so pauses count by the clock, including waits for the disk. */
  isQuiet: boolean;
};

/** Large files with the published client and over plain HTTP, each on its own server, compared with the goals. */
export const largeFiles = (clientPython: () => Promise<string>, load: Load): Scenario[] => [
  {
    name: `the published client uploads and downloads a file of ${load.byClient} MB within the goals`,
    async play() {
      const python = await clientPython();
      await hold(load, (target) => byPublishedClient(python, target, load.byClient));
    },
  },
  {
    name: `three files of ${load.atOnce} MB are uploaded and downloaded at once within the goals`,
    play: () => hold(load, (target) => atOnce(target, 3, load.atOnce)),
  },
];

async function hold({ isQuiet }: Load, work: (target: Watched) => Promise<unknown>): Promise<void> {
  if (!existsSync('/proc/self/clear_refs')) throw new LegSkipped('peak memory is measured on Linux only');
  const watched = await watchServer();
  try {
    const effort = await watched.measure(() => work(watched));
    const line = describeEffort(effort);
    console.log(`   ${line}`);
    const stall = isQuiet ? effort.stall : effort.work;
    ok(effort.memory <= MOST_MEMORY_MB && stall <= LONGEST_STALL_MS, line);
  } finally {
    await watched.end();
  }
}
