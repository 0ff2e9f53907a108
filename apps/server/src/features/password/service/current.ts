import { createFailedAttempts, type SignedIn, verifyPassword } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { ApiError, notFound } from '../../../kernel/errors.ts';
import { findById, type UserRow } from '../../user/index.ts';

/** Failed attempts at a user's current password. Counted by the signed-in user, so nobody else can use them up. */
const CURRENT = { limits: { name: 10 } };

/**
 * Returns the user if `password` is the current one, else throws `wrong_password`. A session alone may be stolen, so
 * changes of the account ask for the password too. All of them share one limit of failed attempts.
 */
export type CheckCurrent = (principal: SignedIn, password: string, address: string) => Promise<UserRow>;

export function createCheckCurrent({ db }: { db: Db }): CheckCurrent {
  const failedAttempts = createFailedAttempts({ ...CURRENT, shared: { db, limit: 'current password' } });
  const isWrong = (error: unknown) => error instanceof ApiError && error.code === 'wrong_password';
  return ({ userId }, password, address) =>
    failedAttempts.attempt(
      userId,
      address,
      async () => {
        const user = await findById(db, userId);
        if (!user) throw notFound('No user');
        if (!(await verifyPassword(user.password_hash, password)))
          throw new ApiError('wrong_password', 'The current password is wrong.');
        return user;
      },
      isWrong,
    );
}
