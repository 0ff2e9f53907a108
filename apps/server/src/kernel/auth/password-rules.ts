import { dictionary } from '@zxcvbn-ts/language-common';

const MIN = 8;
const MAX = 128;

/** Characters that don't just continue the ones before. */
const LEAST_UNPREDICTABLE = 4;

/** Shorter names are in too many good passwords. */
const SHORTEST_NAME = 3;

const common = new Set(dictionary['passwords-common'] as readonly string[]); // a list of words

/** Rows of keyboards, in the languages that most people type in. */
const ROWS = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '1234567890',
];

/**
 * Returns the fault of a password, or null. It has 8 to 128 characters besides the account's own names, is not a common
 * one, and is more than a sequence, a walk on the keyboard or one thing repeated.
 */
export function passwordFault(password: string, account: { username: string; email: string }): string | null {
  const characters = [...password.normalize('NFKC').toLowerCase()];
  const folded = characters.join('');
  if (characters.length < MIN) return `The password needs at least ${MIN} characters.`;
  if (characters.length > MAX) return `The password may have at most ${MAX} characters.`;
  if (common.has(folded) || common.has(trimmed(folded)))
    return 'This password is one of the most common ones: choose another.';
  if (unpredictable(characters) < LEAST_UNPREDICTABLE || repeats(characters))
    return 'This password is a sequence or repeats itself, such as "12345678" or "abababab": choose another.';
  if ([...without(folded, namesOf(account))].length < MIN)
    return `The password needs at least ${MIN} characters besides the username, the mail address and "gofigr".`;
  return null;
}

/** `password!!` is no better than `password`. */
const trimmed = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

function namesOf({ username, email }: { username: string; email: string }): string[] {
  const [local = ''] = email.split('@');
  const names = [email, username, local, 'gofigr'].map((name) => name.normalize('NFKC').toLowerCase());
  return names.filter((name) => name.length >= SHORTEST_NAME);
}

const without = (text: string, names: readonly string[]): string =>
  names.reduce((rest, name) => rest.replaceAll(name, ''), text);

/** Counts characters that neither repeat the one before nor are next to it in the alphabet or on a keyboard. */
function unpredictable(characters: readonly string[]): number {
  let count = 0;
  for (const [index, character] of characters.entries()) {
    const before = characters[index - 1];
    if (before === undefined || !follows(before, character)) count++;
  }
  return count;
}

function follows(before: string, character: string): boolean {
  const step = (character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
  return (
    Math.abs(step) <= 1 || ROWS.some((row) => row.includes(before + character) || row.includes(character + before))
  );
}

/** Whether it is one piece, too short for a password, again and again. */
function repeats(characters: readonly string[]): boolean {
  for (let length = 1; length < MIN && length <= characters.length / 2; length++)
    if (characters.every((character, index) => index < length || character === characters[index - length])) return true;
  return false;
}
