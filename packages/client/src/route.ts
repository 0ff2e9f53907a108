import type { Routes } from './wire.ts';

/** An operation by its method and path, such as `GET /figure/:id/`. */
export type Route = keyof Routes;

/** The answer of an operation: `undefined` if it has no content, `Blob` if it is bytes. */
export type Answer<R extends Route> = Routes[R]['answer'];

/** Allows `undefined` for optional fields. Such fields are not sent. */
type Sent<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The operation's parameters of the path and query, and its body. */
export type Parts<R extends Route> = R extends Route
  ? { [K in keyof Routes[R] as Exclude<K, 'answer'>]: Sent<NonNullable<Routes[R][K]>> }
  : never;

/** The body of an operation. */
export type Body<R extends Route> = Routes[R] extends { body?: infer B } ? Sent<NonNullable<B>> : never;

/** The arguments of a call after its route. They are optional if the operation requires none. */
export type RouteArguments<R extends Route, Options extends object> =
  Record<never, never> extends Parts<R> ? [options?: Parts<R> & Options] : [options: Parts<R> & Options];

/** Version of the wire that this client uses. */
export const VERSION = 'v1.4.1';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Parts of a call that belong to its address. */
export interface AddressParts {
  path?: Record<string, string>;
  query?: Record<string, string | undefined>;
}

/**
 * Returns the method and address of a call: `base`, `/api/{version}` and the route. A route that begins with `/api/`
 * gets no version.
 */
export function addressOf(base: string, route: Route, { path = {}, query = {} }: AddressParts = {}) {
  const [method, pattern] = route.split(' ') as [Method, string]; // Every route is `METHOD /path/`.
  const filled = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const sent = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = sent.length > 0 ? `?${new URLSearchParams(sent)}` : '';
  return { method, url: `${base}${pattern.startsWith('/api/') ? '' : `/api/${VERSION}`}${filled}${search}` };
}
