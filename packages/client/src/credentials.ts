import { jsonPayload } from './bytes/payload.ts';
import type { Call } from './call.ts';
import { errorOf, GoFigrError } from './errors.ts';
import { type Answer, addressOf, type Parts, type Route } from './route.ts';

/** Sends one request, once. */
export interface Sender {
  readonly base: string;
  sendOnce(call: Call, authorization: string | null, signal: AbortSignal | undefined): Promise<Response>;
}

/** Signs requests. */
export interface Credentials {
  /** Returns the `Authorization` header; null if the request has none. */
  authorization(sender: Sender, signal: AbortSignal | undefined): Promise<string | null>;
  /** Replaces the expired token of this header. Returns false if no other token can be had. */
  renew(sender: Sender, expired: string | null, signal: AbortSignal | undefined): Promise<boolean>;
}

export const anonymous: Credentials = { authorization: async () => null, renew: async () => false };

export const apiKeyCredentials = (key: string): Credentials => ({
  authorization: async () => `Token ${key}`,
  renew: async () => false,
});

/** Signs in with a token of a device login, which can't be renewed. */
export const tokenCredentials = (token: string): Credentials => ({
  authorization: async () => `Bearer ${token}`,
  renew: async () => false,
});

type Tokens = Answer<'POST /api/token/'>;
type TokenRoute = Extract<Route, `POST /api/token/${string}`>;

/** Signs in with a password at the first request. Requests at the same time share one token. */
export function passwordCredentials(username: string, password: string): Credentials {
  let tokens: Promise<Tokens> | undefined;

  const post = async <R extends TokenRoute>(sender: Sender, route: R, { body }: Parts<R>): Promise<Answer<R>> => {
    const call = { ...addressOf(sender.base, route), payload: jsonPayload(body) };
    const response = await sender.sendOnce(call, null, undefined);
    if (!response.ok) throw await errorOf(response);
    return response.json() as Promise<Answer<R>>; // The server serialises by the contract.
  };
  const signIn = (sender: Sender) => post(sender, 'POST /api/token/', { body: { username, password } });

  async function refresh(sender: Sender, old: Tokens): Promise<Tokens> {
    try {
      const { refresh: token } = old;
      const { access } = await post(sender, 'POST /api/token/refresh/', { body: { refresh: token } });
      return { access, refresh: token };
    } catch (error) {
      if (!(error instanceof GoFigrError) || error.status !== 401) throw error;
      return signIn(sender);
    }
  }

  /** Shares a pending sign-in with other requests. Drops it if it fails, so that the next request tries again. */
  function keep(pending: Promise<Tokens>): Promise<Tokens> {
    tokens = pending;
    pending.catch(() => {
      if (tokens === pending) tokens = undefined;
    });
    return pending;
  }

  return {
    async authorization(sender, signal) {
      const { access } = await abortable(tokens ?? keep(signIn(sender)), signal);
      return `Bearer ${access}`;
    },
    async renew(sender, expired, signal) {
      const pending = tokens;
      const current = await pending;
      // Another request has renewed the token, or is renewing it.
      if (current === undefined || tokens !== pending || `Bearer ${current.access}` !== expired) return true;
      await abortable(keep(refresh(sender, current)), signal);
      return true;
    },
  };
}

/** Stops this wait when the signal aborts. Other requests keep waiting for the same result. */
function abortable<T>(pending: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return pending;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    pending.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
