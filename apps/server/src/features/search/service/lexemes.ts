import { type Field, type SearchDocument, TEXT_FIELDS, type Where } from './search-index.ts';
import { GAP, indexedWords } from './words.ts';

/** A word in an index begins with its field, so that a word of one field is looked up without those of others. */
const LETTERS: Readonly<Record<Field, string>> = {
  marks: 'm',
  name: 'a',
  label: 'b',
  text: 'c',
  code: 'd',
  history: 'h',
  older: 'e',
};

/** All words of a document in order, each with its field. Between fields and texts is a gap. */
export const lexemesOf = (document: SearchDocument): string[] => [
  ...document.marks.map((mark) => LETTERS.marks + mark),
  ...TEXT_FIELDS.flatMap((field) => {
    const words = indexedWords(document[field] ?? []);
    return words.length === 0 ? [] : [GAP, ...words.map((word) => (word === GAP ? GAP : LETTERS[field] + word))];
  }),
];

/** How an engine writes conditions. */
export interface Language {
  all(conditions: readonly string[]): string;
  any(conditions: readonly string[]): string;
  but(condition: string, not: string): string;
  /** One word, or several one after the other. The last one may be the beginning of a word. */
  words(lexemes: readonly string[], isPrefix: boolean): string;
}

/** A condition in the language of an engine. */
export function written(where: Where, language: Language): string {
  const inside = (some: readonly Where[]) => some.map((one) => written(one, language));
  if ('any' in where) return language.any(inside(where.any));
  if ('all' in where) {
    const all = language.all(inside(where.all));
    return 'but' in where ? language.but(all, written(where.but, language)) : all;
  }
  const words = 'word' in where ? [where.word] : where.phrase;
  return language.any(
    where.in.map((field) =>
      language.words(
        words.map((word) => LETTERS[field] + word),
        where.prefix,
      ),
    ),
  );
}
