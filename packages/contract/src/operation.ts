import type { TSchema } from 'typebox';
import type { ErrorCode } from './errors.ts';

/** The kinds of object in the one object table. */
export type Kind = 'organization' | 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';

/**
 * What a caller wants to do to an object; which roles may is decided in one place on the server. `view` is for those
 * too whom it is shared with; `follow` (its history and its people) begins with members.
 */
export const ACTIONS = ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'] as const;
export type Action = (typeof ACTIONS)[number];

/** A right that the caller needs on an object named by the path or by a field of the body. */
export interface Demand {
  action: Action;
  /** `data` stands for the revision or asset revision that holds the datum. */
  kind: Kind | 'data';
  in: 'path' | 'body';
  /** Name of the path parameter or body field that carries the ID. */
  key: string;
  /** The demand holds only then; absent: always. */
  when?: When;
  /** Only for whoever signed in otherwise than by an API key. */
  person?: true;
  /** An empty text in the body names the caller's primary workspace. */
  orPrimary?: true;
}

/**
 * `moves`: the body names, in this field, another home for the object in the path than the one it is in, or a home for a
 * new one. `others`: the body's `username` is not the caller's.
 */
export type When = { moves: string } | 'others';

/**
 * Who may call: `public` anyone; `user` whoever is signed in; `person` signed in otherwise than by an API key; `self` the
 * user whom `username` in the path and, if it is there, in the body names, but not by a key for one workspace; demands: whoever has all these rights. Anonymous callers pass only `public` and, where a thing is shared, `view`.
 */
export type Access = 'public' | 'user' | 'person' | 'self' | readonly Demand[];

/** What an API key may do: everything its owner may, view only, or publish only. */
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
  /** Below `/api/{version}`, with `:parameter`s and a trailing slash; with and without it are the same route. */
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
  /** `data`: the body carries bytes as base64 in `data[].data`, may be large, and is read as a stream. */
  carries?: 'data';
  /** Pages of any origin may call it, without cookies. */
  crossOrigin?: true;
  status: 200 | 201 | 202 | 204;
  /** It answers 201 instead, in the same shape, when it has made what it was asked for. */
  mayCreate?: true;
  /** Schema of the JSON answer; absent: no content, or bytes when `bytes` says so. */
  answer?: TSchema;
  bytes?: string;
  errors?: readonly ErrorCode[];
}

export const operation = <const O extends Operation>(definition: O): O => definition;

/** One demand, as exactly as it was written: `NoInfer` keeps the wide type of `access` from taking its place. */
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
  /** Rights that no API key has, whoever it belongs to. */
  person: <A extends Action, K extends Demand['kind']>(action: A, kind: K): One<A, K, { in: 'path'; person: true }> => [
    { action, kind, in: 'path', key: 'id', person: true },
  ],
  /** A workspace that something is made in: an empty text means the caller's primary one. */
  workspace: [
    { action: 'create', kind: 'workspace', in: 'body', key: 'workspace', orPrimary: true },
  ] as const satisfies readonly Demand[],
  move: <K extends Kind>(kind: K, key: string = kind): One<'create', K, { in: 'body'; when: When }> => [
    { action: 'create', kind, in: 'body', key, when: { moves: key } },
  ],
};
