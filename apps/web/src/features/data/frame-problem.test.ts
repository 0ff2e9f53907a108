import { expect, it } from 'vitest';
import { problemIn, wordsOf } from './frame-problem.ts';

it.each([
  ['script', 'x is not defined', 'Script error: x is not defined'],
  ['load', 'https://cdn.example.org/a.js', 'Could not load https://cdn.example.org/a.js'],
  ['blocked', 'http://cdn.example.org/a.js', 'The sandbox blocked http://cdn.example.org/a.js'],
  ['empty', '', 'The page shows nothing.'],
])('says what failed: %s', (kind, text, words) => {
  const problem = problemIn({ gofigr: 'problem', kind, text });
  expect(problem && wordsOf(problem)).toBe(words);
});

it.each([
  null,
  'problem',
  42,
  {},
  { gofigr: 'problem', kind: 'other', text: 'x' },
  { gofigr: 'problem', kind: 'constructor', text: 'x' },
  { gofigr: 'problem', kind: 'script', text: { length: 1 } },
  { gofigr: 'other', kind: 'script', text: 'x' },
])('ignores other messages of a page: %j', (message) => expect(problemIn(message)).toBeUndefined());

it('shortens what a page says', () => {
  expect(problemIn({ gofigr: 'problem', kind: 'script', text: 'x'.repeat(1e6) })?.text).toHaveLength(300);
});
