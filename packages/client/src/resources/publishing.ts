import { type OutgoingDatum, payloadWithData } from '../bytes/payload.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { Answer, Body } from '../route.ts';
import type { Transport } from '../transport.ts';

/** Publishes up to this size are JSON: to ask how the server takes bytes would take longer than base64 does. */
const SMALL_PUBLISH = 256 * 1024;

/** Kinds of revisions that clients publish. */
type Kind = 'revision' | 'asset_revision';
type AnyRevision = Answer<`GET /${Kind}/:id/`>;

/** A revision to send. */
interface Publication<K extends Kind> {
  /** The ID of its figure or asset; or names, which the server finds or creates with the revision. */
  parent: Pick<Body<`POST /${K}/`>, ParentOf<K>> | NamesOf<K>;
  fields: Omit<Body<`POST /${K}/`>, ParentOf<K> | 'client_id' | 'data'>;
  /** ID of the revision; absent: a random UUID. */
  clientId: string | undefined;
  data: readonly OutgoingDatum[];
}

type NamesOf<K extends Kind> = Pick<
  Body<`POST /${K}/by-name/`>,
  keyof Body<`POST /${K}/by-name/`> & ('workspace' | 'analysis' | 'figure' | 'asset')
>;
type ParentOf<K extends Kind> = keyof Body<`POST /${K}/`> & ('figure' | 'asset');

/**
 * Creates a revision, with retries. The client chooses its ID. If an answer is lost, the next attempt gets 409: then
 * the server's revision is compared with the one sent.
 */
export async function publish<K extends Kind>(
  transport: Transport,
  kind: K,
  { parent, fields, clientId, data }: Publication<K>,
  options: CallOptions = {},
): Promise<Answer<`GET /${K}/:id/`>> {
  const id = (clientId ?? crypto.randomUUID()).toLowerCase();
  const byName = 'workspace' in parent;
  const route = byName ? (`POST /${kind}/by-name/` as const) : (`POST /${kind}/` as const);
  const target = byName ? { workspace: String(parent.workspace) } : parent;
  const uploads = sizeOf(data) > SMALL_PUBLISH ? await import('./uploading.ts') : undefined;
  /** Sends the revision. Uploads bytes that the server has no longer, or that turn out to be damaged there. */
  async function sendAll(outgoing: readonly OutgoingDatum[], attempts: number): Promise<Answer<`GET /${K}/:id/`>> {
    // The parent comes first, so that the server can refuse the request before the bytes are sent.
    const sent = { ...parent, ...fields, client_id: id };
    const payload = uploads ? uploads.publishPayload(transport, sent, outgoing) : payloadWithData(sent, outgoing);
    try {
      return await transport.send<`POST /${K}/`>(route as `POST /${K}/`, { ...options, payload, repeatable: true }); // both answer a revision
    } catch (error) {
      if (uploads?.isToBeSplit(transport, error, outgoing))
        return sendAll(await uploads.upload(transport, target, data, options), attempts);
      const missing = uploads?.missingBlob(error, outgoing);
      if (!uploads || missing === undefined || attempts === 0) throw error;
      await uploads.uploadOne(transport, missing, options);
      return sendAll(outgoing, attempts - 1);
    }
  }
  try {
    return await sendAll(uploads ? await uploads.upload(transport, target, data, options) : data, data.length);
  } catch (error) {
    if (error instanceof GoFigrError && isTooLarge(error)) throw tooLarge(error, data);
    if (!(error instanceof GoFigrError) || error.status !== 409 || error.code === 'short_id_taken') throw error;
    const arrived = await transport.send(`GET /${kind}/:id/`, { ...options, path: { id } }).catch(undefinedIfHidden);
    if (arrived && isSame(arrived, byName ? {} : parent, data)) return arrived;
    throw error;
  }
}

const sizeOf = (data: readonly OutgoingDatum[]): number => data.reduce((sum, { source }) => sum + source.size, 0);

const LIMIT = /^The request body is larger than (\d+) bytes/;

/** Tells whether the size of the files is the reason: a proxy's answer has no code. */
const isTooLarge = ({ status, code, detail }: GoFigrError): boolean =>
  status === 413 && (code === undefined || LIMIT.test(detail));

/** Says in the terms of the files that a publish is too large: base64 has four bytes for three of a file. */
function tooLarge({ detail, status, code, cause }: GoFigrError, data: readonly OutgoingDatum[]): GoFigrError {
  const total = sizeOf(data);
  const [largest] = data.toSorted((one, other) => other.source.size - one.source.size);
  const limit = Number(LIMIT.exec(detail)?.[1]) * 0.75;
  const name = `"${String(largest?.fields['name'])}" (${megabytes(largest?.source.size ?? 0)})`;
  const sent = data.length > 1 ? `All data have ${megabytes(total)}; the largest is ${name}.` : `${name} is too large.`;
  const taken = limit > 0 ? `The server takes ${megabytes(limit)} of files in one revision.` : detail;
  const advice = code === undefined ? ' Its limit is below that of the server.' : '';
  return new GoFigrError(`${sent} ${taken}${advice}`, { status, code, cause });
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function undefinedIfHidden(error: unknown): undefined {
  if (!(error instanceof GoFigrError) || (error.status !== 404 && error.status !== 403)) throw error;
}

/** Compares parent, names, types and sizes. IDs are random, so two different revisions never share one by chance. */
function isSame(arrived: AnyRevision, parent: object, sent: readonly OutgoingDatum[]): boolean {
  const inPlace = Object.entries(parent).every(
    ([key, id]) => (arrived as unknown as Record<string, unknown>)[key] === id, // only asked for keys
  );
  const signature = (name: unknown, type: unknown, size: number): string => JSON.stringify([name, type, size]);
  const there = arrived.data.map(({ name, type, size_bytes }) => signature(name, type, size_bytes)).toSorted();
  const here = sent.map(({ fields, source }) => signature(fields['name'], fields['type'], source.size)).toSorted();
  return inPlace && there.length === here.length && there.every((one, index) => one === here[index]);
}
