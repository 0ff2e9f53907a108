/**
 * Runs a client with keep-alive connections in its own process: `load.ts` with a `Load` as JSON on standard input.
 * Prints a `Measured` as JSON. Each publish has new bytes.
 */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export type Load = {
  url: string;
  key: string;
  /**
   * Path of the request. Without a figure it is `GET path`; otherwise revisions of this size are published to the
   * figure.
   */
  path: string;
  figure?: string;
  bytes: number;
  connections: number;
  /** Number of requests before the measurement, on all connections. */
  warmUp: number;
  milliseconds: number;
};

export type Measured = { perSecond: number; p50: number; p99: number; count: number };

const load = JSON.parse(await text(process.stdin)) as Load; // written by publish.ts
const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
const expected = load.figure === undefined ? 200 : 201;

/** Returns a function that makes the JSON of a publish in one buffer, with new base64 each time. */
function createBody(figure: string): () => Buffer {
  const datum = { name: 'figure.png', type: 'image', metadata: { format: 'png', is_watermarked: false } };
  const [before = '', after = ''] = JSON.stringify({ figure, metadata: {}, data: [{ ...datum, data: '@' }] }).split(
    '@',
  );
  const body = Buffer.from(before + randomBytes(load.bytes).toString('base64') + after);
  return () => {
    // 12 bytes are 16 letters of base64.
    body.write(randomBytes(12).toString('base64'), before.length, 'latin1');
    return body;
  };
}

function send(body: Buffer | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = {
    authorization: `Token ${load.key}`,
    ...(body && { 'content-type': 'application/json', 'content-length': body.length }),
  };
  const sent = request(`${load.url}${load.path}`, { agent, method: body ? 'POST' : 'GET', headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => {
      if (answer.statusCode === expected) resolve();
      else reject(new Error(`${answer.statusCode}: ${Buffer.concat(chunks).toString().slice(0, 500)}`));
    });
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

const bodies = Array.from({ length: load.connections }, () =>
  load.figure === undefined ? undefined : createBody(load.figure),
);

/** Sends requests on all connections until the time or number is reached. Returns the milliseconds of each. */
async function drive(until: number, most: number): Promise<number[]> {
  const times: number[] = [];
  let started = 0;
  await Promise.all(
    bodies.map(async (next) => {
      while (performance.now() < until && started < most) {
        started += 1;
        const body = next?.();
        const begun = performance.now();
        await send(body);
        times.push(performance.now() - begun);
      }
    }),
  );
  return times;
}

await drive(Number.POSITIVE_INFINITY, load.warmUp);
const begun = performance.now();
const times = await drive(begun + load.milliseconds, Number.POSITIVE_INFINITY);
const elapsed = performance.now() - begun;
agent.destroy();
times.sort((a, b) => a - b);
const percentile = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
const measured: Measured = {
  perSecond: (times.length / elapsed) * 1000,
  p50: percentile(0.5),
  p99: percentile(0.99),
  count: times.length,
};
console.log(JSON.stringify(measured));
