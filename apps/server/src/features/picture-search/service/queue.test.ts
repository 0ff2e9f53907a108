import { expect, it } from 'vitest';
import { createQueue } from './queue.ts';

const staying = new AbortController().signal;

/** Adds work of a person that ends at once, and notes its beginning. */
function newLine() {
  const queue = createQueue();
  const begun: string[] = [];
  const add = (name: string, gone = staying) =>
    queue.run(name.slice(0, -1), gone, async () => {
      begun.push(name);
      return name;
    });
  return { queue, begun, add };
}

it('serves a second person before the backlog of the first, one at a time [18.45]', async () => {
  const { queue, begun, add } = newLine();
  const slow = Promise.withResolvers<void>();
  const first = queue.run('ada', staying, () => slow.promise);
  const others = ['ada2', 'ada3', 'grace1', 'grace2', 'hugo1'].map((name) => add(name));
  await new Promise(setImmediate);
  expect(begun).toEqual([]);
  slow.resolve();
  await Promise.all([first, ...others]);
  expect(begun).toEqual(['grace1', 'hugo1', 'ada2', 'grace2', 'ada3']);
});

it('leaves out the work of a person who is gone, and goes on after a failure [18.45]', async () => {
  const { queue, begun, add } = newLine();
  const slow = Promise.withResolvers<void>();
  const failing = queue.run('ada', staying, () => slow.promise);
  const leaving = new AbortController();
  const left = add('grace1', leaving.signal);
  const last = add('hugo1');
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  slow.reject(new Error('broken'));
  await expect(failing).rejects.toThrow('broken');
  expect(await last).toBe('hugo1');
  expect(begun).toEqual(['hugo1']);
  await expect(add('grace2', leaving.signal)).rejects.toThrow('gone');
});
