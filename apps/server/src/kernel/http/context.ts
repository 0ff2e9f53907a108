import type { Demand, Operation } from '@gofigr/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { ClientOrigin } from '../audit.ts';
import type { Principal, SignedIn } from '../auth/index.ts';
import type { StoredObject } from '../objects/index.ts';
import type { Upload } from './body.ts';

type Of<S, Otherwise> = S extends TSchema ? Static<S> : Otherwise;

/** Caller of an operation. Only public operations and views of objects in the address allow anonymous callers. */
type Caller<O extends Operation> = O['access'] extends 'public' | readonly { action: 'view'; in: 'path' | 'query' }[]
  ? Principal
  : SignedIn;

/** Demands that handlers get by their kinds. The query may name several objects of one kind: `queriedOf`. */
type Demands<O extends Operation> = O['access'] extends readonly Demand[]
  ? Exclude<O['access'][number], { in: 'query' }>
  : never;

/** Kinds of all demands, and of the unconditional ones. */
type KindOf<D> = D extends { kind: infer K extends Demand['kind'] } ? K : never;
type CertainKind<D> = KindOf<Exclude<D, { when: unknown }>>;

/** Objects that an operation demands rights on, by kind; undefined for a conditional demand that doesn't apply. */
type ObjectsOf<O extends Operation> = O extends unknown
  ? { [K in CertainKind<Demands<O>>]: StoredObject } & {
      [K in Exclude<KindOf<Demands<O>>, CertainKind<Demands<O>>>]: StoredObject | undefined;
    }
  : never;

/** One object of any kind. */
export type OneObject = {
  [K in Demand['kind']]: { [P in K]: StoredObject } & { [P in Exclude<Demand['kind'], K>]?: never };
}[Demand['kind']];

/** Input of a handler: every part of the request that the operation states, already checked. */
export interface Call<in out O extends Operation = Operation> {
  principal: Caller<O>;
  /** Objects of the operation's demands, by kind: `objects.figure`. */
  objects: ObjectsOf<O>;
  params: Of<O['params'], Record<never, never>>;
  query: Of<O['query'], Record<never, never>>;
  body: Of<O['body'], undefined>;
  /** The bytes that came with the body, where each replaces its base64 text; null: the body can't carry any. */
  upload: Pick<Upload, 'blobs' | 'rewrite' | 'receive'> | null;
  /** The version in the path, such as `[1, 4, 1]`: a few shapes depend on it. */
  version: readonly number[];
  request: FastifyRequest;
  reply: FastifyReply;
  /** False if nobody reads the answer, so that the handler may leave it out. */
  isAnswered: boolean;
  perform: Perform;
}

/**
 * Calls another operation for the caller of a request, with the rights, limits and rules of a request of its own. Returns
 * its status. Throws its error.
 */
export type Perform = <O extends Operation>(
  operation: O,
  asked: { params: Of<O['params'], Record<never, never>>; body: Of<O['body'], undefined> },
) => Promise<number>;

export type Handler<in out O extends Operation> = (call: Call<O>) => Promise<unknown>;

/** An operation with its handler. */
export interface Route {
  operation: Operation;
  handler: Handler<Operation>;
}

/** Binds a handler to its operation; a feature is a list of routes. Throws if two demands have the same name. */
export function route<const O extends Operation>(operation: O, handler: Handler<O>): Route {
  checkNames(operation);
  // The server passes exactly what the operation states, so the narrower handler is safe.
  return { operation, handler: handler as unknown as Handler<Operation> };
}

/** Demands of one kind must be about one object, because handlers get it by its kind. */
function checkNames({ id, access }: Operation): void {
  if (typeof access === 'string') return;
  const keys = new Map<string, string>();
  for (const { kind, in: origin, key } of access) {
    if (origin === 'query') continue;
    const source = `${origin} ${key}`;
    if ((keys.get(kind) ?? source) !== source) throw new Error(`${id} demands rights on two objects of kind ${kind}`);
    keys.set(kind, source);
  }
}

/** The object of an operation with one object, for families of operations that differ in its kind. */
export function objectOf(call: { objects: OneObject }): StoredObject {
  const [object] = Object.values(call.objects);
  if (!object) throw new Error('the operation demands no object');
  return object;
}

/** Objects that the query names, in the order of the demands. */
export const queriedOf = ({ request }: { request: FastifyRequest }): StoredObject[] =>
  [...request.authorised].filter(([demand]) => demand.in === 'query').map(([, object]) => object);

/** Longest stored client name and address, in characters: a proxy may put anything into X-Forwarded-For. */
const CLIENT_LENGTH = 300;
const ADDRESS_LENGTH = 64;

/** Origin of a request, for the audit list and the list of sign-ins. */
export const originOf = ({ ip, headers }: FastifyRequest): ClientOrigin => ({
  address: ip.slice(0, ADDRESS_LENGTH),
  client: (headers['user-agent'] ?? '').slice(0, CLIENT_LENGTH),
  machine: machineOf(headers['gofigr-machine']),
});

/** The name of the machine that our clients send; anything else than a plain name is none. */
const machineOf = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' && /^[\w.-]{1,100}$/.test(header) ? header : null;

/** `v1.4.1` → `[1, 4, 1]` */
export const parseVersion = (text: string): number[] => text.slice(1).split('.').map(Number);

/** Tells whether a version is at least another: `[1, 4, 1]` ≥ `[1, 4]`. */
export function atLeast(version: readonly number[], least: readonly number[]): boolean {
  for (let index = 0; index < Math.max(version.length, least.length); index++) {
    const difference = (version[index] ?? 0) - (least[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The answer of an operation that created an object. */
export class Made {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** Answers 200 with an existing object, or 201 with a new one. */
export const foundOrMade = (value: unknown, isNew: boolean): unknown => (isNew ? new Made(value) : value);

/** An answer with `Base64Bytes` or `Slices` in it, which is sent as a stream. */
export class Streamed {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}
