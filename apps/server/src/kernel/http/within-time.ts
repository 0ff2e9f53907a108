import { ApiError } from '../errors.ts';

/**
 * The chunks of a body, until the time for it is up: then `request_timeout`. The source is left open, so that the answer
 * can still be sent on its connection.
 */
export async function* withinTime(source: AsyncIterable<Uint8Array>, ms: number): AsyncGenerator<Uint8Array> {
  const deadline = Promise.withResolvers<never>();
  deadline.promise.catch(() => undefined);
  const timer = setTimeout(() => {
    const minutes = Math.max(1, Math.round(ms / 60_000));
    deadline.reject(
      new ApiError('request_timeout', `The request was not received whole within ${minutes} minutes.`, {
        headers: { connection: 'close' },
      }),
    );
  }, ms);
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await Promise.race([chunks.next(), deadline.promise]);
      if (done === true) return;
      yield value;
    }
  } finally {
    clearTimeout(timer);
  }
}
