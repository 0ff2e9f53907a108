import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { testBlobs } from '../blobs.test-suite.ts';
import type { BlobStore, StagedBlob } from '../blobs.ts';
import { createCheckedBlobs, loadBlake3 } from '../index.ts';
import { type Bucket, openBucket } from './bucket.ts';
import { parsePlace } from './place.ts';
import { createS3Blobs } from './store.ts';

/** Address of a bucket on a real S3 server; the leg `s3` starts one. */
const url = process.env['GOFIGR_TEST_S3_URL'];
const LARGE = 20 * 1024 * 1024;

describe.runIf(url !== undefined)('on a real S3 server', () => {
  const place = () => ({ ...parsePlace(url ?? ''), prefix: randomUUID() });
  const open = async (bucket = openBucket(place())) => createS3Blobs(bucket, await loadBlake3());

  testBlobs('a bucket', () => open());

  async function stage(store: BlobStore, bytes: Uint8Array): Promise<StagedBlob> {
    const sink = await store.stage();
    for (let at = 0; at < bytes.length; at += 1_000_000) await sink.write(bytes.subarray(at, at + 1_000_000));
    return sink.end();
  }
  async function keysOf(bucket: Bucket): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of bucket.list('')) keys.push(key);
    return keys;
  }

  it('large bytes come in parts, wait in the bucket, and come back whole and in ranges', async () => {
    const bucket = openBucket(place());
    const store = await open(bucket);
    const bytes = Buffer.alloc(LARGE, 'abcdefghijk');
    const staged = await stage(store, bytes);
    expect(await keysOf(bucket)).toEqual([`tmp/${staged.staged}`]);
    expect((await buffer(store.readStaged(staged))).equals(bytes)).toBe(true);
    await store.keep([staged]);
    await store.discard(staged);
    expect(await keysOf(bucket)).toEqual([expect.stringMatching(`^blobs/${staged.hash}\\.`)]);
    const blobs = createCheckedBlobs(store, await loadBlake3());
    expect((await buffer(await blobs.open(staged.hash, LARGE))).equals(bytes)).toBe(true);
    const range = { start: LARGE - 20, end: LARGE - 3 };
    expect(await text(await blobs.open(staged.hash, LARGE, range))).toBe(bytes.subarray(-20, -2).toString());
  });

  it('a copy of more than one request makes the same bytes', async () => {
    const bucket = openBucket(place(), {}, 5 * 1024 * 1024);
    const store = await open(bucket);
    const bytes = Buffer.alloc(LARGE, 'abcdefghijk');
    const staged = await stage(store, bytes);
    await store.keep([staged]);
    expect((await buffer((await store.open(staged.hash)).read())).equals(bytes)).toBe(true);
  });

  it('a small blob is kept and let go with one write', async () => {
    const bucket = openBucket(place());
    const asked: string[] = [];
    const noting: Bucket = {
      ...bucket,
      put: (key, bytes) => bucket.put(key, bytes).finally(() => asked.push('put')),
      delete: (key) => bucket.delete(key).finally(() => asked.push('delete')),
    };
    const store = await open(noting);
    const staged = await stage(store, Buffer.from('abc'));
    await store.keep([staged]);
    await store.discard(staged);
    expect(asked).toEqual(['put']);
  });

  it('a start removes what a crash left, unless other servers may be publishing it', async () => {
    const bucket = openBucket(place());
    const store = await open(bucket);
    await stage(store, Buffer.alloc(LARGE));
    const interrupted = await store.stage();
    await interrupted.write(Buffer.alloc(LARGE));
    await store.prepare(true);
    expect(await keysOf(bucket)).toHaveLength(1);
    await store.prepare(false);
    expect(await keysOf(bucket)).toEqual([]);
    await expect(interrupted.end()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a reader gets the bytes that replaced those it opened', async () => {
    const store = await open();
    const first = await stage(store, Buffer.from('abc'));
    await store.keep([first]);
    const opened = await store.open(first.hash);
    await store.keep([await stage(store, Buffer.from('abc'))]);
    expect(await text(opened.read())).toBe('abc');
    await store.remove(first.hash, Date.now() + 1000);
    await expect(text(opened.read())).rejects.toMatchObject({ problem: 'missing' });
  });

  it('a prefix with spaces and letters of all kinds is a prefix', async () => {
    const bucket = openBucket({ ...place(), prefix: `Ärzte & Söhne/a+b ${randomUUID()}` });
    const store = await open(bucket);
    const staged = await stage(store, Buffer.alloc(LARGE, 'x'));
    await store.keep([staged]);
    expect(await keysOf(bucket)).toHaveLength(2);
    await store.discard(staged);
    expect((await store.open(staged.hash)).size).toBe(LARGE);
  });

  it('wrong credentials are an answer of 503, which holds neither key nor bucket', async () => {
    const credentials = { accessKeyId: 'nobody', secretAccessKey: 'wrong-secret' };
    const store = await open(openBucket(place(), { credentials }));
    const error = await store.readId().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unavailable', status: 503 });
    expect(String(error)).not.toMatch(/nobody|wrong-secret|s3:/);
    await expect(store.keep([await stage(store, Buffer.from('abc'))])).rejects.toMatchObject({ status: 503 });
  });
});

async function serve(answers: RequestListener): Promise<{ bucket: Bucket; stop: () => void }> {
  const server = createServer(answers);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // a TCP server has an address with a port
  const endpoint = new URL(`http://127.0.0.1:${port}`);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return {
    bucket: openBucket({ bucket: 'any', prefix: '', endpoint, region: null }, { credentials, maxAttempts: 1 }),
    stop,
  };
}

it('a service that is away or ends a download proves nothing about the bytes', async () => {
  const list = `<ListBucketResult><Contents><Key>blobs/${'a'.repeat(64)}.1-x</Key><Size>9</Size></Contents></ListBucketResult>`;
  const { bucket, stop } = await serve((request, answer) => {
    if (request.url?.includes('list-type')) answer.end(list);
    else answer.writeHead(200, { 'content-length': '9' }).write('part', () => answer.destroy());
  });
  const looks: unknown[] = [];
  const newHasher = await loadBlake3();
  const blobs = createCheckedBlobs(createS3Blobs(bucket, newHasher), newHasher, (look) => looks.push(look));
  await expect(blobs.check('a'.repeat(64), 9)).rejects.toMatchObject({ code: 'unavailable' });
  stop();
  await expect(blobs.check('a'.repeat(64), 9)).rejects.toMatchObject({ code: 'unavailable' });
  expect(looks).toEqual([]);
});

it('a start does not fail for an upload that another server has just ended', async () => {
  const Initiated = new Date(0).toISOString();
  const list = `<ListMultipartUploadsResult><Upload><Key>tmp/x</Key><UploadId>1</UploadId><Initiated>${Initiated}</Initiated></Upload></ListMultipartUploadsResult>`;
  const aborted: (string | undefined)[] = [];
  const { bucket, stop } = await serve((request, answer) => {
    if (request.method !== 'DELETE') return answer.end(list);
    aborted.push(request.url);
    return answer.writeHead(404).end('<Error><Code>NoSuchUpload</Code><Message>It has ended.</Message></Error>');
  });
  await bucket.abortUploads('tmp/', Date.now());
  expect(aborted).toEqual([expect.stringContaining('uploadId=1')]);
  stop();
});
