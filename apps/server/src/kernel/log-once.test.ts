import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLogOnce } from './log-once.ts';

let lines: object[];
const log = (event: string, detail: object) => lines.push({ event, ...detail });
beforeEach(() => {
  lines = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('logs a cause immediately, and its repetitions in one line later', () => {
  const once = createLogOnce(log, 1000);
  for (let n = 1; n <= 637; n++) once.report('full', 'queue full', { waiting: n });
  expect(lines).toEqual([{ event: 'queue full', waiting: 1 }]);
  vi.advanceTimersByTime(1000);
  expect(lines.slice(1)).toEqual([{ event: 'queue full', waiting: 637, repeated: 636 }]);
  once.close();
});

it('keeps counting while a cause repeats, and logs it again after a quiet time', () => {
  const once = createLogOnce(log, 1000);
  for (let second = 0; second < 3; second++) {
    once.report('full', 'full', { second });
    once.report('full', 'full', { second });
    vi.advanceTimersByTime(1000);
  }
  const counted = [{ repeated: 1 }, { repeated: 2 }, { repeated: 2 }];
  expect(lines).toMatchObject([{ second: 0 }, ...counted]);
  vi.advanceTimersByTime(1000);
  once.report('full', 'full', { second: 9 });
  expect(lines.at(-1)).toEqual({ event: 'full', second: 9 });
  once.close();
});

it('counts causes separately, up to a limit', () => {
  const once = createLogOnce(log, 1000);
  for (const cause of ['a', 'b', 'a']) once.report(cause, cause, {});
  expect(lines).toEqual([{ event: 'a' }, { event: 'b' }]);
  for (let n = 0; n < 5000; n++) once.report(`cause ${n}`, 'other', {});
  expect(lines.length).toBeLessThan(1100);
  once.close();
});

it('logs its counts at the end, and leaves no timer', () => {
  const once = createLogOnce(log, 1000);
  for (let n = 0; n < 3; n++) once.report('full', 'full', {});
  once.close();
  expect(lines).toEqual([{ event: 'full' }, { event: 'full', repeated: 2 }]);
  expect(vi.getTimerCount()).toBe(0);
});
