import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { ApiError } from '../../errors.ts';
import type { ByteRange } from '../blobs.ts';
import { type BucketPlace, locationOf } from './place.ts';

/** Most bytes that one request copies: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const MOST_COPIED = 1024 ** 3;

/** Most parts of an upload: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;

/** Errors about what is not there, or no longer: an object, or an upload in parts that another server has ended. */
const MISSING: ReadonlySet<string | undefined> = new Set(['NoSuchKey', 'NoSuchUpload']);

/** An object of a bucket. */
export interface Found {
  key: string;
  size: number;
  /** Changes with every write of the object. */
  etag: string;
  /** Time of its writing, in milliseconds since 1970, by the clock of the service. */
  at: number;
}

/** An upload in parts. */
export interface Upload {
  /** Adds a part. All but the last need 5 MiB or more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the object. */
  end(): Promise<void>;
  abort(): Promise<void>;
}

/**
 * The part of a bucket below a prefix; keys are given and returned without it. A service that can't be reached or
 * refuses is an `ApiError` `unavailable`; it proves nothing about the objects.
 */
export interface Bucket {
  /** `s3://bucket/prefix` */
  readonly location: string;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Starts an upload in parts. */
  upload(key: string): Promise<Upload>;
  copy(from: string, to: string, size: number): Promise<void>;
  /** Reads an object or a part of it; null if there is none. */
  read(key: string, range?: ByteRange): Promise<Readable | null>;
  /** Reads a small object; null if there is none. */
  get(key: string): Promise<Buffer | null>;
  /** Deletes an object; does nothing if there is none. */
  delete(key: string): Promise<void>;
  /** Objects whose keys start with a text, sorted by key. */
  list(start: string): AsyncIterable<Found>;
  /** Aborts uploads that started before a time, in milliseconds since 1970. */
  abortUploads(start: string, before: number): Promise<void>;
}

export type BucketOptions = Pick<S3ClientConfig, 'credentials' | 'maxAttempts' | 'requestHandler'>;

/** Opens a bucket. It sends nothing yet. Credentials come from the environment unless they are given. */
export function openBucket(place: BucketPlace, options: BucketOptions = {}, mostCopied = MOST_COPIED): Bucket {
  const { bucket: Bucket, endpoint } = place;
  const location = locationOf(place);
  const start = place.prefix && `${place.prefix}/`;
  const client = new S3Client({
    region: place.region ?? process.env['AWS_REGION'] ?? 'us-east-1',
    // Other services rarely have a host name for each bucket.
    ...(endpoint && { endpoint: endpoint.origin, forcePathStyle: true }),
    requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    ...options,
  });
  const keyOf = (key: string) => start + key;

  async function ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw unavailable(location, error);
    }
  }

  async function unlessMissing<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (MISSING.has(nameOf(error))) return null;
      throw unavailable(location, error);
    }
  }

  async function* read(body: Readable): AsyncGenerator<Buffer> {
    try {
      yield* body as AsyncIterable<Buffer>; // a stream without an encoding gives buffers
    } catch (error) {
      throw unavailable(location, error);
    }
  }

  async function open(key: string, range?: ByteRange): Promise<Readable | null> {
    return unlessMissing(async () => {
      const Range = range && `bytes=${range.start}-${range.end}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(key), Range }));
      if (!(Body instanceof Readable)) throw new Error('The service sent no bytes');
      return Readable.from(read(Body), { objectMode: false });
    });
  }

  async function startUpload(key: string) {
    const Key = keyOf(key);
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const upload = { Bucket, Key, UploadId };
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    return {
      upload,
      nextNumber(): number {
        if (parts.length >= MOST_PARTS)
          throw new ApiError('body_too_large', 'The data are too large for this storage.');
        return parts.length + 1;
      },
      add: (PartNumber: number, ETag: string | undefined) => void parts.push({ PartNumber, ETag }),
      end: () => client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } })),
      abort: () => client.send(new AbortMultipartUploadCommand(upload)),
    };
  }

  return {
    location,
    put: (key, bytes) =>
      ask(async () => void (await client.send(new PutObjectCommand({ Bucket, Key: keyOf(key), Body: bytes })))),

    upload: (key) =>
      ask(async () => {
        const { upload, ...parts } = await startUpload(key);
        return {
          write: (bytes) =>
            ask(async () => {
              const PartNumber = parts.nextNumber();
              const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body: bytes }));
              parts.add(PartNumber, ETag);
            }),
          end: () => ask(async () => void (await parts.end())),
          abort: () => ask(async () => void (await parts.abort())),
        };
      }),

    copy: (from, to, size) =>
      ask(async () => {
        const CopySource = encodeURI(`${Bucket}/${keyOf(from)}`);
        if (size <= mostCopied) {
          await client.send(new CopyObjectCommand({ Bucket, Key: keyOf(to), CopySource }));
          return;
        }
        const { upload, ...parts } = await startUpload(to);
        for (let at = 0; at < size; at += mostCopied) {
          const PartNumber = parts.nextNumber();
          const CopySourceRange = `bytes=${at}-${Math.min(at + mostCopied, size) - 1}`;
          const command = new UploadPartCopyCommand({ ...upload, PartNumber, CopySource, CopySourceRange });
          parts.add(PartNumber, (await client.send(command)).CopyPartResult?.ETag);
        }
        await parts.end();
      }),

    read: open,

    async get(key) {
      const body = await open(key);
      return body && buffer(body);
    },

    delete: (key) => ask(async () => void (await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(key) })))),

    async *list(begin) {
      const Prefix = keyOf(begin);
      for (let token: string | undefined, more = true; more; ) {
        const page = await ask(() =>
          client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken: token })),
        );
        for (const { Key = '', Size = 0, ETag = '', LastModified } of page.Contents ?? [])
          yield { key: Key.slice(start.length), size: Size, etag: ETag, at: LastModified?.getTime() ?? 0 };
        token = page.NextContinuationToken;
        more = page.IsTruncated === true && token !== undefined;
      }
    },

    async abortUploads(begin, before) {
      const { Uploads = [] } = await ask(() =>
        client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: keyOf(begin) })),
      );
      for (const { Key, UploadId, Initiated } of Uploads)
        if ((Initiated?.getTime() ?? 0) < before)
          await unlessMissing(() => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
    },
  };
}

const nameOf = (error: unknown): string | undefined => (error instanceof Error ? error.name : undefined);

/** The answer while a bucket fails. The log gets the cause and the location, which are not for everyone. */
function unavailable(location: string, error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('unavailable', 'The storage of these bytes can not be used now. Try again later.', {
    cause: new Error(`${location}: ${String(error)}`, { cause: error }),
    headers: { 'retry-after': '30' },
  });
}
