import { ApiError } from '../errors.ts';

/** The client's connection ended before its request did. Known by where it comes from: a database's socket gives the same code. */
export class RequestCut extends ApiError {
  constructor(cause: unknown) {
    super('bad_request', 'The request ended too early.', { cause });
  }
}

/** How long a body may take in all, and how long it may stand still, in milliseconds. */
export interface BodyTimes {
  whole: number;
  still: number;
}

/**
 * The chunks of a body, until the time for it is up or none has come for a while: then `request_timeout`. The source is
 * left open, so that the answer can still be sent on its connection.
 */
export async function* withinTime(
  source: AsyncIterable<Uint8Array>,
  { whole, still }: BodyTimes,
): AsyncGenerator<Uint8Array> {
  let late: ApiError | undefined;
  let fail: (error: ApiError) => void = () => undefined;
  const giveUp = (why: string) => {
    late = new ApiError('request_timeout', why, { headers: { connection: 'close' } });
    fail(late);
  };
  const minutes = Math.max(1, Math.round(whole / 60_000));
  const deadline = setTimeout(giveUp, whole, `The request was not received whole within ${minutes} minutes.`);
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const standstill = setTimeout(giveUp, still, `Nothing of the request came for ${still / 1000} seconds.`);
      // Not Promise.race with one promise for the deadline: that would keep every chunk until the deadline.
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        if (late) return reject(late);
        fail = reject;
        chunks.next().then(resolve, (error: unknown) => reject(new RequestCut(error)));
      }).finally(() => clearTimeout(standstill));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    clearTimeout(deadline);
  }
}
