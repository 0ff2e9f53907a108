import { appUrlOf } from '../app-url.ts';
import type { CallOptions } from '../call.ts';
import { type Content, dataOf } from '../content.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionOf, type Handle, handleOf, withMethods } from './collection.ts';
import { publish } from './publishing.ts';

/** A revision of an asset that a figure's revision is made from. */
export interface SentLink {
  asset_revision: string;
  use_type?: 'direct' | 'indirect';
}

export interface RevisionChanges {
  /** ID of another figure: moves it there. */
  figure?: string;
  metadata?: unknown;
  /** Replaces all its links. */
  assets?: readonly SentLink[];
  is_clean_room?: boolean;
}

export interface NewRevision extends RevisionChanges, Content {
  /** ID of the figure. */
  figure: string;
  /** Becomes the revision's ID; absent: a random UUID. */
  client_id?: string | undefined;
  short_id?: string | undefined;
}

/** A figure at one moment. `url` is its page. */
export type Revision = Wire.Revision & Handle<Revision, RevisionChanges> & { readonly url: string };

export interface Revisions extends Omit<Collection<Revision, NewRevision, RevisionChanges>, 'create'> {
  /** Publishes. Tried again as often as needed: the ID is chosen here, so that it can't arrive twice. */
  create(fields: NewRevision, options?: CallOptions): Promise<Revision>;
  /** The revision behind a short ID, such as that of `/r/4gB2ac01`. */
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
