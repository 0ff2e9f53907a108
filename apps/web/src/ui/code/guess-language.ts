import { type Format, formatNamed } from '@gofigr/contract/formats';

/** Characters that are looked at. */
const LOOKED_AT = 20_000;

/** Signs of languages, each counted per line. No language has a sign of another at the same place of a line. */
const SIGNS: readonly (readonly [language: string, sign: RegExp])[] = [
  ['python', /^\s*(?:import \w[\w.]*(?: as \w+)?(?:,\s*\w+)*|from [\w.]+ import .+)\s*(?:#.*)?$/],
  ['python', /^\s*(?:async )?(?:def|class) \w+.*:\s*(?:#.*)?$/],
  ['python', /^\s*(?:if|elif|for|while|with|try|except|else|finally)\b[^{}]*:\s*(?:#.*)?$/],
  ['python', /^\s*@\w[\w.]*(?:\(.*\))?\s*$|^\s*(?:print\(f?["']|%matplotlib|plt\.\w+\(|raise \w+|"""|r?""")/],
  ['python', /\b(?:None|True|False|self\.\w+|lambda \w+:|not in)\b|\bf["'][^"']*\{/],
  ['r', /^\s*[\w.$[\]"'()]+\s*<<?-\s*\S/],
  ['r', /^\s*(?:library|require|suppressPackageStartupMessages|set\.seed|source)\(/],
  ['r', /%(?:>|in|<>|\+|o|\*)%|\|>|\bfunction\s*\([^)]*\)\s*\{?\s*$|<-\s*function\b/],
  ['r', /\b(?:TRUE|FALSE|NULL|NA_\w+_)\b|\b(?:ggplot|aes|geom_\w+|data\.frame|tibble|c|mutate|summar[iy][sz]e)\(/],
  ['julia', /^\s*using \w+(?:[.,:]\s*\w+)*\s*$|^\s*(?:println|@\w+ )|^\s*end\s*$|::\w+(?:\{\w+\})?\s*[,)=]/],
  ['julia', /^\s*(?:function|struct|mutable struct|module) \w+.*[^{:]$/],
  ['sql', /^\s*(?:select\b.*|with \w+ as \(|insert into|create (?:table|view|or replace)|update \w+ set)/i],
  ['cpp', /^\s*#\s*include\s*[<"]|\bstd::\w+|^\s*(?:template\s*<|using namespace |int main\s*\()/],
  [
    'matlab',
    /^\s*(?:function\s+(?:\[?[\w, ]+\]?\s*=\s*)?\w+\s*\(|clear(?:\s+all)?;?$|close all|clc;?$|%%? )|\.\*|\.\^|;\s*%/,
  ],
];

/** Guesses the language of code that nobody declared. Undefined if nothing or two languages speak for it. */
export function guessLanguage(text: string): Format | undefined {
  const counts = new Map<string, number>();
  for (const line of text.slice(0, LOOKED_AT).split(/\r\n?|\n/)) {
    const short = line.slice(0, 300);
    for (const [language, sign] of SIGNS) if (sign.test(short)) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [first, second] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (!first || first[1] === second?.[1]) return undefined;
  return formatNamed(first[0]);
}
