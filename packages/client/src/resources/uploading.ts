import { bytesPayload, type OutgoingDatum, readable, sourceChanged } from '../bytes/payload.ts';
import { type ByteSource, collect } from '../bytes/source.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import { isAnyTemporary, withRetries } from '../retry.ts';
import type { Body } from '../route.ts';
import type { Transport } from '../transport.ts';
import type { Info } from '../wire.ts';

/** Data up to this size are sent with the revision. */
const SMALL_DATUM = 128 * 1024;

/** Smallest part that is tried when a proxy refuses larger ones. */
const LEAST_PART = 256 * 1024;

/** Most hashes in one question. */
const MOST_HASHES = 1000;

/** Size of the parts for a server, which a proxy on the way may limit further. */
const partSizes = new WeakMap<Transport, number>();

/** A datum whose bytes are named by their hash. */
type Named = OutgoingDatum & { blob: string };

type Target = Omit<Body<'POST /blob/missing/'>, 'hashes'>;

/**
 * Uploads large data before a large publish, if the server takes bytes as they are. Sends only those that it lacks. Returns all
 * data, of which the uploaded ones name their bytes.
 */
export async function upload(
  transport: Transport,
  target: Target,
  data: readonly OutgoingDatum[],
  options: CallOptions,
): Promise<readonly OutgoingDatum[]> {
  if (!data.some(isLarge) || !(await takesParts(transport, options))) return data;
  const { blake3Of } = await import('../bytes/blake3.ts');
  const outgoing: OutgoingDatum[] = [];
  for (const datum of data) outgoing.push(isLarge(datum) ? { ...datum, blob: await blake3Of(datum.source) } : datum);
  const named = new Map(outgoing.filter(isNamed).map((datum) => [datum.blob, datum]));
  const hashes = [...named.keys()];
  for (let start = 0; start < hashes.length; start += MOST_HASHES) {
    const body = { ...target, hashes: hashes.slice(start, start + MOST_HASHES) };
    const { missing } = await transport.call('POST /blob/missing/', { ...options, body, repeatable: true });
    for (const hash of missing) {
      const datum = named.get(hash);
      if (datum) await uploadOne(transport, datum, options);
    }
  }
  return outgoing;
}

const isLarge = ({ source }: OutgoingDatum): boolean => source.size > SMALL_DATUM && source.slice !== undefined;
const isNamed = (datum: OutgoingDatum): datum is Named => datum.blob !== undefined;

/** Tells whether the server takes uploads, and learns the size of their parts. */
async function takesParts(transport: Transport, options: CallOptions): Promise<boolean> {
  if (partSizes.has(transport)) return true;
  try {
    const info: Partial<Info> = await transport.call('GET /info/', options);
    if (info.binary === undefined) return false;
    partSizes.set(transport, info.binary.part_bytes);
    return true;
  } catch (error) {
    // The publish itself tells what is wrong.
    if (error instanceof GoFigrError && error.status !== undefined) return false;
    throw error;
  }
}

/** The datum whose bytes the server asks for, if that is the error. */
export const missingBlob = (error: unknown, data: readonly OutgoingDatum[]): Named | undefined =>
  error instanceof GoFigrError && error.code === 'blob_missing'
    ? data.filter(isNamed).find(({ blob }) => error.detail.includes(blob))
    : undefined;

/** Uploads the bytes of a datum part by part. Continues where it was after a broken connection, also of an earlier run. */
export async function uploadOne(transport: Transport, { blob, source }: Named, options: CallOptions): Promise<void> {
  const { size } = source;
  const signal = transport.signalOf(options);
  const policy = { ...transport.retry, isTemporary: isWorthAsking };
  let at = size > partSizeFor(transport) ? await receivedOf(transport, blob, options) : 0;
  while (at < size)
    at = await withRetries(policy, signal, async (attempt) => {
      if (attempt > 0) at = await receivedOf(transport, blob, options);
      return at < size ? sendPart(transport, { blob, source }, at, options) : at;
    });
}

const partSizeFor = (transport: Transport): number => partSizes.get(transport) ?? LEAST_PART;

/** Tells whether the server may have some of the part, or another upload of the same bytes was faster. */
const isWorthAsking = (error: GoFigrError): boolean => isAnyTemporary(error) || error.code === 'wrong_offset';

/** Bytes of an upload that the server has. */
async function receivedOf(transport: Transport, hash: string, options: CallOptions): Promise<number> {
  try {
    return (await transport.call('GET /blob/:hash/', { ...options, path: { hash } })).received;
  } catch (error) {
    if (error instanceof GoFigrError && error.code === 'not_found') return 0;
    throw error;
  }
}

/** Sends a part, or a smaller one if a proxy refuses its size. Returns how much the server has. */
async function sendPart(
  transport: Transport,
  { blob, source }: Pick<Named, 'blob' | 'source'>,
  at: number,
  options: CallOptions,
): Promise<number> {
  const { size } = source;
  const path = { hash: blob };
  const query = { offset: String(at), size: String(size) };
  for (;;) {
    const end = Math.min(size, at + partSizeFor(transport));
    const payload = bytesPayload(await partOf(source, at, end));
    try {
      return (await transport.send('PUT /blob/:hash/', { ...options, path, query, payload })).received;
    } catch (error) {
      if (error instanceof GoFigrError && error.code === 'wrong_hash') throw sourceChanged();
      if (!isRefusedByProxy(error) || end - at <= LEAST_PART) throw error;
      partSizes.set(transport, Math.max(LEAST_PART, Math.ceil((end - at) / 2)));
    }
  }
}

/** The server's own refusals have a code. */
const isRefusedByProxy = (error: unknown): boolean =>
  error instanceof GoFigrError && error.status === 413 && error.code === undefined;

async function partOf(source: ByteSource, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const part = source.slice?.(start, end);
  const bytes = part && (await collect(readable(part)));
  if (bytes?.length !== end - start) throw sourceChanged();
  return bytes;
}
