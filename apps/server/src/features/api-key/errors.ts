import { ApiError } from '../../kernel/errors.ts';

export const containsKey = (path: string) =>
  new ApiError('contains_key', 'This contains an API key, which must not be published. Nothing was stored.', {
    errors: [{ path, message: 'contains an API key' }],
  });
