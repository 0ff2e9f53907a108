import { ApiError } from '../../kernel/errors.ts';

export const pending = () => new ApiError('authorization_pending', 'The person has not answered yet.');
export const slowDown = () => new ApiError('slow_down', 'Wait longer between two questions.');
export const expired = () => new ApiError('expired_token', 'The code is unknown, used or expired: begin anew.');
export const denied = () => new ApiError('access_denied', 'The person refused to sign in here.');
export const unsupportedGrant = () =>
  new ApiError('unsupported_grant_type', 'Only urn:ietf:params:oauth:grant-type:device_code is supported.');
export const unknownCode = () =>
  new ApiError('not_found', 'This code is unknown, used or expired. Look at the terminal, or begin anew there.');
