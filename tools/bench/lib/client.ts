/**
 * Runs a client with keep-alive connections in its own process: `client.ts` with a `Load` as JSON on standard input.
 * Prints a `Driven` as JSON.
 */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Requests of one kind. A publish and a `PUT` have new bytes each time, so that no server has them already. */
export type Requests =
  | { kind: 'get'; url: string; headers: Record<string, string> }
  | {
      kind: 'publish';
      url: string;
      headers: Record<string, string>;
      figure: string;
      bytes: number;
      /** A second datum, which is the same each time. The first one is then no picture, so that nothing is drawn. */
      code?: string;
    }
  /** Appends a new file name to the address. */
  | { kind: 'put'; url: string; headers: Record<string, string>; bytes: number };

export type Load = {
  requests: Requests;
  connections: number;
  /** Number of requests before the measurement, on all connections. */
  warmUp: number;
  milliseconds: number;
};

/** Requests of the measurement. `times` has the milliseconds of each, `elapsed` those of all. */
export type Driven = { times: number[]; elapsed: number };

/** Bytes that are new in each body. They are 16 letters of base64. */
const UNIQUE = 12;

type Request = { method: string; url: string; body: Buffer[] };

const { requests, connections, warmUp, milliseconds } = JSON.parse(await text(process.stdin)) as Load; // by drive.ts
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const next = maker(requests);
const expected = requests.kind === 'publish' ? 201 : 200;

/** Returns a function that makes the next request. Bodies share all bytes but the first few. */
function maker(wanted: Requests): () => Request {
  const { kind, url } = wanted;
  if (kind === 'get') return () => ({ method: 'GET', url, body: [] });
  if (kind === 'put') {
    const rest = randomBytes(wanted.bytes - UNIQUE);
    return () => ({
      method: 'PUT',
      url: `${url}/${randomBytes(8).toString('hex')}`,
      body: [randomBytes(UNIQUE), rest],
    });
  }
  const picture = { name: 'figure.png', type: 'image', metadata: { format: 'png', is_watermarked: false } };
  const datum = wanted.code === undefined ? picture : { name: 'figure.bin', type: 'file', metadata: {} };
  const code = wanted.code === undefined ? [] : [codeOf(wanted.code)];
  const json = JSON.stringify({ figure: wanted.figure, metadata: {}, data: [{ ...datum, data: '@' }, ...code] });
  const [before = '', after = ''] = json.split('@');
  const rest = Buffer.from(randomBytes(wanted.bytes - UNIQUE).toString('base64') + after);
  return () => ({ method: 'POST', url, body: [Buffer.from(before + randomBytes(UNIQUE).toString('base64')), rest] });
}

function codeOf(code: string) {
  const metadata = { format: 'text', language: 'python' };
  return { name: 'code', type: 'code', metadata, data: Buffer.from(code).toString('base64') };
}

function send({ method, url, body }: Request): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const headers = { ...requests.headers, ...(length > 0 && { 'content-length': length }) };
  const sent = request(url, { agent, method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => {
      if (answer.statusCode === expected) resolve();
      else reject(new Error(`${answer.statusCode}: ${Buffer.concat(chunks).toString().slice(0, 500)}`));
    });
  });
  sent.on('error', reject);
  for (const part of body) sent.write(part);
  sent.end();
  return promise;
}

/** Sends requests on all connections until the time or number is reached. Returns the milliseconds of each. */
async function drive(until: number, most: number): Promise<number[]> {
  const times: number[] = [];
  let started = 0;
  const connection = async (): Promise<void> => {
    while (performance.now() < until && started < most) {
      started += 1;
      const made = next();
      const begun = performance.now();
      await send(made);
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return times;
}

await drive(Number.POSITIVE_INFINITY, warmUp);
const begun = performance.now();
const times = await drive(begun + milliseconds, Number.POSITIVE_INFINITY);
const driven: Driven = { times, elapsed: performance.now() - begun };
agent.destroy();
console.log(JSON.stringify(driven));
