/** Mounts the whole app at an address, in memory, with prepared answers instead of a server. */
import type { Answer, Route } from '@gofigr/client/wire';
import { notifications } from '@mantine/notifications';
import { createMemoryHistory } from '@tanstack/react-router';
import { cleanup, configure, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { vi } from 'vitest';
import { createQueryClient } from '../lib/query.ts';
import { App } from './app.tsx';
import { createAppRouter } from './router.tsx';

export interface Sent {
  path: Record<string, string>;
  query: URLSearchParams;
  body: any;
}

/** Answers by route. A function is called at each request. A `Response` is sent unchanged, for refusals. */
export type Answers = { [R in Route]?: Answer<R> | Response | ((sent: Sent) => Answer<R> | Response) };

export interface Mounted {
  user: ReturnType<typeof userEvent.setup>;
  /** Requests that change data, in order: `PATCH /figure/1/` with its body. */
  changes: { call: string; body: any }[];
  /** Returns the current address. */
  address(): string;
  /** Goes one step back in the history. */
  back(): void;
  /** Returns all that the app keeps of answers, as text. */
  kept(): string;
}

// A long timeout, for a busy machine. The HTML of the whole page would not help in an error.
configure({
  asyncUtilTimeout: 10_000,
  getElementError: (message) => Object.assign(new Error(message ?? ''), { name: 'TestingLibraryElementError' }),
});

// Mantine needs these, and happy-dom lacks them.
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });

const ID = '([^/]+)';

export async function mountApp(address: string, answers: Answers): Promise<Mounted> {
  const changes: Mounted['changes'] = [];
  // Nobody is known by more than the username, unless the test says so.
  const routes = Object.entries({ ...answers, 'GET /people/': answers['GET /people/'] ?? [] }).map(
    ([route, answer]) => {
      const [method = '', pattern = ''] = route.split(' ');
      const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name!);
      return { method, names, answer, matcher: new RegExp(`^${pattern.replace(/:\w+/g, ID)}$`) };
    },
  );
  vi.stubGlobal('fetch', async (input: string, init: RequestInit) => {
    const { pathname, searchParams } = new URL(input, 'http://localhost');
    const path = pathname.replace('/api/v1.4.1', '');
    const method = init.method ?? 'GET';
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : init.body;
    if (method !== 'GET') changes.push({ call: `${method} ${path}`, body });
    for (const { names, matcher, answer, ...route } of routes) {
      const match = route.method === method ? matcher.exec(path) : null;
      if (!match) continue;
      const values = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1]!)]));
      const given = typeof answer === 'function' ? answer({ path: values, query: searchParams, body }) : answer;
      if (given instanceof Response) return given.clone();
      return given === undefined ? new Response(null, { status: 204 }) : Response.json(given);
    }
    throw new Error(`the test has no answer for ${method} ${path}`);
  });
  const history = createMemoryHistory({ initialEntries: [address] });
  const queryClient = createQueryClient();
  const kept = () =>
    JSON.stringify(
      [queryClient.getQueryCache(), queryClient.getMutationCache()].map((cache) =>
        cache.getAll().map(({ state }) => state),
      ),
    );
  const router = createAppRouter(queryClient, history);
  const { unmount } = render(<App queryClient={queryClient} router={router} env="test" />);
  ends.push(() => {
    unmount();
    queryClient.clear();
  });
  return { user: userEvent.setup(), changes, address: () => history.location.href, back: () => history.back(), kept };
}

const ends: (() => void)[] = [];

/** Removes the app after a test, so that the next one starts fresh. */
export function unmountApp(): void {
  for (const end of ends.splice(0)) end();
  cleanup();
  notifications.clean();
  notifications.cleanQueue();
  vi.unstubAllGlobals();
  localStorage.clear();
  document.body.replaceChildren();
}

/** Builds a refusal of the server. */
export const refusal = (status: number, code: string, detail: string): Response =>
  Response.json({ code, detail }, { status });
