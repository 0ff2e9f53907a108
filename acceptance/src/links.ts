import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** A way to a server that has a fault. */
export interface Link {
  /** Address at which the server is reached by this way. */
  url: string;
  close(): Promise<void>;
}

const opened = async (server: Server): Promise<Link> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://localhost:${port}`,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
};

export interface BreakingLink extends Link {
  /** Bytes that clients have sent, and the number of broken connections. */
  state: { sent: number; breaks: number };
}

/** Opens a way that breaks whenever clients have sent so many bytes since the last break. */
export async function breakingLink(url: string, every: number): Promise<BreakingLink> {
  const { hostname, port } = new URL(url);
  const state = { sent: 0, breaks: 0 };
  const sockets = new Set<Socket>();
  let left = every;
  const server = createTcpServer((client) => {
    const target = connect(Number(port), hostname);
    const cut = () => {
      client.destroy();
      target.destroy();
      sockets.delete(client);
    };
    sockets.add(client);
    for (const socket of [client, target]) socket.on('error', cut).on('close', cut);
    client.on('data', (chunk) => {
      state.sent += chunk.length;
      left -= chunk.length;
      if (left <= 0) {
        left = every;
        state.breaks += 1;
        target.write(chunk, cut);
      } else if (!target.write(chunk)) {
        client.pause();
        target.once('drain', () => client.resume());
      }
    });
    target.pipe(client);
  });
  const link = await opened(server);
  return {
    ...link,
    state,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await link.close();
    },
  };
}

/** Opens a way through a proxy that refuses larger bodies, as nginx does by default above 1 MiB. */
export async function narrowLink(url: string, most: number): Promise<Link> {
  const target = new URL(url);
  const server = createServer((incoming, outgoing) => {
    if (Number(incoming.headers['content-length'] ?? 0) > most) {
      outgoing.writeHead(413, { 'content-type': 'text/html', server: 'nginx/1.24.0' }).end('<html>Too Large</html>');
      incoming.resume();
      return;
    }
    const { method, url: path, headers } = incoming;
    const onward = request(
      { host: target.hostname, port: target.port, method, path, headers },
      (answer: IncomingMessage) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  const link = await opened(server);
  return {
    ...link,
    close: async () => {
      server.closeAllConnections();
      await link.close();
    },
  };
}
