import { createHighlighterCore, type GrammarState, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import dark from 'shiki/themes/github-dark-default.mjs';
import light from 'shiki/themes/github-light-default.mjs';
import { grammarsFor } from './grammars.ts';
import { CHUNK } from './messages.ts';
import type { Token } from './pieces.ts';

/** Chunks that are coloured only to know how a later one begins. Beyond, that one begins afresh. */
const MOST_BEFORE = 15;
/** Characters of a line beyond which it isn't coloured. */
const LONGEST_LINE = 2000;
/** Time limit of a line. The first line compiles its grammar, which takes seconds for C++ on a busy machine. */
const LONGEST_MS = 30_000;

const THEMES = { light: light.name ?? '', dark: dark.name ?? '' };

/** Colours the lines of a text, chunk by chunk. */
export interface Tokenizer {
  /** Colours of each line of a chunk. */
  colour(chunk: number): Token[][];
  /** Chunks that have to be coloured before this one, first to last. */
  before(chunk: number): number[];
}

// The JavaScript engine, because the page's content policy forbids the other one, which is WebAssembly.
const load = (): Promise<HighlighterCore> =>
  createHighlighterCore({ themes: [light, dark], engine: createJavaScriptRegexEngine({ forgiving: true }) });

let highlighter: Promise<HighlighterCore> | undefined;

/** Makes a tokenizer, or returns undefined if there is no such grammar. `lineAt` returns a line of the text. */
export async function createTokenizer(
  grammar: string,
  text: string,
  lineAt: (line: number) => string | undefined,
): Promise<Tokenizer | undefined> {
  const grammars = await grammarsFor(grammar, text);
  highlighter ??= load();
  const shiki = await highlighter;
  await shiki.loadLanguage(...grammars);
  const lang = grammars.at(-1)?.name;
  if (lang === undefined) return undefined;

  /** State at the end of each coloured chunk: the next one begins with it. */
  const states = new Map<number, GrammarState>();

  const colour = (chunk: number): Token[][] => {
    const lines: string[] = [];
    for (let line = chunk * CHUNK; line < (chunk + 1) * CHUNK; line++) {
      const one = lineAt(line);
      if (one === undefined) break;
      lines.push(one);
    }
    const grammarState = states.get(chunk - 1);
    const { tokens, grammarState: after } = shiki.codeToTokens(lines.join('\n'), {
      lang,
      themes: THEMES,
      defaultColor: false,
      tokenizeMaxLineLength: LONGEST_LINE,
      tokenizeTimeLimit: LONGEST_MS,
      ...(grammarState && { grammarState }),
    });
    if (after) states.set(chunk, after);
    return tokens.map((line) =>
      line.map(
        ({ content, htmlStyle }): Token => [content.length, htmlStyle?.['--shiki-light'], htmlStyle?.['--shiki-dark']],
      ),
    );
  };

  const before = (chunk: number): number[] => {
    const missing: number[] = [];
    for (let one = chunk - 1; one >= 0 && !states.has(one); one--) {
      // A jump far ahead would colour for a minute. A text in quotes that began there is coloured wrong.
      if (missing.unshift(one) > MOST_BEFORE) return [chunk - 1];
    }
    return missing;
  };

  return { colour, before };
}
