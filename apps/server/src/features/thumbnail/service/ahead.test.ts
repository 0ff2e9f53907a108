import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Ahead, createAhead } from './ahead.ts';

let drawn: string[];
let ahead: Ahead;
beforeEach(() => {
  vi.useFakeTimers();
  drawn = [];
  ahead = createAhead((revisionId) => drawn.push(revisionId));
});
afterEach(() => {
  ahead.close();
  vi.useRealTimers();
});

it('the newest revision of each figure is drawn a second after the last publish', () => {
  for (const number of [1, 2, 3]) ahead.published(`a${number}`, 'a');
  vi.advanceTimersByTime(999);
  ahead.published('b1', 'b');
  vi.advanceTimersByTime(999);
  expect(drawn).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(drawn).toEqual(['a3', 'b1']);
  ahead.published('a4', 'a');
  vi.advanceTimersByTime(1000);
  expect(drawn).toEqual(['a3', 'b1', 'a4']);
});

it('pictures are drawn every half minute while publishes come', () => {
  for (let second = 0; second < 70; second++) {
    ahead.published(`a${second}`, 'a');
    vi.advanceTimersByTime(900);
  }
  // The publishes of 0, 30.6 and 61.2 seconds were each the first to wait.
  expect(drawn).toEqual(['a33', 'a67']);
});

it('no more than 200 figures wait', () => {
  for (let figure = 0; figure < 300; figure++) ahead.published('r', `${figure}`);
  ahead.published('newer', '0');
  vi.advanceTimersByTime(1000);
  expect([drawn.length, drawn[0]]).toEqual([200, 'newer']);
});

it('nothing is drawn after the end', () => {
  ahead.published('a1', 'a');
  ahead.close();
  vi.advanceTimersByTime(5000);
  expect(drawn).toEqual([]);
});
