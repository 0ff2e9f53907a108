import { hash, verify } from '@node-rs/argon2';
import { ApiError } from '../errors.ts';
import { passwordFault } from './password-rules.ts';

/** argon2id (the library's default algorithm), 19 MiB, two passes: OWASP's first choice. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Throws `weak_password` with the reason. Runs when a password is set, never when it is used. */
export function checkPassword(password: string, account: { username: string; email: string }): void {
  const fault = passwordFault(password, account);
  if (fault !== null) throw new ApiError('weak_password', fault, { errors: [{ path: 'password', message: fault }] });
}

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS);

let decoy: Promise<string> | undefined;

/** Checks a password. Without a stored hash it takes as long and is false, so timing does not show unknown users. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  const matches = await verify(stored ?? (await decoy), password);
  return matches && stored !== undefined;
}
