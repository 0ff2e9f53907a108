import { ApiError } from '../../kernel/errors.ts';

/** An error that the administrator can fix; nothing was changed. */
export const refused = (message: string, cause?: unknown) => new ApiError('bad_request', message, { cause });
