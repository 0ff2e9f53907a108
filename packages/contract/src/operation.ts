import type { TSchema } from 'typebox';
import type { ErrorCode } from './errors.ts';

/** Kinds of objects in the object table. */
export type Kind = 'organization' | 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';

/**
 * Actions of a caller on an object; one place on the server decides which roles allow them. `view` is also for users
 * with whom it is shared; `follow` (its history and its members) needs a membership.
 */
export const ACTIONS = ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'] as const;
export type Action = (typeof ACTIONS)[number];

/** A right that the caller needs on an object, which the path, the query or a field of the body names. */
export interface Demand {
  action: Action;
  /** `data` stands for the revision or asset revision that contains the datum. */
  kind: Kind | 'data';
  in: 'path' | 'query' | 'body';
  /** Name of the parameter or body field with the ID. Two objects of one kind can only be in the query. */
  key: string;
  /** Condition of the demand; without it the demand always applies. */
  when?: When;
  /** Excludes callers with an API key. */
  person?: true;
  /** An empty string in the body means the caller's primary workspace. */
  orPrimary?: true;
}

/**
 * `moves`: this field of the body names a new parent for the object in the path, or the parent of
 * a new object. `others`: the body's `username` is not the caller's.
 */
export type When = { moves: string } | 'others';

/**
 * Callers of an operation. `public`: anyone. `user`: signed-in users. `person`: signed-in users, but not with an API
 * key. `self`: the user whom `username` in the path, and in the body if present, names; but not with a key for one
 * workspace. Demands: users with all these rights. Anonymous callers pass only `public` and, on shared objects, `view`.
 */
export type Access = 'public' | 'user' | 'person' | 'self' | readonly Demand[];

/** Permissions of an API key: everything that its owner may do, view only, or publish only. */
export const KEY_PERMISSIONS = ['full', 'read', 'publish'] as const;
export type KeyPermission = (typeof KEY_PERMISSIONS)[number];

/**
 * Keys with less than full permission that may call an operation. `publish: 'own'`: only for what the same key
 * published. Absent: a `read` key may call every GET, a `publish` key nothing.
 */
export interface KeyAccess {
  read?: boolean;
  publish?: boolean | 'own';
  /** It changes members or invitations, which takes a full key that manages people. */
  people?: true;
}

export interface Operation {
  /** `resource.verb`, unique; the name in the OpenAPI document and in the clients. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/{version}`, with `:parameter`s and a trailing slash. The route without the slash is the same. */
  path: string;
  /** `versioned` (default): below `/api/{version}`; `bare`: below `/api`; `site`: the path itself. */
  root?: 'versioned' | 'bare' | 'site';
  summary: string;
  description?: string;
  access: Access;
  keys?: KeyAccess;
  /** A token of a terminal's sign-in may call it. */
  device?: true;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /**
   * `data`: the body has bytes as base64 in `data[].data` or after its JSON, may be large, and is read as a stream. `file`: the body is a
   * file of up to 50 MB, which the handler gets as bytes. `bytes`: the handler reads the body itself.
   */
  carries?: 'data' | 'file' | 'bytes';
  /** A browser may send the body as a form. A field of several values is an array. */
  form?: true;
  /** Pages of any origin may call it, without cookies. */
  crossOrigin?: true;
  status: 200 | 201 | 202 | 204;
  /** It answers 201 instead, in the same shape, when it has made what it was asked for. */
  mayCreate?: true;
  /** It answers 204 instead when there are no bytes. */
  mayBeEmpty?: true;
  /** Schema of the JSON answer. Without it there is no content, or bytes if `bytes` is set. */
  answer?: TSchema;
  bytes?: string;
  errors?: readonly ErrorCode[];
}

export const operation = <const O extends Operation>(definition: O): O => definition;

/** One demand with its literal types: `NoInfer` keeps the wide type of `access` from replacing them. */
type One<A extends Action, K, Rest> = readonly [
  { readonly action: NoInfer<A>; readonly kind: NoInfer<K>; readonly key: string } & Rest,
];

export const on = {
  path: <A extends Action, K extends Demand['kind']>(action: A, kind: K, key = 'id'): One<A, K, { in: 'path' }> => [
    { action, kind, in: 'path', key },
  ],
  body: <A extends Action, K extends Demand['kind']>(
    action: A,
    kind: K,
    key: string = kind,
  ): One<A, K, { in: 'body' }> => [{ action, kind, in: 'body', key }],
  /** Rights that no API key has. */
  person: <A extends Action, K extends Demand['kind']>(action: A, kind: K): One<A, K, { in: 'path'; person: true }> => [
    { action, kind, in: 'path', key: 'id', person: true },
  ],
  /** The workspace of a new object; an empty string means the caller's primary one. */
  workspace: [
    { action: 'create', kind: 'workspace', in: 'body', key: 'workspace', orPrimary: true },
  ] as const satisfies readonly Demand[],
  move: <K extends Kind>(kind: K, key: string = kind): One<'create', K, { in: 'body'; when: When }> => [
    { action: 'create', kind, in: 'body', key, when: { moves: key } },
  ],
};
