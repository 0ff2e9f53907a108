import { ApiError, codeOf } from '../errors.ts';
import type { BlobProblem } from './blobs.ts';

/**
 * Stored bytes that are missing or changed. The answer reports the damage; it does not claim that the data never
 * existed.
 */
export class BadBlob extends ApiError {
  readonly problem: BlobProblem;

  constructor(hash: string, problem: BlobProblem, cause?: unknown) {
    const bytes = `The stored bytes ${hash.slice(0, 12)}…`;
    if (problem === 'damaged')
      super('data_damaged', `${bytes} are damaged on the server. Tell the administrator, who can restore them.`, {
        cause,
      });
    else super('unavailable', `${bytes} can not be read now. Tell the administrator.`, { cause, headers: LATER });
    this.problem = problem;
  }
}

const LATER = { 'retry-after': '60' };

/** Temporary errors, which prove nothing about a blob: https://man7.org/linux/man-pages/man3/errno.3.html */
const PASSING = /^(EMFILE|ENFILE|ENOMEM|EAGAIN|EINTR)$/;

/** Turns a file system error into a `BadBlob`; returns other errors unchanged. */
export function badBlob(hash: string, error: unknown): unknown {
  if (error instanceof ApiError) return error;
  const code = codeOf(error);
  if (code !== undefined && PASSING.test(code)) return error;
  return new BadBlob(hash, code === 'ENOENT' ? 'missing' : 'unreadable', error);
}

export function checkedHash(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a BLAKE3 hash');
  return hash;
}
