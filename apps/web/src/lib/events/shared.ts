import type { ChangeEvent } from '@gofigr/contract';
import { callText, urlOf } from '../api.ts';
import { connect, type Heard } from './connection.ts';

/**
 * Tells of changes on the server until it is stopped. All tabs of a browser share one connection, because HTTP/1.1 allows
 * six to a server: the tab that has the lock listens and tells the others. When it is closed, the next one goes on.
 */
export function listenShared(username: string, onChanges: (changes: readonly ChangeEvent[]) => void): () => void {
  const name = `gofigr-events ${username}`;
  const channel = new BroadcastChannel(name);
  let since = '';
  const hear = ({ id, changes }: Heard) => {
    if (id !== '') since = id;
    if (changes.length > 0) onChanges(changes);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<Heard>) => hear(data));
  const query = () => (since === '' ? {} : { since });
  const begin = () =>
    connect({
      address: () => urlOf('GET /events/', { query: query() }),
      read: () => callText('GET /events/', { query: { ...query(), follow: 'false' } }),
      onHeard(heard) {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
        channel.postMessage(heard);
        hear(heard);
      },
    });
  // Browsers have no locks for sites without https.
  const locks: LockManager | null | undefined = navigator.locks;
  const stop = locks ? whileLeading(locks, name, begin) : whileVisible(begin);
  return () => {
    stop();
    channel.close();
  };
}

/** Runs in one tab at a time. */
function whileLeading(locks: LockManager, name: string, begin: () => () => void): () => void {
  const giveUp = new AbortController();
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const lead = async () => {
    const end = begin();
    await stopped;
    end();
  };
  // Rejects when this tab gives up before it leads.
  locks.request(name, { signal: giveUp.signal }, lead).catch(() => undefined);
  return () => {
    stop();
    giveUp.abort();
  };
}

/** Runs in each visible tab, instead of one for all. */
function whileVisible(begin: () => () => void): () => void {
  let end: (() => void) | undefined;
  const look = () => {
    if (document.visibilityState === 'visible') end ??= begin();
    else {
      end?.();
      end = undefined;
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    end?.();
  };
}
