import { randomInt } from 'node:crypto';

/** Consonants that are easy to tell apart and spell no words (RFC 8628, section 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

/** Makes a code such as `WDJB-MJHT`. There are 20^8, valid for 10 minutes, against 10 guesses in a quarter of an hour. */
export function newUserCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}

/** Returns the letters of a code in any spelling. */
export const plainUserCode = (text: string): string => text.toUpperCase().replace(/[^A-Z]/g, '');
