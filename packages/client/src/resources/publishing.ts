import { type OutgoingDatum, payloadWithData } from '../bytes/payload.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { Answer, Body } from '../route.ts';
import type { Transport } from '../transport.ts';

/** Kinds of revisions that clients publish. */
type Kind = 'revision' | 'asset_revision';
type AnyRevision = Answer<`GET /${Kind}/:id/`>;

/** A revision to send. Its parent is `figure` or `asset`. */
interface Publication<K extends Kind> {
  parent: Pick<Body<`POST /${K}/`>, ParentOf<K>>;
  fields: Omit<Body<`POST /${K}/`>, ParentOf<K> | 'client_id' | 'data'>;
  /** ID of the revision; absent: a random UUID. */
  clientId: string | undefined;
  data: readonly OutgoingDatum[];
}

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
  // The parent comes first, so that the server can refuse the request before the bytes are sent.
  const payload = payloadWithData({ ...parent, ...fields, client_id: id }, data);
  try {
    return await transport.send(`POST /${kind}/`, { ...options, payload, repeatable: true });
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.status !== 409 || error.code === 'short_id_taken') throw error;
    const arrived = await transport.send(`GET /${kind}/:id/`, { ...options, path: { id } }).catch(undefinedIfHidden);
    if (arrived && isSame(arrived, parent, data)) return arrived;
    throw error;
  }
}

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
