import { jsonPayload } from '../bytes/payload.ts';
import type { CallOptions } from '../call.ts';
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

export const encoded = (id: string): string => encodeURIComponent(id);

/** The plain collection at `path`; `wrap` makes an object of what the server answers. */
export function collectionAt<W, O, New extends object, Changes extends object>(
  transport: Transport,
  path: string,
  wrap: (wire: W) => O,
): Collection<O, New, Changes> {
  const at = (id: string): string => `${path}/${encoded(id)}/`;
  return {
    async list(options) {
      const all = await transport.json<W[]>({ method: 'GET', path: `${path}/` }, options);
      return all.map(wrap);
    },
    async get(id, options) {
      return wrap(await transport.json<W>({ method: 'GET', path: at(id) }, options));
    },
    async create(fields, options) {
      return wrap(await transport.json<W>({ method: 'POST', path: `${path}/`, payload: jsonPayload(fields) }, options));
    },
    async update(id, changes, options) {
      const call = { method: 'PATCH', path: at(id), payload: jsonPayload(changes), repeatable: true } as const;
      return wrap(await transport.json<W>(call, options));
    },
    async delete(id, options) {
      await transport.json<undefined>({ method: 'DELETE', path: at(id) }, options);
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
