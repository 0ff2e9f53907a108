import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type Reply = { status: number; headers: IncomingMessage['headers']; body: unknown };

/** One connection to a server, which one of its workers has for as long as it lasts. */
export type Connection = {
  /** Paths are below `/api/v1.4.1` unless they start with `/`. */
  call(headers: Record<string, string>, method: string, path: string, body?: object): Promise<Reply>;
  /** Opens a request with an endless answer. The connection is of no other use then. */
  open(headers: Record<string, string>, path: string): Promise<IncomingMessage>;
  close(): void;
};

/** Opens a connection with its first request. Workers get new connections in turn. */
export async function connect(url: string): Promise<Connection> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = async (headers: Record<string, string>, method: string, path: string, body?: object) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const sent = request(path.startsWith('/') ? url + path : `${url}/api/v1.4.1/${path}`, {
      agent,
      method,
      headers: {
        ...headers,
        ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      },
    });
    sent.end(text);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]; // the event gives an answer
    return answer;
  };
  const connection: Connection = {
    async call(headers, method, path, body) {
      const answer = await send(headers, method, path, body);
      const bytes = await buffer(answer);
      const isJson = answer.headers['content-type']?.startsWith('application/json') === true && bytes.length > 0;
      return {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: isJson ? JSON.parse(bytes.toString()) : bytes,
      };
    },
    open: (headers, path) => send(headers, 'GET', path),
    close: () => agent.destroy(),
  };
  await connection.call({}, 'GET', '/healthz');
  return connection;
}
