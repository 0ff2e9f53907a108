import { CHANGE_KINDS } from '@gofigr/contract';
import { type Change, type Channel, type Database, MOST_BYTES, onChanges } from './db/index.ts';
import { newId } from './ids.ts';

/** Time in which changes are collected for one message to the other servers, in milliseconds. */
const COLLECT_MS = 50;

/** Changes that wait for a message. Of more, the other servers only learn that there were some. */
const MOST_WAITING = 2000;

export interface FeedListener {
  /** Changes of this server or another one, after their commits. */
  onChanges(changes: readonly Change[]): void;
  /** Changes of another server may have been lost. */
  onLost(): void;
}

export interface Feed {
  close(): Promise<void>;
}

/** Collects the changes of all servers on a database. */
export function openFeed(database: Database, listener: FeedListener): Feed {
  const own = newId();
  let waiting: Change[] = [];
  /** Tells whether the other servers must learn that they missed something. */
  let hasLost = false;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  const channel = database.channel({
    onMessage(payload) {
      const message = readMessage(payload);
      if (message === null || message.from === own) return;
      if (message.changes === null) listener.onLost();
      else listener.onChanges(message.changes);
    },
    onOpen() {
      listener.onLost();
      // A server that stopped may not have told its last changes.
      hasLost = true;
      plan();
    },
  });

  onChanges(database.db, (changes) => {
    listener.onChanges(changes);
    if (!channel) return;
    if (waiting.length + changes.length > MOST_WAITING) {
      waiting = [];
      hasLost = true;
    } else waiting.push(...changes);
    plan();
  });

  function plan(): void {
    if (!channel) return;
    timer ??= setTimeout(() => {
      sending = send(channel).finally(() => {
        timer = undefined;
        if (waiting.length > 0 || hasLost) plan();
      });
    }, COLLECT_MS).unref();
  }

  async function send(to: Channel): Promise<void> {
    const changes = waiting;
    waiting = [];
    const payloads = hasLost ? [writeMessage(own, null)] : messagesOf(own, changes);
    hasLost = false;
    // When the connection is back, `onOpen` tells the others to read all again.
    for (const payload of payloads) if (!(await to.send(payload))) return;
  }

  return {
    async close() {
      onChanges(database.db, () => undefined);
      clearTimeout(timer);
      await sending;
      await channel?.close();
    },
  };
}

interface Message {
  from: string;
  /** Null: some were lost. */
  changes: readonly Change[] | null;
}

const writeMessage = (from: string, changes: Message['changes']): string => JSON.stringify({ from, changes });

/** Writes changes into as few messages as their length allows. */
function messagesOf(from: string, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const whole = writeMessage(from, changes);
  if (Buffer.byteLength(whole) <= MOST_BYTES) return [whole];
  const middle = Math.ceil(changes.length / 2);
  if (changes.length === 1) return [writeMessage(from, null)];
  return [...messagesOf(from, changes.slice(0, middle)), ...messagesOf(from, changes.slice(middle))];
}

const KINDS: ReadonlySet<unknown> = new Set([...CHANGE_KINDS, 'credentials']);

/** Reads a message of another server, which may have another version; null if it is none. */
function readMessage(payload: string): Message | null {
  try {
    const { from, changes } = JSON.parse(payload) as { from?: unknown; changes?: unknown }; // checked below
    if (typeof from !== 'string') return null;
    return { from, changes: Array.isArray(changes) && changes.every(isChange) ? changes : null };
  } catch {
    return null;
  }
}

function isChange(value: unknown): value is Change {
  const { kind, ids, username } = (value ?? {}) as { kind?: unknown; ids?: unknown; username?: unknown }; // checked here
  return (
    KINDS.has(kind) &&
    Array.isArray(ids) &&
    ids.every((id) => typeof id === 'string') &&
    (username === undefined || typeof username === 'string')
  );
}
