import { ApiError } from '../errors.ts';

/**
 * The chunks of a body, until the time for it is up: then `request_timeout`. The source is left open, so that the answer
 * can still be sent on its connection.
 */
export async function* withinTime(source: AsyncIterable<Uint8Array>, ms: number): AsyncGenerator<Uint8Array> {
  let late: ApiError | undefined;
  let fail: (error: ApiError) => void = () => undefined;
  const timer = setTimeout(() => {
    const minutes = Math.max(1, Math.round(ms / 60_000));
    late = new ApiError('request_timeout', `The request was not received whole within ${minutes} minutes.`, {
      headers: { connection: 'close' },
    });
    fail(late);
  }, ms);
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Not Promise.race with one promise for the deadline: that would keep every chunk until the deadline.
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        if (late) return reject(late);
        fail = reject;
        chunks.next().then(resolve, reject);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
  }
}
