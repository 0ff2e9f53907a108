import { ApiError } from '../../kernel/errors.ts';

export const pending = () => new ApiError('authorization_pending', 'The person has not answered yet.');
export const slowDown = () => new ApiError('slow_down', 'Wait longer between two requests.');
export const expired = () =>
  new ApiError('expired_token', 'The code is unknown, used or expired. Start the sign-in again.');
export const denied = () => new ApiError('access_denied', 'The person denied this sign-in.');
export const unsupportedGrant = () =>
  new ApiError('unsupported_grant_type', 'Only urn:ietf:params:oauth:grant-type:device_code is supported.');
export const unknownCode = () =>
  new ApiError(
    'not_found',
    'This code is unknown, used or expired. Check the code in the terminal, or start the sign-in again there.',
  );
