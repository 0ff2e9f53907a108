import { randomInt } from 'node:crypto';

/** Consonants that are not mistaken for each other, and spell no words (RFC 8628, section 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

/** A code such as `WDJB-MJHT`: 20^8 of them, which live 10 minutes, against 10 guesses in a quarter of an hour. */
export function newUserCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}

/** The letters of a code, however it is typed. */
export const plainUserCode = (text: string): string => text.toUpperCase().replace(/[^A-Z]/g, '');
