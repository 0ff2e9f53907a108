/** Parts of a browser that receive events, for tests. */
import { vi } from 'vitest';

/** Streams that were opened, in order. */
export const sources: FakeSource[] = [];

class FakeSource {
  readonly #listeners: Record<string, (event: object) => void> = {};
  isClosed = false;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    sources.push(this);
  }
  close() {
    this.isClosed = true;
  }
  addEventListener(type: 'message' | 'error', listener: (event: object) => void) {
    this.#listeners[type] = listener;
  }
  fail() {
    this.#listeners['error']?.({});
  }
  send(id: string, ...changes: { kind: string; ids: string[] }[]) {
    this.#listeners['message']?.({ lastEventId: id, data: JSON.stringify(changes) });
  }
}

/** Channels that are open. */
export const channels = new Set<FakeChannel>();

/** A channel whose messages arrive at once. */
class FakeChannel {
  #listener: ((event: { data: unknown }) => void) | undefined;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
    channels.add(this);
  }
  addEventListener(_type: 'message', listener: (event: { data: unknown }) => void) {
    this.#listener = listener;
  }
  postMessage(data: unknown) {
    for (const other of channels) if (other !== this && other.name === this.name) other.#listener?.({ data });
  }
  close() {
    channels.delete(this);
  }
}

/** Replaces these parts until `vi.unstubAllGlobals`. */
export function stubEvents(): void {
  sources.splice(0);
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('BroadcastChannel', FakeChannel);
}
