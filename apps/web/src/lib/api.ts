import {
  type AddressParts,
  type Answer,
  addressOf,
  errorOf,
  type Parts,
  type Route,
  type RouteArguments,
  Unreachable,
} from '@gofigr/client/wire';

interface Options {
  signal?: AbortSignal;
}

/** The parts of any call. */
interface AnyParts extends AddressParts, Options {
  body?: unknown;
}

type GetRoute = Extract<Route, `GET ${string}`>;

/** Calls an operation of the API. Its route determines the types of its parameters, body and answer. */
export async function call<R extends Route>(route: R, ...[parts]: RouteArguments<R, Options>): Promise<Answer<R>> {
  const response = await send(route, parts ?? {});
  if (response.status === 204) return undefined; // Only operations without content answer 204.
  return response.json() as Promise<Answer<R>>; // The server serialises by the contract.
}

/** Calls an operation that answers bytes. */
export async function callBytes<R extends GetRoute>(
  route: R,
  parts: Parts<R> & Options,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await send(route, parts);
  return new Uint8Array(await response.arrayBuffer());
}

/** Returns the URL of an operation, for `src` and `href`. */
export const urlOf = <R extends GetRoute>(route: R, parts: Parts<R>): string => addressOf('', route, parts).url;

async function send(route: Route, { body, signal, ...parts }: AnyParts): Promise<Response> {
  const { method, url } = addressOf('', route, parts);
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable(location.origin, error);
  }
  if (response.ok) return response;
  throw await errorOf(response);
}
