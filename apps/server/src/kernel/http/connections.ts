import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from '../network.ts';

/** What connections may do that bring no request, or stop in one. Times are in milliseconds. */
export interface ConnectionLimits {
  /** From the connection, or the first byte of a request, to the end of its headers. */
  headers: number;
  /** Between two requests, and for a body that nobody reads. */
  idle: number;
  /** For an answer that its client does not take. */
  stalled: number;
  /** From one address that is not this machine's; of IPv6 from one /64. */
  perAddress: number;
  /** In all. */
  most: number;
}

/** Longer than proxies keep a connection, so that none sends a request into one that is being closed. */
const IDLE_MS = 65_000;

export const connectionLimits = ({ isBehindProxy }: { isBehindProxy: boolean }): ConnectionLimits => ({
  headers: 15_000,
  idle: IDLE_MS,
  stalled: 300_000,
  // All come from the proxy then, which has limits of its own.
  perAddress: isBehindProxy ? Number.POSITIVE_INFINITY : 200,
  // The rest is for files and the database.
  most: Math.floor((openFilesLimit() * 3) / 4),
});

/**
 * A web server that connections without a request can't fill: one too many takes the place of the one that has been
 * without a request for longest, and is closed itself when all are at work.
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
  /** The one that has waited for longest first. */
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
  });

  server.on('request', (request, response) => {
    const { socket } = request;
    waiting.delete(socket);
    response.once('close', () => all.has(socket) && waiting.add(socket));
  });

  /** Makes room for a connection among others; false when all of them are at work. */
  function closeOne(among: ReadonlySet<Socket>): boolean {
    for (const socket of waiting)
      if (among.has(socket)) {
        socket.destroy();
        // Now: it says only later that it is closed.
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

/** Files and connections that this process may have open; what Linux gives by default where that can't be asked. */
function openFilesLimit(): number {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return found === undefined ? 1024 : Number(found);
  } catch {
    return 1024;
  }
}
