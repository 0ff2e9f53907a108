import { type OutgoingDatum, payloadWithData } from '../bytes/payload.ts';
import type { CallOptions } from '../call.ts';
import { GoFigrError } from '../errors.ts';
import type { Transport } from '../transport.ts';
import type { Data } from '../wire.ts';

/** What revisions of figures and of assets have in common on the wire. */
interface AnyRevision {
  api_id: string;
  size_bytes: number;
  data: Data[];
}

/** What is sent; its parent is `figure` or `asset`. */
export interface Publication {
  path: 'revision' | 'asset_revision';
  parent: { figure: string } | { asset: string };
  fields: Record<string, unknown>;
  /** Becomes the ID; absent: a random UUID. */
  clientId: string | undefined;
  data: readonly OutgoingDatum[];
}

/**
 * Creates a revision; tried again as often as needed. Its ID is chosen here, so that a try whose answer was lost shows at
 * the next one, as 409: then what the server has is compared with what was to be sent.
 */
export async function publish<W extends AnyRevision>(
  transport: Transport,
  { path, parent, fields, clientId, data }: Publication,
  options: CallOptions = {},
): Promise<W> {
  const client_id = (clientId ?? crypto.randomUUID()).toLowerCase();
  // The parent goes first: it decides whether the server takes the bytes at all.
  const payload = payloadWithData({ ...parent, ...fields, client_id }, data);
  try {
    return await transport.json<W>({ method: 'POST', path: `${path}/`, payload, repeatable: true }, options);
  } catch (error) {
    if (!(error instanceof GoFigrError) || error.status !== 409 || error.code === 'short_id_taken') throw error;
    const arrived = await find<W>(transport, `${path}/${client_id}/`, options);
    if (arrived && isSame(arrived, parent, data)) return arrived;
    throw error;
  }
}

async function find<W>(transport: Transport, path: string, options: CallOptions): Promise<W | undefined> {
  try {
    return await transport.json<W>({ method: 'GET', path }, options);
  } catch (error) {
    if (error instanceof GoFigrError && (error.status === 404 || error.status === 403)) return undefined;
    throw error;
  }
}

/** By place, names, kinds and sizes; the ID is random, so chance plays no part. */
function isSame(arrived: AnyRevision, parent: object, sent: readonly OutgoingDatum[]): boolean {
  const inPlace = Object.entries(parent).every(
    ([key, id]) => (arrived as unknown as Record<string, unknown>)[key] === id, // only asked for keys
  );
  const signature = (name: unknown, type: unknown, size: number): string => JSON.stringify([name, type, size]);
  const there = arrived.data.map(({ name, type, size_bytes }) => signature(name, type, size_bytes)).toSorted();
  const here = sent.map(({ fields, source }) => signature(fields['name'], fields['type'], source.size)).toSorted();
  return inPlace && there.length === here.length && there.every((one, index) => one === here[index]);
}
