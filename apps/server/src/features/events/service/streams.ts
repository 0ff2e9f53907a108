import type { ServerResponse } from 'node:http';
import type { ChangeEvent } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Change, Database } from '../../../kernel/db/index.ts';
import { ApiError, tooManyAttempts } from '../../../kernel/errors.ts';
import { type Audience, audienceOf, workingOf } from '../store.ts';
import { createHistory } from './history.ts';
import { createStream, dataOf, eventOf, NOTHING, REFETCH, type Stream } from './stream.ts';

/** Streams of one account. A browser opens one for all its tabs. */
const MOST_OF_USER = 20;

/** Time from a change to its event, and least time between two events of a stream. In milliseconds. */
const FIRST_MS = 50;
const PAUSE_MS = 250;

/** Further pause for each stream, so that writing to all of them takes a hundredth of the time. */
const PAUSE_OF_STREAM_MS = 2;

/** Changes that wait for the next event. Of more, clients only learn that they must read all again. */
const MOST_WAITING = 5000;

/** Shorter than proxies wait for a silent server. */
const BEAT_MS = 20_000;

/** Time until a caller over the limit may try again. */
const BUSY_MS = 60_000;

interface StreamsDeps {
  database: Pick<Database, 'db' | 'settled'>;
  clock: Clock;
  report(error: unknown): void;
  beatMs?: number;
}

export type Streams = ReturnType<typeof createStreams>;

/** The streams of all clients of this server. Each change goes to those that may learn of it when it is sent. */
export function createStreams({ database, clock, report, beatMs = BEAT_MS }: StreamsDeps) {
  const { db } = database;
  const history = createHistory();
  const streams = new Set<Stream>();
  let waiting: Change[] = [];
  let hasLost = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  /** Time of the last event. */
  let last = 0;
  let isClosed = false;

  function plan(): void {
    if (streams.size === 0 || isClosed) {
      waiting = [];
      hasLost = false;
      return;
    }
    const pause = PAUSE_MS + streams.size * PAUSE_OF_STREAM_MS;
    timer ??= setTimeout(start, Math.max(FIRST_MS, last + pause - performance.now())).unref();
  }

  function start(): void {
    working = flush()
      .catch((error: unknown) => {
        hasLost = true;
        report(error);
      })
      .finally(() => {
        timer = undefined;
        last = performance.now();
        if (waiting.length > 0 || hasLost) plan();
      });
  }

  async function flush(): Promise<void> {
    const [changes, lost, to, id] = [waiting, hasLost, [...streams], history.last];
    waiting = [];
    hasLost = false;
    await endStopped(to, changes, lost);
    const dataFor = lost ? () => REFETCH : await shownTo(to, changes);
    for (const stream of to) {
      const data = streams.has(stream) ? dataFor(stream.principal) : NOTHING;
      if (data !== NOTHING) stream.send(id, data);
    }
  }

  /** Ends streams whose session or key ended, or whose key has or may have other rights now. */
  async function endStopped(some: readonly Stream[], changes: readonly Change[], lost: boolean): Promise<void> {
    const ids = new Set(some.map(({ principal }) => principal.credentialId));
    const stillWork = await workingOf(db, [...ids], clock.now());
    const changed = new Set(changes.flatMap(({ kind, username }) => (kind === 'credentials' ? username : [])));
    for (const stream of some) {
      const { credentialId, key, username } = stream.principal;
      const isExpired = key !== null && key.expiry !== null && key.expiry <= clock.now();
      const isAltered = key !== null && (lost || changed.has(username));
      if (isExpired || isAltered || !stillWork.has(credentialId)) end(stream);
    }
  }

  function end(stream: Stream): void {
    streams.delete(stream);
    stream.end();
  }

  /** Returns the data of an event for a caller, with only what each may learn now. */
  async function shownTo(some: readonly Pick<Stream, 'principal'>[], changes: readonly Change[]) {
    const ids = [...new Set(changes.flatMap((change) => change.ids))];
    const userIds = [...new Set(some.map(({ principal }) => principal.userId))];
    const audience = await audienceOf(db, ids, userIds);
    // No event tells of a change that the disk may still lose.
    await database.settled();
    const personal = new Set(changes.flatMap(({ username }) => username ?? []));
    /** By what a caller may learn, as most may learn the same. */
    const texts = new Map<string, string>();
    return (principal: SignedIn): string => {
      const { key, mayLearn } = audience(principal);
      const own = personal.has(principal.username) ? principal.username : '';
      if (key === '' && own === '') return NOTHING;
      const text = texts.get(`${own} ${key}`) ?? dataOf(toEvents(changes, principal.username, mayLearn));
      texts.set(`${own} ${key}`, text);
      return text;
    };
  }

  /** Changes that a client has missed since an event, as data of the next one. */
  async function missed(principal: SignedIn, since: string | undefined): Promise<string> {
    if (since === undefined) return NOTHING;
    const changes = history.after(since);
    if (changes === null) return REFETCH;
    return changes.length === 0 ? NOTHING : (await shownTo([{ principal }], changes))(principal);
  }

  const beat = setInterval(() => {
    endStopped([...streams], [], false).then(() => {
      for (const stream of streams) stream.beat(history.last);
    }, report);
  }, beatMs).unref();

  return {
    changed(changes: readonly Change[]): void {
      history.add(changes);
      waiting.push(...changes);
      if (waiting.length > MOST_WAITING) {
        waiting = [];
        hasLost = true;
      }
      plan();
    },
    /** Changes of another server may be missing. */
    lost(): void {
      history.forget();
      hasLost = true;
      plan();
    },
    /** The event for a client that does not stay. */
    async once(principal: SignedIn, since: string | undefined): Promise<string> {
      const id = history.last;
      return eventOf(id, await missed(principal, since));
    },
    /** Throws `too_many_attempts` if the caller has too many streams. */
    check({ userId }: SignedIn): void {
      if (isClosed) throw new ApiError('unavailable', 'The server is stopping.');
      const own = [...streams].filter(({ principal }) => principal.userId === userId);
      if (own.length >= MOST_OF_USER) throw tooManyAttempts(BUSY_MS, 'You have too many open event streams.');
    },
    /** Sends events to a client as long as its connection, and its session or key, last. */
    async open(principal: SignedIn, since: string | undefined, response: ServerResponse): Promise<void> {
      const stream = createStream(principal, response);
      const id = history.last;
      streams.add(stream);
      response.on('close', () => streams.delete(stream));
      response.on('error', () => streams.delete(stream));
      try {
        stream.send(id, await missed(principal, since));
      } catch (error) {
        end(stream);
        report(error);
      }
    },
    async close(): Promise<void> {
      isClosed = true;
      clearInterval(beat);
      clearTimeout(timer);
      for (const stream of streams) end(stream);
      await working;
    },
  };
}

/** The changes that a caller may learn of. Equal ones are one. */
function toEvents(changes: readonly Change[], caller: string, mayLearn: Audience['mayLearn']): ChangeEvent[] {
  const events = new Map<string, ChangeEvent>();
  for (const { kind, ids, username } of changes) {
    if (kind === 'credentials' || (username !== undefined && username !== caller)) continue;
    const shown = ids.filter(mayLearn);
    if (shown.length > 0 || username !== undefined) events.set(`${kind} ${shown.join(' ')}`, { kind, ids: shown });
  }
  return [...events.values()];
}
