import { expect, test } from 'vitest';
import { longSentencesOf, MOST_WORDS, weakOpeningsOf } from './prose.ts';

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');

const linesOf = (source: string): number[] => longSentencesOf(source).map(({ line }) => line);

test('a sentence of 30 words passes and one of 31 does not', () => {
  expect(linesOf(`${words(MOST_WORDS)}. ${words(MOST_WORDS)}.\n`)).toEqual([]);
  expect(linesOf(`# Title\n\n${words(MOST_WORDS)}\n${words(1)}.\n`)).toEqual([3]);
});

test('each list item and each table cell has sentences of its own', () => {
  expect(linesOf(`- ${words(20)}\n- ${words(20)}\n`)).toEqual([]);
  expect(linesOf(`- short\n- ${words(31)}\n`)).toEqual([2]);
  expect(linesOf(`| a | b |\n|---|---|\n| ${words(20)} | ${words(20)} |\n| ${words(31)} | c |\n`)).toEqual([4]);
});

test('a code span is one word, and code and addresses do not count', () => {
  const code = `\`\`\`\n${words(40)}\n\`\`\`\n`;
  expect(linesOf(`${words(28)} \`${words(9)}\` [word](https://example.org/a%20b).\n\n${code}`)).toEqual([]);
});

test('links in a row are no sentence', () => {
  expect(linesOf(Array.from({ length: 40 }, (_, index) => `[a](${index}.md)`).join(' · '))).toEqual([]);
});

test('a comment opens with no question word', () => {
  const found = (source: string, file = 'a.ts'): number[] => weakOpeningsOf(file, source).map(({ line }) => line);
  expect(found('/** What it does. */\nexport const a = 1; // Whatever it is\n')).toEqual([1, 2]);
  expect(found('/**\n * Who calls it.\n */\nexport const a = 1;\n')).toEqual([1]);
  expect(found('// wire: Where clients look\nexport const a = 1;\n')).toEqual([1]);
  expect(found('/** Whole numbers, whatever they are. What else? */\nexport const a = 1;\n')).toEqual([]);
  expect(found('// Says more.\n// What it says goes on.\nexport const a = "// What";\n')).toEqual([]);
  expect(found('export const a = <i>/* What */</i>; /* Whose */', 'a.tsx')).toEqual([1]);
  expect(found('"""What it does."""\n\n#: Where it is.\nA = 1  # Who made it\n', 'a.py')).toEqual([1, 3, 4]);
  expect(found('# Says more.\n# What it says goes on.\n', 'a.py')).toEqual([]);
});
