import { appUrlOf } from '../app-url.ts';
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
}

/** One version of a figure. `url` is the address of its page. */
export type Revision = Wire.Revision & Handle<Revision, RevisionChanges> & { readonly url: string };

export interface Revisions extends Omit<Collection<Revision, NewRevision, RevisionChanges>, 'create'> {
  /** Publishes a revision. Retries are safe: the client chooses the ID, so the server can't create it twice. */
  create(fields: NewRevision, options?: CallOptions): Promise<Revision>;
  /** Returns the revision of a short ID, such as `4gB2ac01` in `/r/4gB2ac01`. */
  byShortId(shortId: string, options?: CallOptions): Promise<Revision>;
}

export function revisionsOf(transport: Transport): Revisions {
  const wrap = (wire: Wire.Revision): Revision =>
    withMethods(wire, { ...handleOf(collection, wire.api_id), url: pageOf(transport.base, wire) });
  const collection: Collection<Revision, NewRevision, RevisionChanges> = collectionOf(transport, 'revision', wrap);

  async function create(fields: NewRevision, options?: CallOptions): Promise<Revision> {
    const { figure, metadata = {}, assets = [], is_clean_room = false, short_id, client_id, ...content } = fields;
    const sent = { metadata, assets: [...assets], is_clean_room, short_id };
    const publication = { parent: { figure }, fields: sent, clientId: client_id, data: dataOf(content) };
    return wrap(await publish(transport, 'revision', publication, options));
  }

  async function byShortId(shortId: string, options?: CallOptions): Promise<Revision> {
    const route = 'GET /short_id/:short_id/';
    const { revision } = await transport.call(route, { ...options, path: { short_id: shortId } });
    return collection.get(revision, options);
  }

  return { ...collection, create, byShortId };
}

const pageOf = (base: string, { api_id, short_id }: Pick<Wire.Revision, 'api_id' | 'short_id'>): string =>
  `${appUrlOf(base)}/r/${short_id ?? api_id}`;
