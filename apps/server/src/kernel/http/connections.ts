import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from '../network.ts';

/** Limits of connections that send no request, or stop in the middle of one. Times are in milliseconds. */
export interface ConnectionLimits {
  /** Time from the connection, or the first byte of a request, to the end of its headers. */
  headers: number;
  /** Time between two requests, and for a body that nobody reads. */
  idle: number;
  /** Time for an answer that its client doesn't read. */
  stalled: number;
  /** Connections from one address, except this machine's; of IPv6 from one /64. */
  perAddress: number;
  /** Connections in total, without streams. */
  most: number;
  /** Connections that `countApart` has taken out of the others. */
  streams: number;
}

/** Longer than proxies keep a connection, so that none sends a request on one that is being closed. */
const IDLE_MS = 65_000;

export const connectionLimits = ({ isBehindProxy }: { isBehindProxy: boolean }): ConnectionLimits => ({
  headers: 15_000,
  idle: IDLE_MS,
  stalled: 300_000,
  // All connections come from the proxy, which has its own limits.
  perAddress: isBehindProxy ? Number.POSITIVE_INFINITY : 200,
  // The rest is for files and the database.
  most: Math.floor(openFilesLimit() / 2),
  streams: Math.floor(openFilesLimit() / 4),
});

const apart = new WeakMap<Socket, () => boolean>();

/**
 * Takes a connection out of the limits for requests, because its answer lasts as long as a page is open. Returns false if
 * the server has too many of them.
 */
export const countApart = (socket: Socket): boolean => apart.get(socket)?.() ?? true;

/**
 * Creates a web server that idle connections can't fill. At the limit, a new connection replaces the one that has been
 * idle for longest, or is closed if all are working.
 */
export function createLimitedServer(
  handler: RequestListener,
  options: ServerOptions,
  limits: ConnectionLimits,
  addressOf: (socket: Socket) => string = ({ remoteAddress }) => remoteAddress ?? '',
): Server {
  const server = createServer(
    {
      ...options,
      headersTimeout: limits.headers,
      keepAliveTimeout: limits.idle,
      connectionsCheckingInterval: Math.min(1000, limits.headers),
    },
    handler,
  );
  const all = new Set<Socket>();
  const streams = new Set<Socket>();
  /** Idle connections, the longest idle first. */
  const waiting = new Set<Socket>();
  const byAddress = new Map<string, Set<Socket>>();
  const networks = new WeakMap<Socket, string>();

  server.on('connection', (socket) => {
    const network = networkOf(addressOf(socket));
    const isOneTooMany = (among: ReadonlySet<Socket>, most: number) => among.size >= most && !closeOne(among);
    const perAddress = isLoopback(network) ? Number.POSITIVE_INFINITY : limits.perAddress;
    if (isOneTooMany(all, limits.most) || isOneTooMany(byAddress.get(network) ?? new Set(), perAddress)) {
      socket.destroy();
      return;
    }
    const neighbours = byAddress.get(network) ?? new Set();
    byAddress.set(network, neighbours);
    for (const set of [all, waiting, neighbours]) set.add(socket);
    networks.set(socket, network);
    socket.once('close', () => forget(socket));
    apart.set(socket, () => {
      if (streams.size >= limits.streams) return false;
      forget(socket);
      streams.add(socket);
      socket.once('close', () => streams.delete(socket));
      return true;
    });
  });

  server.on('request', (request, response) => {
    const { socket } = request;
    waiting.delete(socket);
    response.once('close', () => all.has(socket) && waiting.add(socket));
  });

  /** Closes an idle connection among these; returns false if all are working. */
  function closeOne(among: ReadonlySet<Socket>): boolean {
    for (const socket of waiting)
      if (among.has(socket)) {
        socket.destroy();
        // Forgotten now, because its `close` event comes only later.
        forget(socket);
        return true;
      }
    return false;
  }

  function forget(socket: Socket): void {
    const network = networks.get(socket) ?? '';
    const neighbours = byAddress.get(network);
    for (const set of [all, waiting, neighbours]) set?.delete(socket);
    if (neighbours?.size === 0) byAddress.delete(network);
  }

  const taken = new WeakMap<Socket, number>();
  const sweep = setInterval(() => {
    for (const socket of all) {
      const sent = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength > 0 && taken.get(socket) === sent) socket.destroy();
      taken.set(socket, sent);
    }
  }, limits.stalled).unref();
  server.on('close', () => clearInterval(sweep));
  return server;
}

/** The network of `::1`. */
const LOOPBACK_6 = networkOf('::1');

const isLoopback = (network: string): boolean => network === '' || network.startsWith('127.') || network === LOOPBACK_6;

/** Most open files and connections of this process; Linux's default if it can't be read. */
function openFilesLimit(): number {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return found === undefined ? 1024 : Number(found);
  } catch {
    return 1024;
  }
}
