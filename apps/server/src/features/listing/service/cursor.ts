import { invalid } from '../../../kernel/errors.ts';

/** The end of a page: the sort key of its last entry, and its number. */
export interface CursorPosition {
  key: string | number;
  seq: number;
}

export const writeCursor = ({ key, seq }: CursorPosition): string =>
  Buffer.from(JSON.stringify([key, seq])).toString('base64url');

/** Throws `invalid_request` for text that is not a cursor of this order. */
export function readCursor(text: string, key: 'string' | 'number'): CursorPosition {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(read) && read.length === 2 && typeof read[0] === key && Number.isSafeInteger(read[1]))
      return { key: read[0] as string | number, seq: read[1] as number }; // checked in the line above
  } catch {
    // Not JSON: rejected below, like every other invalid cursor.
  }
  throw invalid('cursor', 'must be the `next` of a page in the same order');
}
