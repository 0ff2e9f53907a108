import type { ServerResponse } from 'node:http';
import type { ChangeEvent } from '@gofigr/contract';
import type { SignedIn } from '../../../kernel/auth/index.ts';

/** Unsent bytes of a stream. A client that lets more gather gets nothing until it has read them. */
const MOST_BYTES = 64 * 1024;

/** A stream of one client. `id` is that of the last change that it has got, or may not know of. */
export interface Stream {
  readonly principal: SignedIn;
  /** Sends changes, as text by `dataOf`. */
  send(id: string, data: string): void;
  /** Sends a sign of life. A client that has read nothing since the last one is dropped. */
  beat(id: string): void;
  end(): void;
}

/** Changes in one event. Of more, the client only learns that it must read all again. */
const MOST_CHANGES = 200;

const write = (changes: readonly ChangeEvent[]): string => JSON.stringify(changes);

/** The data of an event. */
export const dataOf = (changes: readonly ChangeEvent[]): string =>
  changes.length > MOST_CHANGES ? REFETCH : write(changes);

/** The data of an event that tells that changes may be missing. */
export const REFETCH = write([{ kind: 'refetch', ids: [] }]);
export const NOTHING = write([]);

export const eventOf = (id: string, data: string): string => `id: ${id}\ndata: ${data}\n\n`;

/** Writes server-sent events to one client. Its memory is bounded however slowly the client reads. */
export function createStream(principal: SignedIn, response: ServerResponse): Stream {
  let isBehind = false;
  let wasBehind = false;

  function send(id: string, data: string): void {
    if (response.writableLength > MOST_BYTES) {
      isBehind = true;
      return;
    }
    response.write(eventOf(id, isBehind ? REFETCH : data));
    isBehind = false;
  }

  return {
    principal,
    send,
    beat(id) {
      send(id, NOTHING);
      if (isBehind && wasBehind) response.destroy();
      wasBehind = isBehind;
    },
    end: () => response.end(),
  };
}
