import { appUrlOf } from '../app-url.ts';
import type { OutgoingDatum } from '../bytes/payload.ts';
import type { CallOptions } from '../call.ts';
import { type Content, dataOf } from '../content.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { publish } from './publishing.ts';

/** A link to the revision of an asset that a figure was made from. */
export interface SentLink {
  asset_revision: string;
  use_type?: 'direct' | 'indirect';
}

export interface RevisionChanges {
  /** ID of another figure, to move the revision there. */
  figure?: string;
  metadata?: unknown;
  /** Replaces all links. */
  assets?: readonly SentLink[];
  is_clean_room?: boolean;
}

export interface NewRevision extends RevisionChanges, Content {
  /** ID of the figure. */
  figure: string;
  /** ID of the revision; absent: a random UUID. */
  client_id?: string | undefined;
  short_id?: string | undefined;
  /** Tags to add to the figure. */
  tags?: readonly string[] | undefined;
}

/** One version of a figure. `url` is the address of its page. */
export type Revision = Wire.Revision & Handle<Revision, RevisionChanges> & { readonly url: string };

export interface Revisions extends Omit<Collection<Revision, NewRevision, RevisionChanges>, 'create'> {
  /** Publishes a revision. Retries are safe: the client chooses the ID, so the server can't create it twice. */
  create(fields: NewRevision, options?: CallOptions): Promise<Revision>;
  /** Returns the revision of a short ID, such as `4gB2ac01` in `/r/4gB2ac01`. */
  byShortId(shortId: string, options?: CallOptions): Promise<Revision>;
  /** Returns all differences of two revisions, by their IDs. */
  compare(a: string, b: string, options?: ComparisonOptions): Promise<Wire.Comparison>;
}

export interface ComparisonOptions extends CallOptions {
  /** Columns that identify a row: of all tables with any of them, or of tables by name. Empty: pairs rows by position. */
  keys?: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined;
  /** Difference of two numbers that does not count, such as `0.01` or `1%`. */
  tolerance?: string | undefined;
}

/** Publishes a revision into a figure by its ID, or by the names of the figure and its analysis. */
export type PublishInto = (
  parent: { figure: string } | { workspace: string; analysis: string; figure: string },
  fields: Omit<NewRevision, 'figure' | keyof Content>,
  data: readonly OutgoingDatum[],
  options?: CallOptions,
) => Promise<Revision>;

export function revisionsOf(transport: Transport): { revisions: Revisions; publishInto: PublishInto } {
  const wrap = (wire: Wire.Revision): Revision =>
    withMethods(wire, { ...handleOf(collection, wire.api_id), url: pageOf(transport.base, wire) });
  const collection: Collection<Revision, NewRevision, RevisionChanges> = collectionOf(transport, 'revision', wrap);

  const publishInto: PublishInto = async (parent, fields, data, options) => {
    const { metadata = {}, assets = [], is_clean_room = false, short_id, client_id, tags } = fields;
    const sent = { metadata, assets: [...assets], is_clean_room, short_id, tags: tags && [...tags] };
    return wrap(await publish(transport, 'revision', { parent, fields: sent, clientId: client_id, data }, options));
  };

  const create = async (fields: NewRevision, options?: CallOptions): Promise<Revision> =>
    publishInto({ figure: fields.figure }, fields, await dataOf(fields), options);

  async function byShortId(shortId: string, options?: CallOptions): Promise<Revision> {
    const route = 'GET /short_id/:short_id/';
    const { revision } = await transport.call(route, { ...options, path: { short_id: shortId } });
    return collection.get(revision, options);
  }

  const compare = (a: string, b: string, { keys, tolerance, ...options }: ComparisonOptions = {}) =>
    transport.call('GET /compare/', { ...options, query: { a, b, keys: keys && JSON.stringify(keys), tolerance } });

  return { revisions: { ...collection, create, byShortId, compare }, publishInto };
}

const pageOf = (base: string, { api_id, short_id }: Pick<Wire.Revision, 'api_id' | 'short_id'>): string =>
  `${appUrlOf(base)}/r/${short_id ?? api_id}`;
