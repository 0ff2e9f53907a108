import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Lend, PicturesBusy, type ThumbnailRequest } from '../pictures/index.ts';
import { createRemoteDrawing, type Drawing, type Port, serveDrawing } from './drawing.ts';

const TURN = { author: 'ada', caller: 'bob' };
const DRAWN = { picture: new Uint8Array([1, 2]), about: { width: 1, height: 1 } } as never;

/** Two ends of a connection that copies messages, as between processes. */
function connect(): [Port, Port] {
  const listeners: ((message: unknown) => void)[] = [];
  const end = (own: number): Port => ({
    send: (message) => void setImmediate(() => listeners[1 - own]?.(structuredClone(message))),
    listen: (onMessage) => void (listeners[own] = onMessage),
  });
  return [end(0), end(1)];
}

let near: Drawing;
let far: Drawing;
let served: { close(): void };
let thumbnail: ReturnType<typeof vi.fn<Drawing['pictures']['thumbnail']>>;
beforeEach(() => {
  thumbnail = vi.fn<Drawing['pictures']['thumbnail']>(async () => DRAWN);
  near = {
    pictures: {
      thumbnail,
      text: async ({ path, lend }) =>
        ({ ...(DRAWN as object), path: (await lend?.(async (lent) => lent as never)) ?? path }) as never,
      fingerprint: async (path) => ({ ...(DRAWN as object), path }) as never,
      likeness: async () => ({ picture: null, reason: 'unreadable' }),
      hasRoom: () => false,
      missingProtection: async () => ['bubblewrap'],
      close: async () => undefined,
    },
    pages: {
      still: async ({ lend }) => lend(async (path) => ({ picture: Buffer.from(path) })),
      hasRoom: () => false,
      problem: async () => null,
      close: async () => undefined,
    },
  };
  const [one, other] = connect();
  served = serveDrawing(one, near);
  far = createRemoteDrawing(other);
});

const request = (more: Partial<ThumbnailRequest> = {}): ThumbnailRequest => ({
  path: '/blobs/ab',
  format: 'png',
  size: 64,
  as: 'png',
  ...more,
});

describe('drawing in the primary process', () => {
  it('gives the result of each kind of drawing', async () => {
    expect(await far.pictures.thumbnail(request({ page: 2 }), TURN)).toEqual(DRAWN);
    expect(thumbnail).toHaveBeenCalledExactlyOnceWith(request({ page: 2 }), TURN);
    const pdf = { path: '/a', format: 'pdf', lend: ((work) => work('/tmp/lent')) as Lend };
    expect(await far.pictures.text(pdf, TURN)).toMatchObject({ path: '/tmp/lent' });
    expect(await far.pictures.fingerprint('/a', TURN)).toMatchObject({ path: '/a' });
    expect(await far.pictures.likeness('/a', TURN)).toEqual({ picture: null, reason: 'unreadable' });
    expect(await far.pictures.missingProtection()).toEqual(['bubblewrap']);
    expect(await far.pages.problem()).toBeNull();
    expect([far.pictures.hasRoom(TURN), far.pages.hasRoom(TURN)]).toEqual([true, true]);
  });

  it('borrows a file when its turn comes, and until it is drawn', async () => {
    const steps: string[] = [];
    const lend: Lend = async (work) => {
      steps.push('lent');
      const result = await work('/tmp/local');
      steps.push('returned');
      return result;
    };
    const go = Promise.withResolvers<void>();
    thumbnail.mockImplementation(async ({ lend: borrow }) => {
      await go.promise;
      return borrow!(async (path) => {
        steps.push(`drawn ${path}`);
        return DRAWN;
      });
    });
    const drawing = far.pictures.thumbnail(request({ lend }), TURN);
    await vi.waitFor(() => expect(thumbnail).toHaveBeenCalled());
    expect(steps).toEqual([]);
    go.resolve();
    expect(await drawing).toEqual(DRAWN);
    await vi.waitFor(() => expect(steps).toEqual(['lent', 'drawn /tmp/local', 'returned']));
    const still = await far.pages.still({ path: 'name', lend }, TURN);
    expect(Buffer.from(still.picture!).toString()).toBe('/tmp/local');
  });

  it('rejects with the error of a file that can not be lent, and the turn ends', async () => {
    const ended = vi.fn<() => void>();
    thumbnail.mockImplementation(async ({ lend }) => lend!(async () => DRAWN).finally(ended));
    const gone = new Error('the bytes are damaged');
    const lend = async () => {
      throw gone;
    };
    await expect(far.pictures.thumbnail(request({ lend }), TURN)).rejects.toBe(gone);
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
  });

  it('tells that too many wait, and other errors as such', async () => {
    thumbnail.mockRejectedValueOnce(new PicturesBusy('Too many'));
    await expect(far.pictures.thumbnail(request(), TURN)).rejects.toThrow(PicturesBusy);
    thumbnail.mockRejectedValueOnce(new Error('broken'));
    const error = await far.pictures.thumbnail(request(), TURN).catch((cause: unknown) => cause);
    expect(error).not.toBeInstanceOf(PicturesBusy);
    expect(error).toMatchObject({ message: 'broken' });
  });

  it('ends all drawings of a worker that stops', async () => {
    thumbnail.mockImplementation(() => new Promise(() => undefined));
    const drawing = far.pictures.thumbnail(request(), TURN);
    await far.pictures.close();
    await expect(drawing).rejects.toThrow(PicturesBusy);
    await expect(far.pictures.thumbnail(request(), TURN)).rejects.toThrow(PicturesBusy);
  });

  it('gives the turn to others when the worker is gone, before and after it lent its file', async () => {
    const failures: unknown[] = [];
    const go = Promise.withResolvers<void>();
    thumbnail.mockImplementation(async ({ lend, path }) => {
      if (path === 'later') await go.promise;
      return lend!(async () => DRAWN).catch((error: unknown) => {
        failures.push(error);
        throw error;
      });
    });
    const lend = vi.fn<() => Promise<never>>(() => new Promise(() => undefined));
    const lost = [
      far.pictures.thumbnail(request({ lend }), TURN),
      far.pictures.thumbnail(request({ path: 'later', lend }), TURN),
    ].map((drawing) => drawing.catch((error: unknown) => error));
    await vi.waitFor(() => expect(lend).toHaveBeenCalledOnce());
    served.close();
    go.resolve();
    await vi.waitFor(() => expect(failures).toHaveLength(2));
    for (const failure of failures) expect(failure).toBeInstanceOf(PicturesBusy);
    for (const error of await Promise.all(lost)) expect(error).toBeInstanceOf(PicturesBusy);
  });
});
