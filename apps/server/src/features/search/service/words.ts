/** The words of texts and of queries. Both engines get only words from here, so that they find the same. */

/** A word of a text, and its place there. Identifiers such as `fit_hill`, `EC50` and `camelCase` have several parts. */
export interface Word {
  parts: readonly string[];
  /** All parts in one. */
  whole: string;
  start: number;
  end: number;
}

/** Longer words, such as hashes and encoded bytes, are cut. */
const LONGEST = 40;
/** Parts of one word. A longer one is mostly no identifier. */
const MOST_PARTS = 8;

const WORD = /[\p{L}\p{N}\p{M}]+(?:[_-][\p{L}\p{N}\p{M}]+)*/gu;
/** Between parts: separators, a capital after a small letter, the last of several capitals, and digits beside letters. */
const BETWEEN = /[_-]|(?<=\p{Ll}\p{M}*)(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;
const IS_SIMPLE = /^[a-z]+$/;
/** Scripts without spaces between words. */
const IS_UNSPACED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}ー]+$/u;

/** Letters that have no decomposition into a plain one and an accent. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** A word in lower case, without accents and separators. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => PLAIN[letter] ?? letter)
    // Also separators of numbers such as "½".
    .replace(/[^\p{L}\p{N}]/gu, '');

/** The words of a text, in order. */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: found, index } of text.matchAll(WORD)) {
    const parts = partsOf(found);
    const whole = (IS_SIMPLE.test(found) ? found : fold(found)).slice(0, LONGEST);
    if (whole !== '')
      yield { parts: parts.length > 0 ? parts : [whole], whole, start: index, end: index + found.length };
  }
}

function partsOf(word: string): string[] {
  if (IS_SIMPLE.test(word)) return [word.slice(0, LONGEST)];
  if (IS_UNSPACED.test(word)) return pairsOf(word);
  const parts = word
    .split(BETWEEN)
    .map((part) => fold(part).slice(0, LONGEST))
    .filter((part) => part !== '');
  return parts.length > MOST_PARTS ? [] : parts;
}

/** Pairs of neighbouring characters, and the last one, whose pair begins nothing. */
function pairsOf(word: string): string[] {
  const characters = [...fold(word)].slice(0, LONGEST);
  return characters.map((character, at) => character + (characters[at + 1] ?? ''));
}

/** Stands between two texts, so that no phrase goes across. */
export const GAP = '¶';

/** Words of one field of a document. A longer text is indexed up to here. */
const MOST_WORDS = 10_000;

/** Begins the whole of several parts, so that no beginning of a word is looked up among all identifiers. */
export const WHOLE = '¦';

/**
 * The words of some texts, in the order in which phrases have them. Those of several parts follow as a whole, each
 * once.
 */
export function indexedWords(texts: readonly string[]): string[] {
  const words: string[] = [];
  const wholes = new Set<string>();
  for (const text of texts) {
    if (words.length > 0) words.push(GAP);
    for (const { parts, whole } of wordsOf(text)) {
      if (words.length + wholes.size > MOST_WORDS) break;
      words.push(...parts);
      if (parts.length > 1) wholes.add(WHOLE + whole);
    }
  }
  return wholes.size > 0 ? [...words, GAP, ...wholes] : words;
}
