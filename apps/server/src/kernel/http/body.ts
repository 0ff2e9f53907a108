import { MOST_QUERY_BYTES, type Operation, PUBLISH_TYPE } from '@gofigr/contract';
import type { FastifyRequest } from 'fastify';
import { IsArray, IsObject, type TSchema } from 'typebox';
import type { StagedBlob, Stores } from '../blobs/index.ts';
import type { Config } from '../config/index.ts';
import { ApiError, invalid } from '../errors.ts';
import { BodyError, scanBody } from '../json-stream/index.ts';
import { type ImportedKeys, KeyScanner } from '../key-scan/index.ts';
import { bodyTooLarge, Frame } from './frame.ts';
import { withinTime } from './within-time.ts';

/** Most bytes of a body without data, or of the rest of a body with data: these are parsed at once. */
const SMALL_BODY = 4 * 1024 * 1024;

/** Most data in one request: far more than a figure has, and few enough to store at once. */
const MAX_DATA = 1000;

/** Time limits in milliseconds: of a body without data, and of a pause in any body. */
const SMALL_BODY_MS = 60_000;
const STILL_MS = 60_000;

/** Path of the bytes in a `carries: 'data'` body. */
const DATA_PATTERN = ['data', '*', 'data'] as const;

/** The bytes of a datum, and the texts in them that look like API keys. */
export interface ReceivedBlob extends StagedBlob {
  keys: ReadonlySet<string>;
}

/** A change of the bytes of a blob. */
export type Change = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** The upload of a request: complete blobs, and the number of its bytes that wait on the disk. */
export interface Upload {
  blobs: Set<ReceivedBlob>;
  bytes: number;
  uploader: string;
  /** Replaces a blob by a changed copy and discards it. */
  rewrite(blob: ReceivedBlob, change: Change): Promise<ReceivedBlob>;
  /** Copies bytes that the server has, as if they had come with the request. */
  receive(bytes: AsyncIterable<Uint8Array>): Promise<ReceivedBlob>;
}

export type BodyLimits = Pick<Config, 'maxBodyBytes' | 'maxNesting' | 'maxItems' | 'uploadMs' | 'maxTemporaryBytes'>;

export interface BodyReader {
  /**
   * Reads a request's body as its operation says: form or JSON into a value, the bytes of a publish into staged blobs.
   */
  read(
    request: FastifyRequest,
    payload: AsyncIterable<Uint8Array>,
    operation: Operation,
    onTopLevelValue: (key: string, value: unknown) => Promise<void>,
  ): Promise<unknown>;
  /** Removes the blobs of a request that it did not keep. */
  release(request: FastifyRequest): Promise<void>;
}

export type BodyBlobs = Pick<Stores, 'stage' | 'readStaged' | 'discard'>;

export function createBodyReader(
  blobs: BodyBlobs,
  limits: BodyLimits,
  importedKeys: () => Promise<ImportedKeys>,
): BodyReader {
  /** Bytes on the disk that no transaction refers to yet, by user. */
  const waiting = new Map<string, number>();

  function account(upload: Upload, bytes: number): void {
    upload.bytes += bytes;
    const sum = (waiting.get(upload.uploader) ?? 0) + bytes;
    if (sum > 0) waiting.set(upload.uploader, sum);
    else waiting.delete(upload.uploader);
    if (bytes > 0 && sum > limits.maxTemporaryBytes)
      throw new ApiError(
        'upload_quota_reached',
        `You are uploading more than ${limits.maxTemporaryBytes} bytes at once. Wait for your other uploads to end.`,
      );
  }

  async function openSink(upload: Upload) {
    if (upload.blobs.size >= MAX_DATA)
      throw new ApiError('body_too_large', `A request may carry at most ${MAX_DATA} data.`);
    const scanner = new KeyScanner(await importedKeys());
    const sink = await blobs.stage();
    return {
      write(chunk: Uint8Array) {
        account(upload, chunk.length);
        scanner.write(chunk);
        return sink.write(chunk);
      },
      abort: () => sink.abort(),
      async end() {
        scanner.end();
        const blob = { ...(await sink.end()), keys: scanner.keys };
        upload.blobs.add(blob);
        return blob;
      },
    };
  }

  async function receive(upload: Upload, bytes: AsyncIterable<Uint8Array>): Promise<ReceivedBlob> {
    const sink = await openSink(upload);
    try {
      for await (const chunk of bytes) await sink.write(chunk);
      return await sink.end();
    } catch (error) {
      await sink.abort();
      throw error;
    }
  }

  async function rewrite(upload: Upload, blob: ReceivedBlob, change: Change): Promise<ReceivedBlob> {
    const sink = await blobs.stage();
    try {
      for await (const chunk of change(blobs.readStaged(blob))) await sink.write(chunk);
      const changed = { ...(await sink.end()), keys: blob.keys };
      upload.blobs.add(changed);
      await blobs.discard(blob);
      upload.blobs.delete(blob);
      return changed;
    } catch (error) {
      await sink.abort();
      throw error;
    }
  }

  const scan = (
    request: FastifyRequest,
    payload: AsyncIterable<Uint8Array>,
    onTopLevelValue: (key: string, value: unknown) => Promise<void>,
  ): Promise<unknown> => {
    const uploader = request.principal.kind === 'user' ? request.principal.userId : request.ip;
    const upload: Upload = {
      blobs: new Set(),
      bytes: 0,
      uploader,
      rewrite: (blob, change) => rewrite(upload, blob, change),
      receive: (bytes) => receive(upload, bytes),
    };
    request.upload = upload;
    const { maxBodyBytes: maxBytes, maxNesting: maxDepth, maxItems } = limits;
    return scanBody<ReceivedBlob>(payload, {
      pattern: DATA_PATTERN,
      limits: { maxBytes, maxDepth, maxItems, maxRestBytes: SMALL_BODY },
      openSink: () => openSink(upload),
      discard: (blob) => blobs.discard(blob),
      onTopLevelValue,
    });
  };

  /** Reads JSON in a line, and then the bytes of its data that have `bytes`, their number, instead of `data`. */
  async function readFrame(
    request: FastifyRequest,
    payload: AsyncIterable<Uint8Array>,
    onTopLevelValue: (key: string, value: unknown) => Promise<void>,
  ): Promise<unknown> {
    const frame = new Frame(payload, limits.maxBodyBytes);
    try {
      const body = await scan(request, frame.line(), onTopLevelValue);
      const { upload } = request;
      if (upload) for (const [index, datum] of dataOf(body).entries()) await receiveDatum(upload, frame, datum, index);
      if (!(await frame.isAtEnd())) throw invalid('body', 'has more bytes than its data');
      return body;
    } finally {
      await frame.close();
    }
  }

  async function receiveDatum(upload: Upload, frame: Frame, datum: Record<string, unknown>, index: number) {
    const { bytes: size, ...fields } = datum;
    if (size === undefined) return;
    const path = `data[${index}].bytes`;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw invalid(path, 'must be a number');
    if (fields['data'] !== undefined) throw invalid(path, 'is for a datum without data');
    const blob = await receive(upload, frame.bytes(size));
    if (blob.size < size) throw invalid(path, 'is more than what arrived');
    datum['data'] = blob;
  }

  /** The pattern matches only the body itself, which is never a string. */
  const scanSmall = (payload: AsyncIterable<Uint8Array>): Promise<unknown> =>
    scanBody<never>(payload, {
      pattern: [],
      limits: {
        maxBytes: SMALL_BODY,
        maxDepth: limits.maxNesting,
        maxItems: limits.maxItems,
        maxRestBytes: SMALL_BODY,
      },
      openSink() {
        throw invalid('body', 'must be an object');
      },
      discard: () => undefined,
    });

  async function release(request: FastifyRequest): Promise<void> {
    const { upload } = request;
    if (!upload) return;
    request.upload = null;
    account(upload, -upload.bytes);
    await Promise.allSettled([...upload.blobs].map((blob) => blobs.discard(blob)));
  }

  return {
    async read(request, stream, operation, onTopLevelValue) {
      const whole = operation.carries !== undefined ? limits.uploadMs : Math.min(SMALL_BODY_MS, limits.uploadMs);
      const payload = withinTime(stream, { whole, still: STILL_MS });
      // Checked before reading: a client that is still sending when the connection closes never sees the answer.
      if (isLarge(operation) && Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes)
        throw bodyTooLarge(limits.maxBodyBytes);
      const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
      if (operation.carries === 'bytes') {
        if (type === 'application/octet-stream') return payload;
        throw new ApiError('unsupported_media_type', 'Send bytes, with Content-Type: application/octet-stream.');
      }
      if (operation.carries === 'file') return collect(payload, MOST_QUERY_BYTES);
      if (!operation.body) return void (await collect(payload));
      if (type === 'application/x-www-form-urlencoded' && operation.root !== undefined)
        return Object.fromEntries(new URLSearchParams((await collect(payload)).toString('utf8')));
      if (type === 'application/x-www-form-urlencoded' && operation.form === true)
        return formFields(operation.body, new URLSearchParams((await collect(payload)).toString('utf8')));
      const isFrame = type === PUBLISH_TYPE && operation.carries === 'data';
      if (type !== 'application/json' && !isFrame)
        throw new ApiError('unsupported_media_type', 'Send JSON, with the header Content-Type: application/json.');
      try {
        if (isFrame) return await readFrame(request, payload, onTopLevelValue);
        return await (operation.carries === 'data' ? scan(request, payload, onTopLevelValue) : scanSmall(payload));
      } catch (error) {
        // Released now, not with the answer: a broken connection gets none.
        await release(request);
        throw error instanceof BodyError ? translate(error) : error;
      }
    },
    release,
  };
}

/** Tells whether the body may be as large as the setting allows. */
const isLarge = ({ carries }: Operation): boolean => carries === 'data' || carries === 'bytes';

/** The data of a body that was not validated yet, which are objects. */
const dataOf = (body: unknown): Record<string, unknown>[] =>
  isObject(body) && Array.isArray(body['data']) ? body['data'].filter(isObject) : [];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of a form. Those that the schema has as arrays may have several values. */
function formFields(schema: TSchema, form: URLSearchParams): Record<string, unknown> {
  const isArray = (name: string) => IsObject(schema) && IsArray(schema.properties[name]);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => [name, isArray(name) ? form.getAll(name) : form.get(name)]),
  );
}

function translate({ code, message, path }: BodyError): ApiError {
  const errors = path === undefined ? undefined : [{ path, message }];
  if (code === 'malformed_json' || code === 'malformed_base64' || code === 'body_too_large')
    return new ApiError(code, message, { errors });
  return new ApiError(code === 'body_too_deep' ? 'bad_request' : 'body_too_large', message, { errors });
}

async function collect(payload: AsyncIterable<Uint8Array>, most = SMALL_BODY): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of payload) {
    size += chunk.length;
    if (size > most) throw bodyTooLarge(most);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
