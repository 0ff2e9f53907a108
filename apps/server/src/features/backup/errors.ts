import { ApiError } from '../../kernel/errors.ts';

/** What the person at the keyboard can put right; nothing was changed. */
export const refused = (message: string, cause?: unknown) => new ApiError('bad_request', message, { cause });

/** Whether an error of the file system says that there is no such file. */
export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
