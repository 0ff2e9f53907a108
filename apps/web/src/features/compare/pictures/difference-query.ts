import { queryOptions } from '@tanstack/react-query';
import type { Alignment } from '../search.ts';
import { loadImage } from './load-image.ts';
import type { Answer, Asked, Difference, Source } from './messages.ts';
import type { ShownPicture } from './shown-picture.ts';

/** Size at which drawings without pixels are compared. */
const VECTOR_SIDE = 2_000;

/** The difference of two pictures, pixel by pixel, computed apart from the page. Throws if they can't be compared. */
export const differenceQuery = (a: ShownPicture, b: ShownPicture, threshold: number, align: Alignment) =>
  queryOptions({
    queryKey: ['data', 'difference', a.hash, b.hash, threshold, align],
    queryFn: async ({ signal }): Promise<Difference> => {
      // Loads its code while the pictures come.
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      try {
        const factor = a.isVector && b.isVector ? await factorOf(a) : 1;
        const [one, other] = await Promise.all([sourceOf(a, factor), sourceOf(b, factor)]);
        signal.throwIfAborted();
        return await ask(worker, { a: one, b: other, threshold, align }, signal);
      } finally {
        worker.terminate();
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    // The mask takes as much memory as the picture.
    gcTime: 30_000,
    retry: false,
  });

async function factorOf(picture: ShownPicture): Promise<number> {
  const { naturalWidth, naturalHeight } = await loadImage(picture.url);
  return Math.max(1, VECTOR_SIDE / Math.max(naturalWidth, naturalHeight, 1));
}

async function sourceOf(picture: ShownPicture, factor: number): Promise<Source> {
  if (!picture.isVector) return picture.read();
  const image = await loadImage(picture.url);
  return createImageBitmap(image, {
    resizeWidth: Math.max(1, Math.round(image.naturalWidth * factor)),
    resizeHeight: Math.max(1, Math.round(image.naturalHeight * factor)),
    resizeQuality: 'high',
  });
}

function ask(worker: Worker, asked: Asked, signal: AbortSignal): Promise<Difference> {
  const answered = Promise.withResolvers<Difference>();
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if ('skipped' in data) answered.reject(new Error(data.skipped));
    else if ('error' in data) answered.reject(new Error(data.error));
    else answered.resolve(data);
  });
  worker.addEventListener('error', ({ message }) => answered.reject(new Error(message || 'the browser could not')));
  signal.addEventListener('abort', () => answered.reject(new DOMException('Aborted', 'AbortError')));
  const drawn = [asked.a, asked.b].filter((source) => source instanceof ImageBitmap);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  worker.postMessage(asked, drawn);
  return answered.promise;
}
