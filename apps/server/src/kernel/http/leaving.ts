import type { FastifyReply } from 'fastify';
import { RequestCut } from './within-time.ts';

/** Aborts if the client goes away before it has the answer. An error with its reason is not logged as a failure. */
export function leaving({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort(new RequestCut(new Error('closed')));
  });
  return gone.signal;
}
