import { TaskError } from '../../tools/lib/run.ts';

/** A datum as answers hold it. */
export type Datum = {
  api_id: string;
  name: string;
  type: string;
  hash: string;
  size_bytes: number;
  metadata: unknown;
  data: string | null;
};

/** Fields of an object of the tree that the checks read. */
export type TreeObject = {
  api_id: string;
  size_bytes: number;
  metadata: unknown;
  data: Datum[];
  created_on: string;
};

export type Answer = { status: number; body: unknown; headers: Headers };

/** The API as one account uses it. Paths are below `/api/v1.4.1` unless they start with `/`. */
export type Api = {
  authorization: string;
  /** Rejects only if no answer arrives. A body is JSON unless a content type tells that it is ready. */
  call(method: string, path: string, body?: unknown, type?: string): Promise<Answer>;
  /** Returns the body of a successful answer. Throws for any other. */
  ok<T = TreeObject>(method: string, path: string, body?: unknown, type?: string): Promise<T>;
  /** The raw bytes of a datum. */
  bytes(dataId: string): Promise<Buffer>;
  /** Returns the same account on the same data, after a restart of the server. */
  at(url: string): Api;
};

export function createApi(url: string, authorization: string): Api {
  const send = (method: string, path: string, body?: unknown, type = 'application/json'): Promise<Response> =>
    fetch(path.startsWith('/') ? url + path : `${url}/api/v1.4.1/${path}`, {
      method,
      headers: {
        ...(authorization && { authorization }),
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
      }),
    });

  const call = async (method: string, path: string, body?: unknown, type?: string): Promise<Answer> => {
    const answer = await send(method, path, body, type);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };

  return {
    authorization,
    call,
    async ok<T>(method: string, path: string, body?: unknown, type?: string): Promise<T> {
      const answer = await call(method, path, body, type);
      if (answer.status >= 200 && answer.status < 300) return answer.body as T; // the caller knows the type of the answer
      throw new TaskError(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    },
    async bytes(dataId) {
      const answer = await send('GET', `data/${dataId}/content/`);
      if (answer.status !== 200)
        throw new TaskError(`data/${dataId} answered ${answer.status}: ${await answer.text()}`);
      return Buffer.from(await answer.arrayBuffer());
    },
    at: (other) => createApi(other, authorization),
  };
}

/** Creates a figure in the account's primary workspace. Returns its ID. */
export async function newFigure(api: Api, name = 'F'): Promise<string> {
  const [workspace] = await api.ok<TreeObject[]>('GET', 'workspace/');
  if (!workspace) throw new TaskError('The account has no workspace.');
  const analysis = await api.ok('POST', 'analysis/', { name: `A ${name}`, workspace: workspace.api_id });
  return (await api.ok('POST', 'figure/', { name, analysis: analysis.api_id })).api_id;
}
