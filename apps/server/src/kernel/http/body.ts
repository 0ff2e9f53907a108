import type { Operation } from '@gofigr/contract';
import type { FastifyRequest } from 'fastify';
import type { Blobs, StagedBlob } from '../blobs/index.ts';
import { ApiError, invalid } from '../errors.ts';
import { BodyError, scanBody } from '../json-stream/index.ts';

/** Bytes of a body that carries no data, and of one without its data. */
const SMALL_BODY = 4 * 1024 * 1024;
const REST_OF_BODY = 4 * 1024 * 1024;
const MAX_DEPTH = 200;
const MAX_ITEMS = 1_000_000;

const staged = new WeakMap<FastifyRequest, Set<StagedBlob>>();

/** Where the bytes of a `carries: 'data'` body are. */
const DATA_PATTERN = ['data', '*', 'data'] as const;

export interface BodyDeps {
  blobs: Blobs;
  maxBytes: number;
}

/** Reads a request's body by what its operation says: form or JSON into a value, the bytes of a publish into staged blobs. */
export async function readBody(
  request: FastifyRequest,
  payload: AsyncIterable<Uint8Array>,
  operation: Operation,
  deps: BodyDeps,
  onTopLevelValue: (key: string, value: unknown) => Promise<void>,
): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (!operation.body) return drain(payload, SMALL_BODY);
  if (type === 'application/x-www-form-urlencoded' && operation.root === 'bare') {
    const text = await collect(payload, SMALL_BODY);
    return Object.fromEntries(new URLSearchParams(text.toString('utf8')));
  }
  if (type !== 'application/json')
    throw new ApiError('unsupported_media_type', 'Send JSON, with the header Content-Type: application/json.');
  try {
    return operation.carries === 'data'
      ? await readStreamed(request, payload, deps, onTopLevelValue)
      : await readSmall(payload);
  } catch (error) {
    if (error instanceof BodyError) throw translate(error);
    throw error;
  }
}

async function readStreamed(
  request: FastifyRequest,
  payload: AsyncIterable<Uint8Array>,
  { blobs, maxBytes }: BodyDeps,
  onTopLevelValue: (key: string, value: unknown) => Promise<void>,
): Promise<unknown> {
  const received = new Set<StagedBlob>();
  staged.set(request, received);
  return scanBody<StagedBlob>(payload, {
    pattern: DATA_PATTERN,
    limits: { maxBytes, maxDepth: MAX_DEPTH, maxItems: MAX_ITEMS, maxRestBytes: REST_OF_BODY },
    async openSink() {
      const sink = await blobs.stage();
      return {
        write: sink.write,
        abort: sink.abort,
        async end() {
          const blob = await sink.end();
          received.add(blob);
          return blob;
        },
      };
    },
    discard: (blob) => blobs.discard(blob),
    onTopLevelValue,
  });
}

/** Whether a value of a body is bytes that were received with it, and not something that merely looks so. */
export function isStaged(request: FastifyRequest, value: unknown): value is StagedBlob {
  return staged.get(request)?.has(value as StagedBlob) ?? false;
}

/** Takes back what a request brought and did not keep; after `keep` there is nothing left to take back. */
export async function discardStaged(request: FastifyRequest, blobs: Blobs): Promise<void> {
  const received = staged.get(request);
  if (!received) return;
  staged.delete(request);
  for (const blob of received) await blobs.discard(blob);
}

/** The pattern is the body itself: it is no string in any operation. */
const readSmall = (payload: AsyncIterable<Uint8Array>): Promise<unknown> =>
  scanBody<never>(payload, {
    pattern: [],
    limits: { maxBytes: SMALL_BODY, maxDepth: MAX_DEPTH, maxItems: MAX_ITEMS, maxRestBytes: SMALL_BODY },
    openSink() {
      throw invalid('body', 'must be an object');
    },
    discard: () => undefined,
  });

function translate({ code, message, path }: BodyError): ApiError {
  const errors = path === undefined ? undefined : [{ path, message }];
  if (code === 'malformed_json' || code === 'malformed_base64' || code === 'body_too_large')
    return new ApiError(code, message, { errors });
  return new ApiError(code === 'body_too_deep' ? 'bad_request' : 'body_too_large', message, { errors });
}

async function collect(payload: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of payload) {
    size += chunk.length;
    if (size > most) throw new ApiError('body_too_large', `The request body is larger than ${most} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function drain(payload: AsyncIterable<Uint8Array>, most: number): Promise<undefined> {
  await collect(payload, most);
}
