import { jsonPayload } from '../bytes/payload.ts';
import type { CallOptions } from '../call.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { type Collection, collectionAt, encoded, withMethods } from './collection.ts';

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
  const collection: Collection<ApiKey, NewApiKey, object> = collectionAt(transport, 'api_key', (wire: Wire.ApiKey) =>
    withMethods(wire, { delete: (options?: CallOptions) => collection.delete(wire.api_id, options) }),
  );
  const { list, get, create } = collection;
  return { list, get, create, delete: collection.delete, current: (options) => get('current', options) };
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
  const at = (username: string): string => `user/${encoded(username)}/`;
  return {
    async me(options) {
      const [me] = await transport.json<User[]>({ method: 'GET', path: 'user/' }, options);
      if (me === undefined) throw new Error('the server answers with no user');
      return me;
    },
    get: (username, options) => transport.json({ method: 'GET', path: at(username) }, options),
    update: (username, changes, options) =>
      transport.json({ method: 'PUT', path: at(username), payload: jsonPayload(changes), repeatable: true }, options),
  };
}
