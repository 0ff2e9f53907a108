import type { CallOptions } from '../call.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { withMethods } from './collection.ts';

export interface NewApiKey {
  name: string;
  /** When it ends: a date, or ISO 8601 with an offset. */
  expiry?: Date | string | null;
  /** ID of the one workspace that it reaches. */
  workspace?: string | null;
}

/** `token` is the key itself, in the answer to its creation only. */
export type ApiKey = Wire.ApiKey & { delete(options?: CallOptions): Promise<void> };

export interface ApiKeys {
  list(options?: CallOptions): Promise<ApiKey[]>;
  get(id: string, options?: CallOptions): Promise<ApiKey>;
  /** Only when signed in with a password: a key makes no keys. */
  create(fields: NewApiKey, options?: CallOptions): Promise<ApiKey>;
  /** Revokes it, at once and for good. */
  delete(id: string, options?: CallOptions): Promise<void>;
  /** The key that this client uses; 404 when it uses none, and on servers of other makes. */
  current(options?: CallOptions): Promise<ApiKey>;
}

export function apiKeysOf(transport: Transport): ApiKeys {
  const wrap = (wire: Wire.ApiKey): ApiKey =>
    withMethods(wire, { delete: (options?: CallOptions) => remove(wire.api_id, options) });
  const remove: ApiKeys['delete'] = async (id, options) => {
    await transport.call('DELETE /api_key/:id/', { ...options, path: { id } });
  };
  return {
    list: async (options) => (await transport.call('GET /api_key/', options)).map(wrap),
    get: async (id, options) => wrap(await transport.call('GET /api_key/:id/', { ...options, path: { id } })),
    async create({ expiry, ...fields }, options) {
      const body = { ...fields, expiry: expiry instanceof Date ? expiry.toISOString() : expiry };
      return wrap(await transport.call('POST /api_key/', { ...options, body }));
    },
    delete: remove,
    current: async (options) => wrap(await transport.call('GET /api_key/current/', options)),
  };
}

export type User = Wire.User;
export type UserChanges = Partial<Pick<User, 'first_name' | 'last_name' | 'avatar' | 'user_profile'>>;

export interface Users {
  /** The caller. */
  me(options?: CallOptions): Promise<User>;
  get(username: string, options?: CallOptions): Promise<User>;
  /** One's own only. */
  update(username: string, changes: UserChanges, options?: CallOptions): Promise<User>;
}

export function usersOf(transport: Transport): Users {
  return {
    async me(options) {
      const [me] = await transport.call('GET /user/', options);
      if (me === undefined) throw new Error('the server answers with no user');
      return me;
    },
    get: (username, options) => transport.call('GET /user/:username/', { ...options, path: { username } }),
    update: (username, changes, options) =>
      transport.call('PUT /user/:username/', { ...options, path: { username }, body: changes, repeatable: true }),
  };
}
