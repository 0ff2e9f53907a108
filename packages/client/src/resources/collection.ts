import type { CallOptions } from '../call.ts';
import type { Answer } from '../route.ts';
import type { Transport } from '../transport.ts';

/** What all objects of one kind have in common: how they are listed, read, made, changed and deleted. */
export interface Collection<O, New, Changes> {
  /** All that the caller can reach, oldest first. */
  list(options?: CallOptions): Promise<O[]>;
  get(id: string, options?: CallOptions): Promise<O>;
  create(fields: New, options?: CallOptions): Promise<O>;
  /** Fields that are left out stay as they are. */
  update(id: string, changes: Changes, options?: CallOptions): Promise<O>;
  delete(id: string, options?: CallOptions): Promise<void>;
}

/** An object's own way to its server. */
export interface Handle<O, Changes> {
  /** This object as it is on the server now. */
  refresh(options?: CallOptions): Promise<O>;
  update(changes: Changes, options?: CallOptions): Promise<O>;
  delete(options?: CallOptions): Promise<void>;
}

/** Kinds of objects that are listed, read, made, changed and deleted alike. */
type Kind = 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';

/** An object of a kind as the server answers it, whole or in a list. */
type WireOf<K extends Kind> = Answer<`GET /${K}/:id/`> | Answer<`GET /${K}/`>[number];

/** The plain collection of a kind; `wrap` makes an object of what the server answers. */
export function collectionOf<K extends Kind, O, New extends object, Changes extends object>(
  transport: Transport,
  kind: K,
  wrap: (wire: WireOf<K>) => O,
): Collection<O, New, Changes> {
  const any: Kind = kind;
  return {
    async list(options) {
      return (await transport.call(`GET /${any}/`, options)).map(wrap);
    },
    async get(id, options) {
      return wrap(await transport.call(`GET /${any}/:id/`, { ...options, path: { id } }));
    },
    async create(body, options) {
      return wrap(await transport.send(`POST /${any}/`, { ...options, body }));
    },
    async update(id, body, options) {
      return wrap(await transport.send(`PATCH /${any}/:id/`, { ...options, path: { id }, body, repeatable: true }));
    },
    async delete(id, options) {
      await transport.call(`DELETE /${any}/:id/`, { ...options, path: { id } });
    },
  };
}

/** The methods of one object of a collection. */
export const handleOf = <O, Changes>(
  collection: Pick<Collection<O, never, Changes>, 'get' | 'update' | 'delete'>,
  id: string,
): Handle<O, Changes> => ({
  refresh: (options) => collection.get(id, options),
  update: (changes, options) => collection.update(id, changes, options),
  delete: (options) => collection.delete(id, options),
});

/**
 * The fields that a server sent, with methods beside them that are not seen by `JSON.stringify`, spreading and comparing.
 */
export function withMethods<W extends object, M extends object>(fields: W, methods: M): W & M {
  // `Object.entries` gives the values of a type parameter as `any`.
  const hidden = (Object.entries(methods) as [string, unknown][]).map(
    ([name, value]) => [name, { value, enumerable: false }] as const,
  );
  // defineProperties has added exactly the methods of M.
  return Object.defineProperties({ ...fields }, Object.fromEntries(hidden)) as W & M;
}
