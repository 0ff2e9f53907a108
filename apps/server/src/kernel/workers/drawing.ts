import type { Pages } from '../pages/index.ts';
import {
  type Lend,
  type Pictures,
  PicturesBusy,
  type TextRequest,
  type ThumbnailRequest,
  type Turn,
} from '../pictures/index.ts';

/** One end of the connection between the primary process and a worker. */
export interface Port {
  send(message: object): void;
  listen(onMessage: (message: unknown) => void): void;
}

/** The parts of a server that draw. */
export interface Drawing {
  pictures: Pictures;
  pages: Pages;
}

type Ask =
  | { what: 'thumbnail'; request: Omit<ThumbnailRequest, 'lend'>; lends: boolean; turn: Turn }
  | { what: 'text'; request: Omit<TextRequest, 'lend'>; lends: boolean; turn: Turn }
  | { what: 'fingerprint'; path: string; turn: Turn }
  | { what: 'likeness'; path: string; turn: Turn }
  | { what: 'still'; path: string; turn: Turn }
  | { what: 'missingProtection' }
  | { what: 'problem' };

/** Messages of a worker: a question, the file for a turn, or that there is none. */
type FromWorker = { id: number; ask: Ask } | { id: number; lent: string } | { id: number; lent: null };

/** Messages of the primary process: that a turn has come, then one answer. */
type FromPrimary = { id: number; turn: true } | { id: number; result: unknown } | Failure;
type Failure = { id: number; failed: string; isBusy: boolean };

const closed = (): PicturesBusy => new PicturesBusy('Pictures are closed');

/** Draws in the primary process, so that limits and turns hold for all workers together. */
export function createRemoteDrawing(port: Port): Drawing {
  interface Call extends PromiseWithResolvers<unknown> {
    lend: Lend | undefined;
  }
  const calls = new Map<number, Call>();
  let last = 0;
  let isClosed = false;

  async function ask<T>(asked: Ask, lend?: Lend): Promise<T> {
    if (isClosed) throw closed();
    const id = ++last;
    const call = { ...Promise.withResolvers<unknown>(), lend };
    calls.set(id, call);
    port.send({ id, ask: asked } satisfies FromWorker);
    try {
      return (await call.promise) as T; // the other end answers what was asked
    } finally {
      calls.delete(id);
    }
  }

  /** Lends the file until the answer arrives. */
  async function takeTurn(id: number): Promise<void> {
    const call = calls.get(id);
    const refuse = () => port.send({ id, lent: null } satisfies FromWorker);
    if (!call?.lend) return refuse();
    try {
      await call.lend(async (path) => {
        port.send({ id, lent: path } satisfies FromWorker);
        await call.promise.catch(() => undefined);
      });
    } catch (error) {
      call.reject(error);
      refuse();
    }
  }

  port.listen((received) => {
    const message = received as FromPrimary; // only `serveDrawing` sends to workers
    const call = calls.get(message.id);
    if ('turn' in message) void takeTurn(message.id);
    else if ('result' in message) call?.resolve(message.result);
    else call?.reject(message.isBusy ? new PicturesBusy(message.failed) : new Error(message.failed));
  });

  async function close(): Promise<void> {
    isClosed = true;
    for (const call of calls.values()) call.reject(closed());
  }

  return {
    pictures: {
      thumbnail: ({ lend, ...request }, turn) =>
        ask({ what: 'thumbnail', request, lends: lend !== undefined, turn }, lend),
      text: ({ lend, ...request }, turn) => ask({ what: 'text', request, lends: lend !== undefined, turn }, lend),
      fingerprint: (path, turn) => ask({ what: 'fingerprint', path, turn }),
      likeness: (path, turn) => ask({ what: 'likeness', path, turn }),
      // Only the primary process knows. It rejects a drawing without room.
      hasRoom: () => true,
      missingProtection: () => ask({ what: 'missingProtection' }),
      close,
    },
    pages: {
      still: ({ path, lend }, turn) => ask({ what: 'still', path, turn }, lend),
      hasRoom: () => true,
      problem: () => ask({ what: 'problem' }),
      close,
    },
  };
}

/** Draws for a worker. */
export function serveDrawing(port: Port, { pictures, pages }: Drawing): { close(): void } {
  const lends = new Map<number, PromiseWithResolvers<string>>();
  let isClosed = false;

  const lendOf =
    (id: number): Lend =>
    async (work) => {
      if (isClosed) throw closed();
      const lent = Promise.withResolvers<string>();
      lends.set(id, lent);
      port.send({ id, turn: true } satisfies FromPrimary);
      try {
        return await work(await lent.promise);
      } finally {
        lends.delete(id);
      }
    };

  function answer(id: number, asked: Ask): Promise<unknown> {
    if (asked.what === 'missingProtection') return pictures.missingProtection();
    if (asked.what === 'problem') return pages.problem();
    if (asked.what === 'still') return pages.still({ path: asked.path, lend: lendOf(id) }, asked.turn);
    if (asked.what === 'fingerprint' || asked.what === 'likeness') return pictures[asked.what](asked.path, asked.turn);
    const lend = asked.lends ? { lend: lendOf(id) } : {};
    if (asked.what === 'text') return pictures.text({ ...asked.request, ...lend }, asked.turn);
    return pictures.thumbnail({ ...asked.request, ...lend }, asked.turn);
  }

  port.listen((received) => {
    const message = received as FromWorker; // only `createRemoteDrawing` sends to the primary process
    const { id } = message;
    if (!('ask' in message)) {
      if (message.lent === null) lends.get(id)?.reject(closed());
      else lends.get(id)?.resolve(message.lent);
      return;
    }
    answer(id, message.ask).then(
      (result) => port.send({ id, result } satisfies FromPrimary),
      (error: unknown) =>
        port.send({
          id,
          failed: error instanceof Error ? error.message : String(error),
          isBusy: error instanceof PicturesBusy,
        } satisfies FromPrimary),
    );
  });

  return {
    close() {
      isClosed = true;
      for (const lent of lends.values()) lent.reject(closed());
    },
  };
}
