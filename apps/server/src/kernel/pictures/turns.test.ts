import { expect, it } from 'vitest';
import { createTurns, type Waiting } from './turns.ts';

const CAPS = { all: 100, author: 50, caller: 20, picture: 5, running: 1 };
let pictures = 0;
const job = (author: string, caller = author, path = `picture ${++pictures}`): Waiting => ({
  turn: { author, caller },
  path,
});

/** Adds a number of similar jobs; returns how many were accepted. */
const addMany = (turns: ReturnType<typeof createTurns>, count: number, make: (index: number) => Waiting): number =>
  Array.from({ length: count }, (_, index) => turns.add(make(index))).filter(Boolean).length;

/** Authors of the pictures, in the order in which one process would draw them. */
function order(turns: ReturnType<typeof createTurns>): string {
  const served: string[] = [];
  for (let next = turns.next(); next; next = turns.next()) {
    served.push(next.turn.author);
    turns.done(next);
  }
  return served.join('');
}

it('serves authors in turn, in any order of arrival', () => {
  const turns = createTurns(CAPS);
  for (const author of ['a', 'a', 'a', 'b', 'b', 'c']) turns.add(job(author));
  expect(order(turns)).toBe('abcaba');
});

it('serves callers in turn, even if one requests pictures of many authors', () => {
  const turns = createTurns(CAPS);
  for (const author of ['1', '2', '3', '4']) turns.add(job(author, 'greedy'));
  turns.add(job('5', 'modest'));
  turns.add(job('6', 'modest'));
  expect(order(turns)).toBe('152634');
});

it('serves authors in turn for one caller too', () => {
  const turns = createTurns(CAPS);
  for (const author of ['a', 'a', 'a', 'b']) turns.add(job(author, 'one'));
  expect(order(turns)).toBe('abaa');
});

it('serves an author in turn, even if many callers request pictures of another one', () => {
  const turns = createTurns(CAPS);
  for (const address of ['1', '2', '3', '4']) turns.add(job('greedy', address));
  turns.add(job('modest', '5'));
  expect(order(turns)).toBe('greedymodestgreedygreedygreedy');
});

it('leaves a process to others: one author, caller or picture gets no second one', () => {
  const turns = createTurns(CAPS);
  const [first, ...same] = [job('a', 'x', 'p'), job('a', 'y'), job('b', 'x'), job('c', 'z', 'p')];
  for (const one of [first, ...same]) if (one) turns.add(one);
  expect(turns.next()).toBe(first);
  expect(turns.next(), 'all others are of the same author, caller or picture').toBeUndefined();
  const other = job('d', 'w');
  turns.add(other);
  expect(turns.next()).toBe(other);
  if (first) turns.done(first);
  expect(same).toContain(turns.next());
});

it('lets one caller, author or picture fill only a part of the queue', () => {
  const turns = createTurns(CAPS);
  expect(addMany(turns, 30, () => job('a', 'one caller'))).toBe(CAPS.caller);
  expect(addMany(turns, 60, (index) => job('a', `caller ${index}`))).toBe(CAPS.author - CAPS.caller);
  expect(addMany(turns, 10, (index) => job(`author ${index}`, `of the same ${index}`, 'p'))).toBe(CAPS.picture);
  expect(turns.add(job('somebody else'))).toBe(true);
  expect(addMany(turns, 100, (index) => job(`other ${index}`))).toBe(CAPS.all - CAPS.author - CAPS.picture - 1);
});

it('removes the waiting jobs of one picture', () => {
  const turns = createTurns(CAPS);
  const [one, other, third] = [job('a', 'a', 'p'), job('b'), job('c', 'c', 'p')];
  for (const each of [one, other, third]) turns.add(each);
  expect(turns.drop('p')).toEqual([one, third]);
  expect(turns.waiting).toBe(1);
  expect(turns.next()).toBe(other);
});
