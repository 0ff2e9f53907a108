import type { CallOptions } from '../call.ts';
import { type Content, dataOf } from '../content.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionAt, type Handle, handleOf, withMethods } from './collection.ts';
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
}

export function revisionsOf(transport: Transport): Revisions {
  const wrap = (wire: Wire.Revision): Revision =>
    withMethods(wire, { ...handleOf(collection, wire.api_id), url: pageOf(transport.base, wire) });
  const collection: Collection<Revision, NewRevision, RevisionChanges> = collectionAt(transport, 'revision', wrap);

  async function create(fields: NewRevision, options?: CallOptions): Promise<Revision> {
    const { figure, metadata = {}, assets = [], is_clean_room = false, short_id, client_id, ...content } = fields;
    const sent = { metadata, assets, is_clean_room, ...(short_id !== undefined && { short_id }) };
    const publication = { path: 'revision', parent: { figure }, fields: sent, clientId: client_id } as const;
    return wrap(await publish<Wire.Revision>(transport, { ...publication, data: dataOf(content) }, options));
  }

  return { ...collection, create };
}

/** The hosted product has its pages on another host than its API; a server of one's own has both on one. */
function pageOf(base: string, { api_id, short_id }: Pick<Wire.Revision, 'api_id' | 'short_id'>): string {
  const app = base.replace(/^https:\/\/api(-\w+)?\.gofigr\.io(?=\/|$)/, 'https://app$1.gofigr.io');
  return `${app}/r/${short_id ?? api_id}`;
}
