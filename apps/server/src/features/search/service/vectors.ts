import { lexemesOf } from './lexemes.ts';
import type { SearchDocument } from './search-index.ts';
import { correctionsIn } from './vocabulary.ts';
import { GAP } from './words.ts';

/** A document for PostgreSQL. */
export interface Vector {
  /** A `tsvector` as text. */
  text: string;
  corrections: string[];
}

/** Limits of PostgreSQL: of a position, of positions of one lexeme, and of bytes, with some distance. */
const LAST_POSITION = 16_383;
const MOST_POSITIONS = 255;
const MOST_BYTES = 800_000;

export const vectorsOf = (documents: readonly SearchDocument[]): Vector[] =>
  documents.map((document) => ({ text: vectorOf(document), corrections: [...correctionsIn(document)] }));

function vectorOf(document: SearchDocument): string {
  const lexemes = new Map<string, number[]>();
  for (const [at, lexeme] of lexemesOf(document).entries()) {
    if (lexeme === GAP) continue;
    const positions = lexemes.get(lexeme) ?? [];
    if (positions.length < MOST_POSITIONS && at < LAST_POSITION) positions.push(at + 1);
    lexemes.set(lexeme, positions);
  }
  const parts: string[] = [];
  let bytes = 0;
  for (const [lexeme, positions] of lexemes) {
    bytes += Buffer.byteLength(lexeme) + 2 * positions.length + 8;
    if (bytes > MOST_BYTES) break;
    parts.push(positions.length > 0 ? `'${lexeme}':${positions.join(',')}` : `'${lexeme}'`);
  }
  return parts.join(' ');
}
