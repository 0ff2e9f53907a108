import type { CallOptions } from '../call.ts';
import type { Transport } from '../transport.ts';
import type * as Wire from '../wire.ts';
import { withMethods } from './collection.ts';

/** Fields of a key. On a change, fields that are left out stay as they are. */
export interface ApiKeyChanges {
  name?: string | undefined;
  /** Time when the key expires: a date, or ISO 8601 with an offset. */
  expiry?: Date | string | null | undefined;
  /** ID of the only workspace that the key can access. */
  workspace?: string | null | undefined;
  /** IDs of the only workspaces that the key can access, instead of `workspace`. */
  workspaces?: string[] | null | undefined;
  /** `full`: all that the owner may; `read`: view; `publish`: publish, and change what this key published. */
  permission?: Wire.ApiKey['permission'] | undefined;
  /** The only addresses and networks that the key works from. */
  addresses?: string[] | null | undefined;
  /** Lets the key change members and invitations. */
  manages_people?: boolean | undefined;
}

export interface NewApiKey extends ApiKeyChanges {
  name: string;
}

export interface Rotation {
  /** Hours that the secret before stays valid, at most 168; absent: none. */
  graceHours?: number | undefined;
}

export type ApiKeyLog = Wire.ApiKeyLog;

/** `token` is the key itself. Only the answers to its creation and its rotation hold it. */
export type ApiKey = Wire.ApiKey & { delete(options?: CallOptions): Promise<void> };

export interface ApiKeys {
  list(options?: CallOptions): Promise<ApiKey[]>;
  get(id: string, options?: CallOptions): Promise<ApiKey>;
  /** Needs a client that signed in with a password: a key can't create keys. So do all changes of keys. */
  create(fields: NewApiKey, options?: CallOptions): Promise<ApiKey>;
  update(id: string, changes: ApiKeyChanges, options?: CallOptions): Promise<ApiKey>;
  /** Gives the key a new secret, in `token`. */
  rotate(id: string, options?: CallOptions & Rotation): Promise<ApiKey>;
  /** Makes the server refuse the key until it is enabled. */
  disable(id: string, options?: CallOptions): Promise<ApiKey>;
  enable(id: string, options?: CallOptions): Promise<ApiKey>;
  /** Returns the audit entries of the key, and what it published. */
  log(id: string, options?: CallOptions): Promise<ApiKeyLog>;
  /** Revokes the key at once. This can't be undone. */
  delete(id: string, options?: CallOptions): Promise<void>;
  /** Returns the key that this client uses. 404 if it uses none, and on the hosted product. */
  current(options?: CallOptions): Promise<ApiKey>;
  /** Revokes the key that this client uses. This can't be undone. */
  deleteCurrent(options?: CallOptions): Promise<void>;
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
    async create(fields, options) {
      const body = { ...sentFields(fields), name: fields.name };
      return wrap(await transport.call('POST /api_key/', { ...options, body }));
    },
    async update(id, changes, options) {
      const parts = { ...options, path: { id }, body: sentFields(changes), repeatable: true };
      return wrap(await transport.call('PATCH /api_key/:id/', parts));
    },
    async rotate(id, { graceHours, ...options } = {}) {
      const body = { grace_hours: graceHours };
      return wrap(await transport.call('POST /api_key/:id/rotate/', { ...options, path: { id }, body }));
    },
    disable: async (id, options) =>
      wrap(await transport.call('POST /api_key/:id/disable/', { ...options, path: { id }, repeatable: true })),
    enable: async (id, options) =>
      wrap(await transport.call('POST /api_key/:id/enable/', { ...options, path: { id }, repeatable: true })),
    log: (id, options) => transport.call('GET /api_key/:id/log/', { ...options, path: { id } }),
    delete: remove,
    current: async (options) => wrap(await transport.call('GET /api_key/current/', options)),
    async deleteCurrent(options) {
      await transport.call('DELETE /api_key/current/', options);
    },
  };
}

const sentFields = ({ expiry, ...fields }: ApiKeyChanges) => ({
  ...fields,
  expiry: expiry instanceof Date ? expiry.toISOString() : expiry,
});

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
