import { ApiError } from '../../kernel/errors.ts';

/** The message names the hash, so that a client knows what to upload. `path`: the field of the body. */
export const blobMissing = (hash: string, path = 'data') =>
  new ApiError('blob_missing', `The bytes ${hash} must be uploaded first: PUT blob/${hash}/`, {
    errors: [{ path, message: 'is missing' }],
  });

export const wrongOffset = (received: number) =>
  new ApiError('wrong_offset', `Of these bytes, ${received} have arrived. Continue there.`);

export const wrongHash = () =>
  new ApiError('wrong_hash', 'The bytes that arrived have another BLAKE3 hash. They are forgotten: upload them again.');

export const quotaReached = (most: number) =>
  new ApiError(
    'upload_quota_reached',
    `You may have ${most} bytes uploaded that are not published yet. Publish them, or wait: they are removed after 24 hours.`,
  );
