import type { Answer, Order } from './messages.ts';

/** A text that the worker holds. */
export interface HeldText {
  send(order: OrderOf): void;
  close(): void;
}

type OrderOf = WithoutId<Exclude<Order, { type: 'open' | 'close' }>>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

let worker: Worker | undefined;
let count = 0;
const takers = new Map<number, (answer: Answer) => void>();

function started(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => takers.get(data.id)?.(data));
  return worker;
}

// Only windows have a target origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const post = (order: Order): void => started().postMessage(order);

/** Hands a text to the worker. `take` gets its answers until `close`. */
export function holdText(text: string, grammar: string | undefined, take: (answer: Answer) => void): HeldText {
  const id = ++count;
  takers.set(id, take);
  post({ type: 'open', id, text, grammar });
  return {
    send: (order) => post({ ...order, id }),
    close() {
      takers.delete(id);
      post({ type: 'close', id });
    },
  };
}
