import { ApiError } from '../errors.ts';

/**
 * The client closed its connection in the middle of a request. A class of its own: a database's socket has the same
 * code.
 */
export class RequestCut extends ApiError {
  constructor(cause: unknown) {
    super('bad_request', 'The request ended too early.', { cause });
  }
}

/** Time limits of a body in milliseconds: of the whole body, and of a pause between its chunks. */
export interface BodyTimes {
  whole: number;
  still: number;
}

/**
 * Yields the chunks of a body. Throws `request_timeout` when the time is up or no chunk came for a while. The source
 * stays open, so that its connection can still send the answer.
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
  const deadline = setTimeout(giveUp, whole, `The request was not complete after ${minutes} minutes.`);
  const chunks = source[Symbol.asyncIterator]();
  let isWaiting = false;
  const standstill = setTimeout(() => {
    if (isWaiting) giveUp(`No part of the request arrived for ${still / 1000} seconds.`);
  }, still);
  try {
    for (;;) {
      // One timer for all chunks: making one for each takes longer than to begin it again.
      standstill.refresh();
      isWaiting = true;
      // Promise.race with one promise for the deadline would keep every chunk in memory until the deadline.
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        if (late) return reject(late);
        fail = reject;
        chunks.next().then(resolve, (error: unknown) => reject(new RequestCut(error)));
      });
      isWaiting = false;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    clearTimeout(deadline);
    clearTimeout(standstill);
  }
}
