import { ApiError, codeOf } from '../../kernel/errors.ts';

/** An error that the administrator can fix; nothing was changed. */
export const refused = (message: string, cause?: unknown) => new ApiError('bad_request', message, { cause });

/** A command ran and found that data are damaged. */
export class FoundProblems extends ApiError {}

export const damaged = (message: string, cause?: unknown) => new FoundProblems('bad_request', message, { cause });

/** A failure to write to a backup folder, in words. Other errors stay as they are. */
export function explained(error: unknown, dir: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = codeOf(error) ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return refused(
      `There is no room left (${error.message}). ${dir} keeps its earlier states. Free some room; --keep removes old states.`,
      error,
    );
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return refused(`${dir} can not be written (${error.message}). It keeps its earlier states.`, error);
  return error;
}
