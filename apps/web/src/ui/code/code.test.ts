import { FORMATS } from '@gofigr/contract/formats';
import { describe, expect, it } from 'vitest';
import { readCells } from './cells.ts';
import { GRAMMARS } from './grammars.ts';
import { guessLanguage } from './guess-language.ts';
import { findMatches, matchAfter } from './matches.ts';
import { type Answer, CHUNK } from './messages.ts';
import { piecesOf } from './pieces.ts';
import { ROW_LENGTH, rowAt, rowsOf, rowText } from './rows.ts';
import { createTexts } from './texts.ts';
import { createTokenizer } from './tokenizer.ts';

describe('the rows of a text', () => {
  const cut = (text: string) => {
    const rows = rowsOf(text);
    return [...rows.starts].map((_, row) => `${rows.lines[row]}:${rowText(text, rows, row)}`);
  };
  it('are its lines, however they end', () => {
    expect(cut('a\nb\r\nc\rd\n\n')).toEqual(['0:a', '1:b', '2:c', '3:d', '4:']);
    expect(cut('')).toEqual(['0:']);
    expect(cut('\n')).toEqual(['0:']);
  });
  it('are parts of long lines, and never half of a character', () => {
    const text = `a${'🎉'.repeat(ROW_LENGTH)}\nb`;
    const rows = rowsOf(text);
    const all = [...rows.starts].map((_, row) => rowText(text, rows, row));
    expect(all.every((row) => row.isWellFormed() && row.length <= ROW_LENGTH)).toBe(true);
    expect(all.join('')).toBe(text.replace('\n', ''));
    expect([...new Set(rows.lines)]).toEqual([0, 1]);
  });
  it('are found by a position', () => {
    const rows = rowsOf('ab\ncd\nef');
    expect([0, 2, 3, 5, 6, 7, 99].map((position) => rowAt(rows, position))).toEqual([0, 0, 1, 1, 2, 2, 2]);
  });
});

describe('a search', () => {
  it('finds all of a text as it is written, in any case', () => {
    expect([...findMatches('a.b A.B axb', 'a.b')]).toEqual([0, 3, 4, 7]);
    expect([...findMatches('[x] (y) \\d $', '(y) \\d $')]).toEqual([4, 12]);
    expect([...findMatches('GRÖSSE größe İ i', 'grÖ')]).toEqual([0, 3, 7, 10]);
    expect([...findMatches('abc', '')]).toEqual([]);
  });
  it('goes on from a position', () => {
    const matches = findMatches('x1x2x3', 'x');
    expect([0, 1, 2, 5, 6].map((position) => matchAfter(matches, position))).toEqual([0, 1, 1, 3, 3]);
  });
  it('marks the matches of a row over its colours', () => {
    const tokens = [
      [3, 'l1', 'd1'],
      [3, 'l2', 'd2'],
    ] as const;
    const matches = Uint32Array.from([0, 1, 12, 14, 30, 31]);
    expect(piecesOf('abcdef', 10, tokens, matches)).toEqual([
      { text: 'ab', light: 'l1', dark: 'd1' },
      { text: 'c', light: 'l1', dark: 'd1', match: 1 },
      { text: 'd', light: 'l2', dark: 'd2', match: 1 },
      { text: 'ef', light: 'l2', dark: 'd2' },
    ]);
    expect(piecesOf('ab', 29, undefined, matches).map(({ text, match }) => [text, match])).toEqual([
      ['a', undefined],
      ['b', 2],
    ]);
  });
});

describe('the language of code that nobody declared', () => {
  it.each([
    ['R', 'library(ggplot2)\nd <- read.csv("a.csv")\nggplot(d, aes(x, y)) + geom_point()\n'],
    ['R', 'f <- function(x) {\n  x$y <- TRUE\n}\n'],
    ['R', 'x <- c(1, 2)\nmean(x)'],
    ['R', 'd |>\n  filter(a > 1) |>\n  mutate(b = NULL)\n'],
    ['Python', 'import numpy as np\nx = np.zeros(3)\nprint(x)\n'],
    ['Python', 'from a import b\n'],
    ['Python', 'def f(x):\n    return x if x is not None else True\n'],
    ['Python', 'for i in range(3):\n    plt.plot(i)\n'],
    ['Julia', 'using Plots\nfunction f(x::Int)\n  println(x)\nend\n'],
    ['SQL', 'SELECT a, b\nFROM t\nWHERE a > 1;\n'],
    ['C++', '#include <vector>\nint main() { std::cout << 1; }\n'],
    ['MATLAB', 'clear all; close all\nx = linspace(0, 1);\ny = x.^2; % squares\nplot(x, y)\n'],
    [undefined, ''],
    [undefined, 'x = 1\n'],
    [undefined, 'Dear reader,\nthis is prose.\n'],
  ])('is %s', (language, code) => {
    expect(guessLanguage(code)?.label).toBe(language);
  });
  it('is guessed quickly from hostile lines', () => {
    const began = process.threadCpuUsage();
    for (const one of ['a', ' ', 'a.', '(', 'import a,', '@a', 'x<-', 'function '])
      guessLanguage(`${one.repeat(20_000)}\n`.repeat(2));
    expect(process.threadCpuUsage(began).user).toBeLessThan(1_000_000);
  });
});

describe('the cells of a notebook', () => {
  it('are those of its format, old or new', () => {
    const notebook = {
      nbformat: 4,
      metadata: { kernelspec: { language: 'R' } },
      cells: [
        { cell_type: 'markdown', source: ['# Title\n', 'text'] },
        { cell_type: 'code', execution_count: 3, source: 'plot(1)', outputs: [] },
        { cell_type: 'code', execution_count: null, source: ['x'] },
        { cell_type: 'raw', source: 'r' },
        { cell_type: 'code', source: ['', ' '] },
        { source: { a: 1 } },
        null,
      ],
    };
    expect(readCells(JSON.stringify(notebook))).toEqual({
      language: 'R',
      cells: [
        { number: undefined, kind: 'markdown', text: '# Title\ntext' },
        { number: 3, kind: 'code', text: 'plot(1)' },
        { number: undefined, kind: 'code', text: 'x' },
        { number: undefined, kind: 'raw', text: 'r' },
      ],
    });
    const old = { worksheets: [{ cells: [{ cell_type: 'code', prompt_number: 2, input: ['1'] }] }] };
    expect(readCells(JSON.stringify(old))?.cells).toEqual([{ number: 2, kind: 'code', text: '1' }]);
  });
  it('are those of its history, without the empty ones', () => {
    expect(readCells(JSON.stringify(['', 'import numpy', ' \n', 3, 'plot()']))?.cells).toEqual([
      { number: 1, kind: 'code', text: 'import numpy' },
      { number: 4, kind: 'code', text: 'plot()' },
    ]);
  });
  it.each(['{"a": 1}', 'print(1)', 'null', '{"cells": 3}'])('are none in %s', (text) => {
    expect(readCells(text)).toBeUndefined();
  });
});

const lines = (text: string) => {
  const all = text.split('\n');
  return (line: number) => all[line];
};

/** Colours a text and returns the words with their colour in the light theme. */
async function coloured(grammar: string, text: string): Promise<Map<string, string | undefined>> {
  const tokenizer = await createTokenizer(grammar, text, lines(text));
  const words = new Map<string, string | undefined>();
  for (const [line, tokens] of (tokenizer?.colour(0) ?? []).entries()) {
    let at = 0;
    for (const [length, light] of tokens) {
      words.set((text.split('\n')[line] ?? '').slice(at, at + length).trim(), light);
      at += length;
    }
  }
  return words;
}

describe('colours', () => {
  it('exist for every grammar in the table of formats', async () => {
    const named = [...new Set(FORMATS.map(({ grammar }) => grammar))].filter((one) => one !== undefined);
    expect(named.toSorted()).toEqual(Object.keys(GRAMMARS).toSorted());
    for (const load of Object.values(GRAMMARS)) expect((await load()).default.length).toBeGreaterThan(0);
  });

  it.each([
    ['python', 'def f(): return 1', 'def'],
    ['r', 'f <- function(x) NULL', 'function'],
    ['julia', 'function f(x) end', 'function'],
    ['matlab', 'for i = 1:3, end', 'for'],
    ['sql', 'SELECT 1', 'SELECT'],
    ['cpp', 'int main() { return 0; }', 'return'],
    ['json', '{"a": true}', 'true'],
  ])('of %s tell a keyword from a name', async (grammar, text, keyword) => {
    const words = await coloured(grammar, text);
    expect([words.get(keyword), words.get(keyword) !== '#1F2328']).toEqual([expect.stringMatching(/^#/), true]);
  });

  it('of R Markdown and Quarto are those of each chunk', async () => {
    const text = [
      ...['---', 'title: A', '---', '', '# Head', '', '```{r plot, echo=FALSE}', 'f <- function(x) NULL', '```', ''],
      ...['Text function(x).', '', '```{python}', 'def g(): pass', '```', '', '```sql', 'SELECT 1', '```', ''],
      ...['```{julia}', 'struct A end', '```'],
    ].join('\n');
    const words = await coloured('markdown', text);
    for (const keyword of ['function', 'def', 'SELECT', 'struct'])
      expect([keyword, words.get(keyword)]).toEqual([keyword, '#CF222E']);
    expect(words.get('Text function(x).')).toBe('#1F2328');
    expect([...words.keys()].some((word) => word.includes('Head'))).toBe(true);
  });

  it('go on from chunk to chunk', async () => {
    const text = `x = """\n${'def in_a_text\n'.repeat(3 * CHUNK)}"""\ndef f(): pass\n`;
    const tokenizer = await createTokenizer('python', text, lines(text));
    expect(tokenizer?.before(2)).toEqual([0, 1]);
    for (const chunk of [0, 1, 2]) tokenizer?.colour(chunk);
    expect(tokenizer?.before(3)).toEqual([]);
    expect(tokenizer?.colour(2)[0]).toEqual([[13, '#0A3069', '#A5D6FF']]);
    expect(tokenizer?.colour(3)[2]?.[0]?.slice(0, 2)).toEqual([3, '#CF222E']);
    // A jump far ahead begins afresh.
    expect(tokenizer?.before(1000)).toEqual([999]);
  });
});

it('the worker answers for the texts that are open, the last wish first', async () => {
  const answers: Answer[] = [];
  const take = createTexts((answer) => answers.push(answer));
  take({ type: 'open', id: 1, text: 'def f(): pass\n'.repeat(3 * CHUNK), grammar: 'python' });
  take({ type: 'open', id: 2, text: 'x', grammar: undefined });
  take({ type: 'rows', id: 2 });
  take({ type: 'find', id: 1, query: 'DEF' });
  take({ type: 'cells', id: 1 });
  for (const chunk of [0, 2]) take({ type: 'colour', id: 1, chunk });
  take({ type: 'colour', id: 3, chunk: 0 });
  take({ type: 'close', id: 2 });
  take({ type: 'rows', id: 2 });
  await expect.poll(() => answers.length, { timeout: 30_000 }).toBe(5);
  expect(answers.map((one) => [one.id, one.type, 'chunk' in one && one.chunk])).toEqual([
    [2, 'rows', false],
    [1, 'matches', false],
    [1, 'cells', false],
    [1, 'colours', 2],
    [1, 'colours', 0],
  ]);
  expect(answers[1]).toMatchObject({ query: 'DEF', matches: { length: 6 * CHUNK } });
});
