import { createHighlighterCore, type HighlighterCore, type ThemedToken } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import json from 'shiki/langs/json.mjs';
import python from 'shiki/langs/python.mjs';
import r from 'shiki/langs/r.mjs';
import shell from 'shiki/langs/shellscript.mjs';
import typescript from 'shiki/langs/typescript.mjs';
import dark from 'shiki/themes/github-dark-default.mjs';
import light from 'shiki/themes/github-light-default.mjs';
import { languageOf } from './language.ts';

let highlighter: Promise<HighlighterCore> | undefined;

// Uses the JavaScript engine, because the page's CSP forbids the other one, which is WebAssembly.
const load = (): Promise<HighlighterCore> => {
  highlighter ??= createHighlighterCore({
    themes: [light, dark],
    langs: [python, r, typescript, json, shell],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  return highlighter;
};

/** Returns lines of coloured tokens, or undefined for an unknown language. */
export async function highlight(code: string, language: string | undefined): Promise<ThemedToken[][] | undefined> {
  const lang = languageOf(language);
  if (!lang) return undefined;
  const { codeToTokens } = await load();
  return codeToTokens(code, {
    lang,
    themes: { light: 'github-light-default', dark: 'github-dark-default' },
    defaultColor: false,
  }).tokens;
}
