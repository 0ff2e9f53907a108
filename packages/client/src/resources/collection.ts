import type { CallOptions } from '../call.ts';
import type { Answer } from '../route.ts';
import type { Transport } from '../transport.ts';

/** Methods to list, read, create, change and delete objects of one kind. */
export interface Collection<O, New, Changes> {
  /** Lists all objects that the caller can read, oldest first. */
  list(options?: CallOptions): Promise<O[]>;
  get(id: string, options?: CallOptions): Promise<O>;
  create(fields: New, options?: CallOptions): Promise<O>;
  /** Changes the given fields and keeps the others. */
  update(id: string, changes: Changes, options?: CallOptions): Promise<O>;
  delete(id: string, options?: CallOptions): Promise<void>;
}

/** Methods of one object. */
export interface Handle<O, Changes> {
  /** Fetches the object's current state. */
  refresh(options?: CallOptions): Promise<O>;
  update(changes: Changes, options?: CallOptions): Promise<O>;
  delete(options?: CallOptions): Promise<void>;
}

/** Kinds of objects that have these methods. */
type Kind = 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';

/** An object of a kind as the server sends it, whole or in a list. */
type WireOf<K extends Kind> = Answer<`GET /${K}/:id/`> | Answer<`GET /${K}/`>[number];

/** Makes the collection of a kind. `wrap` adds methods to an object of the wire. */
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

/** Returns the methods of one object of a collection. */
export const handleOf = <O, Changes>(
  collection: Pick<Collection<O, never, Changes>, 'get' | 'update' | 'delete'>,
  id: string,
): Handle<O, Changes> => ({
  refresh: (options) => collection.get(id, options),
  update: (changes, options) => collection.update(id, changes, options),
  delete: (options) => collection.delete(id, options),
});

/**
 * Adds methods to the fields that a server sent. `JSON.stringify`, spreading and comparing ignore them.
 */
export function withMethods<W extends object, M extends object>(fields: W, methods: M): W & M {
  // `Object.entries` gives the values of a type parameter as `any`.
  const hidden = (Object.entries(methods) as [string, unknown][]).map(
    ([name, value]) => [name, { value, enumerable: false }] as const,
  );
  // defineProperties has added exactly the methods of M.
  return Object.defineProperties({ ...fields }, Object.fromEntries(hidden)) as W & M;
}
