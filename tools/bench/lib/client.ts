/**
 * Runs a client with keep-alive connections in its own process: `client.ts` with a `Load` as JSON on standard input.
 * Prints a `Driven` as JSON.
 */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { createBLAKE3 } from 'hash-wasm';

/** Requests of one kind. All but `get` have new bytes each time, so that no server has them already. */
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
  | { kind: 'put'; url: string; headers: Record<string, string>; bytes: number }
  /** A revision whose bytes follow its JSON. */
  | { kind: 'framed'; url: string; headers: Record<string, string>; figure: string; bytes: number }
  /** Appends the hash of the bytes to the address. */
  | { kind: 'upload'; url: string; headers: Record<string, string>; bytes: number }
  /** Asks for what is missing, uploads it, and publishes a revision that names it. The address is that of the API. */
  | { kind: 'named'; url: string; headers: Record<string, string>; figure: string; bytes: number };

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

type Request = { method: string; url: string; type?: string; body: Buffer[]; expected: number };

const { requests, connections, warmUp, milliseconds } = JSON.parse(await text(process.stdin)) as Load; // by drive.ts
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const JSON_TYPE = 'application/json';
const PUBLISH_TYPE = 'application/vnd.gofigr.publish';
const jsonOf = (value: object): Buffer => Buffer.from(JSON.stringify(value));
const IMAGE = { name: 'figure.png', type: 'image', metadata: { format: 'png', is_watermarked: false } };
const FILE = { name: 'figure.bin', type: 'file', metadata: {} };
const next = await maker(requests);

/** Returns a function that makes the next requests, which follow each other. Bodies share all bytes but a few. */
async function maker(wanted: Requests): Promise<() => Request[]> {
  const { kind, url } = wanted;
  if (kind === 'get') return () => [{ method: 'GET', url, body: [], expected: 200 }];
  if (kind === 'put') {
    const rest = randomBytes(wanted.bytes - UNIQUE);
    return () => {
      const path = `${url}/${randomBytes(8).toString('hex')}`;
      return [{ method: 'PUT', url: path, body: [randomBytes(UNIQUE), rest], expected: 200 }];
    };
  }
  if (kind === 'publish') {
    const { figure, code } = wanted;
    const data = code === undefined ? [{ ...IMAGE, data: '@' }] : [{ ...FILE, data: '@' }, codeOf(code)];
    const [before, after] = around({ figure, metadata: {}, data });
    const rest = Buffer.from(randomBytes(wanted.bytes - UNIQUE).toString('base64') + after);
    return () => {
      const body = [Buffer.from(before + randomBytes(UNIQUE).toString('base64')), rest];
      return [{ method: 'POST', url, type: JSON_TYPE, body, expected: 201 }];
    };
  }
  if (kind === 'framed') {
    const data = [{ ...IMAGE, bytes: wanted.bytes }];
    const head = Buffer.from(`${JSON.stringify({ figure: wanted.figure, metadata: {}, data })}\n`);
    const rest = randomBytes(wanted.bytes - UNIQUE);
    return () => [{ method: 'POST', url, type: PUBLISH_TYPE, body: [head, randomBytes(UNIQUE), rest], expected: 201 }];
  }
  const newBody = await hashedBodies(wanted.bytes);
  if (kind === 'upload') return () => [putOf(url, newBody())];
  const [question, answer] = [`${url}/blob/missing/`, `${url}/revision/`];
  return () => {
    const made = newBody();
    const missing = { figure: wanted.figure, hashes: [made.hash] };
    const revision = { figure: wanted.figure, metadata: {}, data: [{ ...IMAGE, blob: made.hash }] };
    return [
      { method: 'POST', url: question, type: JSON_TYPE, body: [jsonOf(missing)], expected: 200 },
      putOf(`${url}/blob`, made),
      { method: 'POST', url: answer, type: JSON_TYPE, body: [jsonOf(revision)], expected: 201 },
    ];
  };
}

function codeOf(code: string) {
  const metadata = { format: 'text', language: 'python' };
  return { name: 'code', type: 'code', metadata, data: Buffer.from(code).toString('base64') };
}

/** The texts before and after a value `"@"` in JSON. */
function around(value: object): [string, string] {
  const [before = '', after = ''] = JSON.stringify(value).split('@');
  return [before, after];
}

type Hashed = { hash: string; body: Buffer[] };

function putOf(url: string, { hash, body }: Hashed): Request {
  return { method: 'PUT', url: `${url}/${hash}/`, type: 'application/octet-stream', body, expected: 200 };
}

/** Makes bodies with their BLAKE3. They differ at the end, so that only a few bytes are hashed for each. */
async function hashedBodies(bytes: number): Promise<() => Hashed> {
  const blake3 = await createBLAKE3();
  const common = randomBytes(bytes - UNIQUE);
  const state = blake3.init().update(common).save();
  return () => {
    const unique = randomBytes(UNIQUE);
    return { hash: blake3.load(state).update(unique).digest('hex'), body: [common, unique] };
  };
}

function send({ method, url, type, body, expected }: Request): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const headers = {
    ...requests.headers,
    ...(type !== undefined && { 'content-type': type }),
    ...(length > 0 && { 'content-length': length }),
  };
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
      for (const one of made) await send(one);
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
