import { dictionary } from '@zxcvbn-ts/language-common';

const MIN = 8;
const MAX = 128;

/** Least number of characters that do not continue the one before. */
const LEAST_UNPREDICTABLE = 4;

/** Shortest name that a password may not contain. Shorter ones are in too many good passwords. */
const SHORTEST_NAME = 3;

const common = new Set(dictionary['passwords-common'] as readonly string[]); // a list of words

/** Rows of common keyboards. */
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
 * Returns the fault of a password, or null. A good one has 8 to 128 characters besides the names of the account. It is no
 * common password, no sequence, no row of keyboard neighbours and no repetition.
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

/** Removes punctuation at both ends: `password!!` is no better than `password`. */
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

/** Tells whether the characters repeat one part that is too short for a password. */
function repeats(characters: readonly string[]): boolean {
  for (let length = 1; length < MIN && length <= characters.length / 2; length++)
    if (characters.every((character, index) => index < length || character === characters[index - length])) return true;
  return false;
}
