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

// The JavaScript engine: the other one is WebAssembly, which the page's CSP doesn't run.
const load = (): Promise<HighlighterCore> => {
  highlighter ??= createHighlighterCore({
    themes: [light, dark],
    langs: [python, r, typescript, json, shell],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  return highlighter;
};

/** Lines of coloured tokens, or none for a language that isn't known here. */
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
