import { appendFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { ErrorBody, type Operation, operations } from '@gofigr/contract';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { type Account, baseUrl } from './target.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed JSON of the body; undefined if there is none. */
  body: any;
}

interface Content {
  json?: unknown;
  /** JSON text that is sent unchanged. */
  raw?: string;
  form?: Record<string, string>;
  headers?: Record<string, string>;
}

type Method = Operation['method'];

/** Version of the wire that the contract describes. */
const CURRENT = 'v1.4.1';

const routes = operations.map((operation) => {
  const root = { versioned: `/api/${CURRENT}`, bare: '/api', site: '' }[operation.root ?? 'versioned'];
  const pattern = `${root}${operation.path}`.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+');
  return { operation, pattern: new RegExp(`^${pattern}$`), fixed: !operation.path.includes(':') };
});

function operationOf(method: Method, path: string): Operation | undefined {
  const plain = `${path.split('?')[0]}/`.replace(/\/+/g, '/');
  const fitting = routes.filter((route) => route.operation.method === method && route.pattern.test(plain));
  return (fitting.find((route) => route.fixed) ?? fitting[0])?.operation;
}

function demand(schema: TSchema, answer: Answer, what: string): void {
  if (Value.Check(schema, answer.body)) return;
  const faults = Value.Errors(schema, answer.body).map((fault) => `${fault.instancePath} ${fault.message}`);
  throw new Error(
    `${what} (${answer.status}) is not what the contract says: ${faults.join('; ')}\n${answer.text.slice(0, 2000)}`,
  );
}

/** Checks that an answer has the status, type and schema that the contract gives to the operation. */
function check(method: Method, path: string, answer: Answer): void {
  const what = `${method} ${path}`;
  if (!(path.startsWith('/api/') || path.startsWith('/oauth/')) || [202, 204].includes(answer.status)) return;
  if (answer.status >= 300 && answer.status < 400) throw new Error(`${what} redirects`);
  if (answer.status >= 500) throw new Error(`${what}: ${answer.status} ${answer.text.slice(0, 500)}`);
  const operation = operationOf(method, path);
  if (answer.status < 300 && operation?.bytes) return;
  if (!answer.headers.get('content-type')?.startsWith('application/json'))
    throw new Error(`${what} (${answer.status}) is ${answer.headers.get('content-type')}, not JSON`);
  if (answer.status >= 400) return demand(ErrorBody, answer, what);
  if (!operation?.answer) return;
  const isMade = operation.mayCreate === true && answer.status === 201;
  if (answer.status !== operation.status && !isMade)
    throw new Error(`${what}: ${answer.status}, not ${operation.status}`);
  demand(operation.answer, answer, what);
}

/** Fields of answers that hold a secret. */
const SECRETS = ['token', 'access', 'refresh', 'access_token', 'device_code'];

/** Writes issued secrets to the file that the run names. The run then searches the server's data for them. */
function noteSecrets(answer: unknown): void {
  const file = process.env['ACCEPTANCE_SECRETS'];
  if (file === undefined || typeof answer !== 'object' || answer === null) return;
  for (const [name, value] of Object.entries(answer))
    if (SECRETS.includes(name) && typeof value === 'string') appendFileSync(file, `${value}\n`);
}

/** Excepts a secret that a test publishes on purpose from that search. */
export function expectStored(secret: string): void {
  const file = process.env['ACCEPTANCE_SECRETS'];
  if (file !== undefined) appendFileSync(file, `stored ${secret}\n`);
}

/** Sends requests in one version of the API. Paths are relative to it unless they begin with a slash. */
export class Caller {
  readonly authorization: string | undefined;
  readonly version: string;

  constructor(authorization?: string, version = CURRENT) {
    this.authorization = authorization;
    this.version = version;
  }

  at(version: string): Caller {
    return new Caller(this.authorization, version);
  }

  async call(method: Method, path: string, { json, raw, form, headers }: Content = {}): Promise<Answer> {
    const where = path.startsWith('/') ? path : `/api/${this.version}/${path}`;
    const content = form
      ? new URLSearchParams(form).toString()
      : (raw ?? (json === undefined ? null : JSON.stringify(json)));
    const response = await fetch(`${baseUrl}${where}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.authorization && { authorization: this.authorization }),
        ...(content !== null && { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }),
        ...headers,
      },
      body: content,
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
    check(method, where, answer);
    // Picture links are stored as they are, because people copy them again (SECURITY.md).
    if (!where.includes('/share/')) noteSecrets(answer.body);
    return answer;
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, json: unknown = {}) => this.call('POST', path, { json });
  put = (path: string, json: unknown) => this.call('PUT', path, { json });
  patch = (path: string, json: unknown) => this.call('PATCH', path, { json });
  delete = (path: string, json?: unknown) => this.call('DELETE', path, json === undefined ? {} : { json });
}

export const nobody = new Caller();
export const withKey = (token: string) => new Caller(`Token ${token}`);

/** Returns the body of an answer, which must have this status. */
export async function body(status: number, pending: Promise<Answer>): Promise<any> {
  const answer = await pending;
  if (answer.status !== status)
    throw new Error(`Expected ${status}, got ${answer.status}: ${answer.text.slice(0, 1000)}`);
  return answer.body;
}

/** Callers signed in with a password, one per account in a test file. */
const signedIn = new Map<string, Promise<Caller>>();
export function signIn({ username, password }: Account): Promise<Caller> {
  const known = signedIn.get(username);
  if (known) return known;
  const caller = body(200, nobody.post('/api/token/', { username, password })).then(
    ({ access }) => new Caller(`Bearer ${access}`),
  );
  signedIn.set(username, caller);
  return caller;
}

/** Returns the status of a GET with headers that `fetch` would not send. */
export function statusWith(path: string, headers: Record<string, string>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  request(`${baseUrl}${path}`, { headers }, (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  })
    .on('error', reject)
    .end();
  return promise;
}

/** Sends bytes and returns everything that the server answers until the connection ends. */
export function exchange(bytes: string): Promise<string> {
  const { hostname, port } = new URL(baseUrl);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = '';
  const socket = connect(Number(port), hostname, () => socket.write(bytes));
  socket
    .setEncoding('latin1')
    .on('data', (chunk) => (answer += chunk))
    .on('close', () => resolve(answer))
    .on('error', reject);
  return promise;
}
