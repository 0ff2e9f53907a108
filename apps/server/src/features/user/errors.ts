import { ApiError } from '../../kernel/errors.ts';

/** Also answers the usernames of deleted users. */
export const usernameTaken = (cause?: unknown) => new ApiError('already_exists', 'This username is taken.', { cause });
