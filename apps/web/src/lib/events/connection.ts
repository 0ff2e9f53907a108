import type { ChangeEvent } from '@gofigr/contract';
import { isRefusal } from '../failure.ts';

/** Failures in a row after which changes are asked for, because the way to the server may not allow streams. */
const MOST_FAILURES = 3;
const RETRY_MS = 1000;
const POLL_MS = 20_000;
/** Polls between two attempts to have a stream again. */
const POLLS = 3;
/** Time without a sign of life, which the server sends every 20 seconds, after which a stream is dead. */
const SILENCE_MS = 60_000;

export const REFETCH: ChangeEvent = { kind: 'refetch', ids: [] };

export interface Heard {
  /** ID to go on from. */
  id: string;
  changes: readonly ChangeEvent[];
}

interface ConnectionOptions {
  /** Returns the address of the events after the last one that any tab has heard. */
  address(): string;
  /** Reads these events as text, without waiting for more. */
  read(): Promise<string>;
  onHeard(heard: Heard): void;
}

/** Receives changes from the server until it is closed: by a stream, or by polling while there can be none. */
export function connect({ address, read, onHeard }: ConnectionOptions): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let polls = 0;
  let hasHeard = false;
  let isClosed = false;

  function hear(id: string, data: string): void {
    // Nobody knows what happened while there was no first event.
    const missed = !hasHeard && failures > 0;
    hasHeard = true;
    const changes = JSON.parse(data) as ChangeEvent[]; // The server writes the contract's events.
    onHeard({ id, changes: missed ? [REFETCH] : changes });
  }

  function later(work: () => void, milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  }

  function stop(): void {
    source?.close();
    source = undefined;
    clearTimeout(timer);
  }

  function fail(): void {
    stop();
    failures += 1;
    polls = 0;
    if (failures >= MOST_FAILURES) void poll();
    // The random part keeps all browsers from coming back at once after a restart of the server.
    else later(open, RETRY_MS * 2 ** (failures - 1) * (1 + Math.random()));
  }

  function open(): void {
    stop();
    source = new EventSource(address());
    later(fail, SILENCE_MS);
    source.addEventListener('error', fail);
    source.addEventListener('message', ({ lastEventId, data }: MessageEvent<string>) => {
      later(fail, SILENCE_MS);
      hear(lastEventId, data);
      failures = 0;
    });
  }

  async function poll(): Promise<void> {
    try {
      const [, id = '', data = '[]'] = /^id: (.*)\ndata: (.*)$/m.exec(await read()) ?? [];
      if (isClosed) return;
      hear(id, data);
    } catch (error) {
      // The queries find out why. If the server is away, the next poll tries again.
      if (isRefusal(error) && !isClosed) onHeard({ id: '', changes: [{ kind: 'access', ids: [] }] });
    }
    polls += 1;
    // A browser that came online has a stream by now.
    if (!isClosed && !source) later(polls % POLLS === 0 ? open : () => void poll(), POLL_MS);
  }

  const again = () => {
    failures = Math.min(failures, 1);
    open();
  };
  window.addEventListener('online', again);
  open();
  return () => {
    isClosed = true;
    window.removeEventListener('online', again);
    stop();
  };
}
