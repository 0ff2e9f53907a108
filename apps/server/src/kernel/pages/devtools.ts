import type { Readable, Writable } from 'node:stream';

export type Values = Readonly<Record<string, unknown>>;

/** An event of the browser, with the session of the page that it is about. */
export interface DevtoolsEvent {
  method: string;
  params: Values;
  sessionId: string | undefined;
}

/** The browser's side of its debugging pipe. */
export interface Devtools {
  /** Sends a command and returns its result. Rejects if the browser refuses it, and after `close`. */
  call(method: string, params?: Values, sessionId?: string): Promise<Values>;
  close(error: Error): void;
}

/** Longest message of the browser: a screenshot in base64 fits. */
const MOST_CHARACTERS = 64 * 2 ** 20;

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null;

/**
 * Speaks the DevTools protocol over two pipes. Messages are JSON that ends with a zero byte. The browser has read hostile
 * pages, so a message may hold anything.
 */
export function createDevtools(
  input: Writable,
  output: Readable,
  onEvent: (event: DevtoolsEvent) => void,
  onBroken: (error: Error) => void,
): Devtools {
  const waiting = new Map<number, PromiseWithResolvers<Values>>();
  let ended: Error | undefined;
  let sent = 0;
  let parts: string[] = [];
  let length = 0;

  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const [first = '', ...more] = chunk.split('\0');
    parts.push(first);
    length += first.length;
    for (const next of more) {
      receive(parts.join(''));
      parts = [next];
      length = next.length;
    }
    if (length > MOST_CHARACTERS) onBroken(new Error('The browser sent too long a message'));
  });
  for (const stream of [input, output]) stream.on('error', onBroken);

  function receive(text: string): void {
    try {
      const message: unknown = JSON.parse(text);
      if (isValues(message)) take(message);
    } catch (error) {
      onBroken(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function take({ id, error, result, method, params, sessionId }: Values): void {
    if (typeof id === 'number') {
      const call = waiting.get(id);
      waiting.delete(id);
      if (isValues(error)) call?.reject(new Error(String(error['message'])));
      else call?.resolve(isValues(result) ? result : {});
    } else if (typeof method === 'string') {
      const session = typeof sessionId === 'string' ? sessionId : undefined;
      onEvent({ method, params: isValues(params) ? params : {}, sessionId: session });
    }
  }

  return {
    call(method, params = {}, sessionId) {
      if (ended) return Promise.reject(ended);
      sent += 1;
      const answer = Promise.withResolvers<Values>();
      waiting.set(sent, answer);
      input.write(`${JSON.stringify({ id: sent, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
      return answer.promise;
    },
    close(error) {
      ended ??= error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}
