/** The compared features of a revision: its picture's fingerprint in hex, and the words of its code. */
export interface Looks {
  picture: string;
  /** null without code, or if the code draws several figures and so proves nothing. */
  words: ReadonlyMap<string, number> | null;
}

/** Lowest likeness at which two revisions count as versions of one figure. */
export const ALIKE = 0.6;

/** Counts the words of a text. */
export function wordsOf(text: string): Map<string, number> {
  const words = new Map<string, number>();
  for (const [word] of text.matchAll(/[\p{L}\p{N}_]+/gu)) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

/**
 * Likeness of two revisions, from 0 to 1: of their pictures alone, or of pictures and code together, whichever is
 * higher. The same code can draw quite another picture from other data, so equal code is enough. The pictures then
 * distinguish figures that share the code.
 */
export function likeness(one: Looks, other: Looks): number {
  const pictures = likenessOfPictures(one.picture, other.picture);
  const code = one.words && other.words ? likenessOfWords(one.words, other.words) : 0;
  return Math.max(pictures, code === 1 ? ALIKE + (1 - ALIKE) * pictures : (pictures + code) / 2);
}

/** 1 for equal pictures, 0 for unrelated ones, which differ in half of their bits. */
function likenessOfPictures(one: string, other: string): number {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  let differing = 0;
  for (const [index, byte] of a.entries()) differing += ones(byte ^ (b[index] ?? 0));
  return Math.max(0, 1 - differing / (a.length * 4));
}

const ones = (byte: number): number => (byte === 0 ? 0 : (byte & 1) + ones(byte >> 1));

/** Dice coefficient: the share of words that both texts have. */
function likenessOfWords(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const count = (words: ReadonlyMap<string, number>) => [...words.values()].reduce((sum, times) => sum + times, 0);
  let shared = 0;
  for (const [word, times] of one) shared += Math.min(times, other.get(word) ?? 0);
  const all = count(one) + count(other);
  return all === 0 ? 0 : (2 * shared) / all;
}
