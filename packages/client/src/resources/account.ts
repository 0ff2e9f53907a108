import type { CallOptions } from '../call.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { withMethods } from './collection.ts';

export interface NewApiKey {
  name: string;
  /** Time when the key expires: a date, or ISO 8601 with an offset. */
  expiry?: Date | string | null;
  /** ID of the only workspace that the key can access. */
  workspace?: string | null;
}

/** `token` is the key itself. Only the answer to its creation holds it. */
export type ApiKey = Wire.ApiKey & { delete(options?: CallOptions): Promise<void> };

export interface ApiKeys {
  list(options?: CallOptions): Promise<ApiKey[]>;
  get(id: string, options?: CallOptions): Promise<ApiKey>;
  /** Needs a client that signed in with a password: a key can't create keys. */
  create(fields: NewApiKey, options?: CallOptions): Promise<ApiKey>;
  /** Revokes the key at once. This can't be undone. */
  delete(id: string, options?: CallOptions): Promise<void>;
  /** Returns the key that this client uses. 404 if it uses none, and on the hosted product. */
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
  /** Returns the caller's account. */
  me(options?: CallOptions): Promise<User>;
  get(username: string, options?: CallOptions): Promise<User>;
  /** Changes the caller's own account; all others are refused. */
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
