import { ApiError } from '../../kernel/errors.ts';

/** What the person at the keyboard can put right; nothing was changed. */
export const refused = (message: string, cause?: unknown) => new ApiError('bad_request', message, { cause });
