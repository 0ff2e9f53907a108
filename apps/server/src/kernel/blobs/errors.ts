import { ApiError } from '../errors.ts';

/** The database names bytes that the storage does not give: the answer waits for the storage, it does not deny the bytes. */
export const unreadable = (hash: string, cause: unknown) =>
  new ApiError('unavailable', `The stored bytes ${hash.slice(0, 12)}… can not be read now. Tell the administrator.`, {
    cause,
    headers: { 'retry-after': '60' },
  });

export function checkedHash(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a BLAKE3 hash');
  return hash;
}
