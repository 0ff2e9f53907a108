import { framedPayload } from '../bytes/framed.ts';
import {
  bytesPayload,
  type OutgoingDatum,
  type Payload,
  payloadWithData,
  readable,
  sourceChanged,
} from '../bytes/payload.ts';
import { type ByteSource, collect } from '../bytes/source.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import { isAnyTemporary, withRetries } from '../retry.ts';
import type { Body } from '../route.ts';
import type { Transport } from '../transport.ts';
import type { Info } from '../wire.ts';

/** Data up to this size are sent with the revision. */
const SMALL_DATUM = 128 * 1024;

/** Publishes up to this size are sent without the question what the server has, which would take longer. */
const UNASKED_PUBLISH = 1024 * 1024;

/** Smallest part that is tried when a proxy refuses larger ones. */
const LEAST_PART = 256 * 1024;

/** Most hashes in one question. */
const MOST_HASHES = 1000;

/** The forms of bytes that a server takes. */
interface Taken {
  /** Size of parts, which a proxy on the way may limit further. */
  partBytes: number;
  /** Content type of a publish with its bytes as they are. */
  publishType?: string | undefined;
}

const known = new WeakMap<Transport, Taken>();

/** A datum whose bytes are named by their hash. */
type Named = OutgoingDatum & { blob: string };

type Target = Omit<Body<'POST /blob/missing/'>, 'hashes'>;

/**
 * Prepares the data of a large publish, if the server takes bytes as they are. Names large data that it has. Uploads others
 * first, unless all that is to be sent fits into the publish. Returns the data to publish.
 */
export async function upload(
  transport: Transport,
  target: Target,
  data: readonly OutgoingDatum[],
  options: CallOptions,
): Promise<readonly OutgoingDatum[]> {
  const taken = await takenBy(transport, options);
  if (!taken || (bytesToSend(data) <= UNASKED_PUBLISH && (!taken.publishType || frameFor(transport, data))))
    return data;
  if (!data.some(isLarge)) return data;
  const { blake3Of } = await import('../bytes/blake3.ts');
  const outgoing: OutgoingDatum[] = [];
  for (const datum of data) outgoing.push(isLarge(datum) ? { ...datum, blob: await blake3Of(datum.source) } : datum);
  const missing = await missingOf(transport, target, outgoing, options);
  const sent = outgoing.map((datum) => (missing.has(datum.blob) ? { ...datum, blob: undefined } : datum));
  if (frameFor(transport, sent)) return sent;
  for (const datum of missing.values()) await uploadOne(transport, datum, options);
  return outgoing;
}

/** The body of a publish: with the bytes as they are if the server takes that and they are few, otherwise in base64. */
export function publishPayload(
  transport: Transport,
  fields: Record<string, unknown>,
  data: readonly OutgoingDatum[],
): Payload {
  const type = frameFor(transport, data);
  return type === undefined ? payloadWithData(fields, data) : framedPayload(type, fields, data);
}

/** The content type of a publish with its bytes as they are, if the server takes that and they fit into a part. */
function frameFor(transport: Transport, data: readonly OutgoingDatum[]): string | undefined {
  const { publishType, partBytes = 0 } = known.get(transport) ?? {};
  return bytesToSend(data) <= partBytes ? publishType : undefined;
}

/** Bytes that are sent with a publish: those of data that name none. */
const bytesToSend = (data: readonly OutgoingDatum[]): number =>
  data.reduce((sum, { source, blob }) => (blob === undefined ? sum + source.size : sum), 0);
const isLarge = ({ source }: OutgoingDatum): boolean => source.size > SMALL_DATUM && source.slice !== undefined;
const isNamed = (datum: OutgoingDatum): datum is Named => datum.blob !== undefined;

/** The named data that the server lacks, by their hashes. */
async function missingOf(
  transport: Transport,
  target: Target,
  data: readonly OutgoingDatum[],
  options: CallOptions,
): Promise<ReadonlyMap<string | undefined, Named>> {
  const named = new Map(data.filter(isNamed).map((datum) => [datum.blob, datum]));
  const hashes = [...named.keys()];
  for (let start = 0; start < hashes.length; start += MOST_HASHES) {
    const body = { ...target, hashes: hashes.slice(start, start + MOST_HASHES) };
    const { missing } = await transport.call('POST /blob/missing/', { ...options, body, repeatable: true });
    for (const hash of body.hashes) if (!missing.includes(hash)) named.delete(hash);
  }
  return named;
}

/** Learns whether and how the server takes bytes as they are. */
async function takenBy(transport: Transport, options: CallOptions): Promise<Taken | undefined> {
  const before = known.get(transport);
  if (before) return before;
  try {
    const { binary }: Partial<Info> = await transport.call('GET /info/', options);
    if (binary === undefined) return undefined;
    // Older servers announce no type.
    const taken: Taken = { partBytes: binary.part_bytes, publishType: binary.publish_type };
    known.set(transport, taken);
    return taken;
  } catch (error) {
    // The publish itself tells what is wrong.
    if (error instanceof GoFigrError && error.status !== undefined) return undefined;
    throw error;
  }
}

/** Tells whether a proxy refused the size of a publish with its bytes. Then parts are smaller from now on. */
export function isToBeSplit(transport: Transport, error: unknown, data: readonly OutgoingDatum[]): boolean {
  const sent = bytesToSend(data);
  const isSo = isRefusedByProxy(error) && sent > LEAST_PART && frameFor(transport, data) !== undefined;
  if (isSo) limitParts(transport, sent);
  return isSo;
}

/** Halves a size that was too large. */
function limitParts(transport: Transport, refused: number): void {
  const taken = known.get(transport);
  if (taken) known.set(transport, { ...taken, partBytes: Math.max(LEAST_PART, Math.ceil(refused / 2)) });
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

const partSizeFor = (transport: Transport): number => known.get(transport)?.partBytes ?? LEAST_PART;

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
      limitParts(transport, end - at);
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
