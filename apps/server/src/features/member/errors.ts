import { ApiError } from '../../kernel/errors.ts';

/** Also answers unknown usernames, so that callers can't find out which exist. */
export const notAMember = () => new ApiError('not_a_member', 'This user is not a member here.');
export const ownerIsFixed = () =>
  new ApiError('owner_is_fixed', 'The owner role can be neither given nor taken: hand the workspace over instead.');
export const lastAdminStays = () =>
  new ApiError('owner_is_fixed', 'An organization needs at least one org_admin: name another first.');
