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
import { noteAnswer, noteSilence } from './returns.ts';

interface Options {
  signal?: AbortSignal;
  /** Range of bytes, as in the header `Range`. */
  range?: string;
}

/** The parts of any call. */
interface AnyParts extends AddressParts, Options {
  body?: unknown;
  /** Sent as it is, instead of a body of JSON. */
  file?: Blob;
}

type GetRoute = Extract<Route, `GET ${string}`>;

/** Calls an operation of the API. Its route determines the types of its parameters, body and answer. */
export async function call<R extends Route>(route: R, ...[parts]: RouteArguments<R, Options>): Promise<Answer<R>> {
  const response = await send(route, parts ?? {});
  if (response.status === 204) return undefined; // Only operations without content answer 204.
  return whole(response.json() as Promise<Answer<R>>, parts?.signal); // The server serialises by the contract.
}

/** Calls an operation that takes a file as its body. */
export async function callWithFile<R extends Route>(route: R, file: Blob, signal?: AbortSignal): Promise<Answer<R>> {
  const response = await send(route, { file, ...(signal && { signal }) });
  return whole(response.json() as Promise<Answer<R>>, signal); // The server serialises by the contract.
}

/** Calls an operation and returns its JSON as text, for answers with numbers that JavaScript can't hold. */
export async function callText<R extends GetRoute>(route: R, parts: Parts<R> & Options): Promise<string> {
  return whole((await send(route, parts)).text(), parts.signal);
}

/** Calls an operation that answers bytes. */
export async function callBytes<R extends GetRoute>(
  route: R,
  parts: Parts<R> & Options,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await send(route, parts);
  return new Uint8Array(await whole(response.arrayBuffer(), parts.signal));
}

/** Calls an operation that answers bytes, and returns them with one of the answer's headers. */
export async function callBlob<R extends GetRoute>(
  route: R,
  parts: Parts<R> & Options,
  header: string,
): Promise<{ blob: Blob; header: string | null }> {
  const response = await send(route, parts);
  return { blob: await whole(response.blob(), parts.signal), header: response.headers.get(header) };
}

/** Returns the URL of an operation, for `src` and `href`. */
export const urlOf = <R extends GetRoute>(route: R, parts: Parts<R>): string => addressOf('', route, parts).url;

async function send(route: Route, { body, file, signal, range, ...parts }: AnyParts): Promise<Response> {
  const { method, url } = addressOf('', route, parts);
  const request = fetch(url, {
    method,
    credentials: 'same-origin',
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      // Its kind is read from its bytes.
      ...(file && { 'Content-Type': 'application/octet-stream' }),
      ...(range !== undefined && { Range: range }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(file && { body: file }),
    ...(signal ? { signal } : {}),
  });
  const response = await whole(request, signal);
  noteAnswer();
  if (response.ok) return response;
  throw await errorOf(response);
}

/** Returns what arrives. A broken connection is `Unreachable`. */
async function whole<T>(arriving: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await arriving;
  } catch (error) {
    if (signal?.aborted) throw error;
    noteSilence();
    throw new Unreachable(location.origin, error);
  }
}

/** Returns the HTML page of the app that the server has now. An error has none that says anything. */
export async function currentPage(): Promise<string> {
  const answer = await fetch('/', { cache: 'no-store' });
  return answer.ok ? answer.text() : '';
}
