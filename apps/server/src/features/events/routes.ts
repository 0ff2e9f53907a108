import { events } from '@gofigr/contract';
import { ApiError } from '../../kernel/errors.ts';
import { countApart, type Route, route } from '../../kernel/http/index.ts';
import type { Streams } from './service/streams.ts';

/** Keeps proxies from storing, compressing or collecting the stream. */
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  connection: 'close',
};

export const eventRoutes = ({ streams }: { streams: Streams }): Route[] => [
  route(events.stream, async ({ principal, query, request, reply }) => {
    const header = request.headers['last-event-id'];
    const since = query.since ?? (typeof header === 'string' ? header.slice(0, 100) : undefined);
    if (query.follow === 'false' || request.method === 'HEAD')
      return void reply.headers(HEADERS).send(await streams.once(principal, since));
    streams.check(principal);
    if (!countApart(request.raw.socket))
      throw new ApiError('unavailable', 'The server has too many open event streams.');
    reply.hijack();
    // Fastify's values are what `writeHead` takes.
    reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
    return streams.open(principal, since, reply.raw);
  }),
];
