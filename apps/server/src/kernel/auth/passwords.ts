import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { ApiError } from '../errors.ts';

const MIN = 8;
const MAX = 128;

/** argon2id (the library's default algorithm), 19 MiB, two passes: OWASP's first choice. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const common = new Set(dictionary['passwords-common'] as readonly string[]);

/** Throws `weak_password`, saying why, unless it has 8 to 128 characters and is neither common nor the account's own name. */
export function checkPassword(password: string, account: { username: string; email: string }): void {
  const weak = (detail: string) =>
    new ApiError('weak_password', detail, { errors: [{ path: 'password', message: detail }] });
  const length = [...password].length;
  if (length < MIN) throw weak(`The password needs at least ${MIN} characters.`);
  if (length > MAX) throw weak(`The password may have at most ${MAX} characters.`);
  const folded = password.toLowerCase();
  if (common.has(folded)) throw weak('This password is one of the most common ones: choose another.');
  if (folded === account.username.toLowerCase() || folded === account.email.toLowerCase())
    throw weak('The password must differ from the username and the mail address.');
}

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS);

let decoy: Promise<string> | undefined;

/** Checks a password; without a stored hash it works as long and says no, so that unknown users can't be told by time. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  const matches = await verify(stored ?? (await decoy), password);
  return matches && stored !== undefined;
}
