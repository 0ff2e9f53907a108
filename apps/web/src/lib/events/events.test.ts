// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQueryClient } from '../query.ts';
import { keepLive } from './live.ts';
import { listenShared } from './shared.ts';
import { channels, sources, stubEvents } from './test-browser.ts';

/** Gives each lock to one holder after the other, as browsers do. */
const fakeLocks = () => {
  const queues = new Map<string, Promise<unknown>>();
  return {
    request(name: string, { signal }: { signal: AbortSignal }, work: () => Promise<unknown>) {
      const mine = (queues.get(name) ?? Promise.resolve()).then(() => (signal.aborted ? undefined : work()));
      queues.set(name, mine);
      return mine;
    },
  };
};

const stops: (() => void)[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  stubEvents();
  vi.stubGlobal('navigator', { locks: fakeLocks() });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Opens a tab, and returns what it has heard. */
function tab() {
  const heard: string[] = [];
  const stop = listenShared('ada', (changes) => heard.push(...changes.map(({ kind }) => kind)));
  stops.push(stop);
  return { heard, stop };
}
const settle = () => vi.advanceTimersByTimeAsync(0);
const created = { kind: 'created', ids: ['a'] };

describe('tabs of one browser', () => {
  it('share one connection, and all hear its changes', async () => {
    const tabs = Array.from({ length: 7 }, tab);
    await settle();
    expect(sources).toHaveLength(1);
    sources[0]?.send('s.1', created);
    expect(tabs.map(({ heard }) => heard)).toEqual(tabs.map(() => ['created']));
  });

  it('go on after the last event when the tab with the connection is closed', async () => {
    const [first, second] = [tab(), tab()];
    await settle();
    sources[0]?.send('s.1', created);
    first.stop();
    await settle();
    expect(sources[0]?.isClosed).toBe(true);
    expect(sources[1]?.url).toMatch(/\/events\/\?since=s\.1$/);
    sources[1]?.send('s.2', created);
    expect([first.heard, second.heard]).toEqual([['created'], ['created', 'created']]);
  });

  it('leave nothing open when they are all closed', async () => {
    const tabs = [tab(), tab()];
    await settle();
    for (const { stop } of tabs) stop();
    await settle();
    expect([sources.map(({ isClosed }) => isClosed), channels.size]).toEqual([[true], 0]);
  });

  it('have a connection each where there are no locks, but only while they are visible', async () => {
    vi.stubGlobal('navigator', {});
    const visibility = vi.spyOn(document, 'visibilityState', 'get');
    tab();
    visibility.mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    tab();
    expect(sources.map(({ isClosed }) => isClosed)).toEqual([true]);
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(sources).toHaveLength(3);
    visibility.mockRestore();
  });
});

describe('without a stream', () => {
  it('changes are asked for after three failures, and the stream is tried again', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      return new Response('id: s.9\ndata: [{"kind":"moved","ids":[]}]\n\n');
    });
    const { heard } = tab();
    await settle();
    sources[0]?.send('s.1', created);
    for (let failure = 0; failure < 3; failure++) {
      sources.at(-1)?.fail();
      await vi.advanceTimersByTimeAsync(failure < 2 ? 10_000 : 0);
    }
    expect(sources).toHaveLength(3);
    expect(asked).toEqual([expect.stringMatching(/\/events\/\?since=s\.1&follow=false$/)]);
    expect(heard).toEqual(['created', 'moved']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked[1]).toMatch(/since=s\.9&/);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(sources).toHaveLength(4);
  });

  it('nothing more is asked for if the browser comes online, and has a stream, during a poll', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const asked = vi.fn<() => Promise<Response>>(() => promise);
    vi.stubGlobal('fetch', asked);
    tab();
    await settle();
    for (let failure = 0; failure < 3; failure++) {
      sources.at(-1)?.fail();
      await vi.advanceTimersByTimeAsync(failure < 2 ? 10_000 : 0);
    }
    window.dispatchEvent(new Event('online'));
    resolve(new Response('id: s.9\ndata: []\n\n'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect([sources.length, asked.mock.calls.length]).toEqual([4, 1]);
  });

  it('that worked from the start, everything is read again', async () => {
    const { heard } = tab();
    await settle();
    sources[0]?.fail();
    await vi.advanceTimersByTimeAsync(2000);
    sources[1]?.send('s.1');
    expect(heard).toEqual(['refetch']);
  });

  it('a refusal makes the queries find out that the session ended', async () => {
    vi.stubGlobal('fetch', async () => new Response('{}', { status: 403 }));
    const { heard } = tab();
    await settle();
    for (let failure = 0; failure < 3; failure++) {
      sources.at(-1)?.fail();
      await vi.advanceTimersByTimeAsync(failure < 2 ? 10_000 : 0);
    }
    expect(heard).toEqual(['access']);
  });

  it('is ended and opened again after a minute of silence, and when the browser is online again', async () => {
    tab();
    await settle();
    sources[0]?.send('s.1');
    await vi.advanceTimersByTimeAsync(59_000);
    expect(sources[0]?.isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(4000);
    expect([sources[0]?.isClosed, sources.length]).toEqual([true, 2]);
    window.dispatchEvent(new Event('online'));
    expect(sources).toHaveLength(3);
  });
});

describe('a page', () => {
  const FIGURE = '00000000-0000-4000-8000-000000000001';
  const OTHER = '00000000-0000-4000-8000-000000000002';

  /** Sends changes to a page, and returns which of these queries are stale then. */
  async function staleAfter(change: { kind: string; ids: string[] }) {
    const queryClient = createQueryClient();
    const keys = [['figure', FIGURE], ['figure', OTHER], ['workspace'], ['rights', 'figure', OTHER]] as const;
    for (const key of keys) queryClient.setQueryData(key, {});
    stops.push(keepLive(queryClient, 'ada'));
    await settle();
    sources.at(-1)?.send('s.1', change);
    await vi.advanceTimersByTimeAsync(3000);
    const stale = keys.filter((key) => queryClient.getQueryState(key)?.isInvalidated);
    queryClient.clear();
    return stale;
  }

  it('reads again what shows a new revision', async () => {
    expect(await staleAfter({ kind: 'published', ids: [FIGURE] })).toEqual([['figure', FIGURE], ['workspace']]);
  });

  it('reads again all that may show a name that changed, and all rights after a change of them', async () => {
    expect(await staleAfter({ kind: 'described', ids: [FIGURE] })).toHaveLength(3);
    stops.pop()?.();
    await settle();
    expect(await staleAfter({ kind: 'access', ids: [] })).toHaveLength(4);
  });

  it('that is hidden reads nothing until it is seen', async () => {
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const queryClient = createQueryClient();
    queryClient.setQueryData(['workspace'], {});
    stops.push(keepLive(queryClient, 'ada'));
    await settle();
    sources[0]?.send('s.1', created);
    await vi.advanceTimersByTimeAsync(5000);
    expect(queryClient.getQueryState(['workspace'])?.isInvalidated).toBe(false);
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(queryClient.getQueryState(['workspace'])?.isInvalidated).toBe(true);
    visibility.mockRestore();
    queryClient.clear();
  });
});
