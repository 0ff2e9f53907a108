import { ApiError } from '../../kernel/errors.ts';

export const unknownUser = () => new ApiError('unknown_user', 'There is no user of this name.');
export const notAMember = () => new ApiError('not_a_member', 'This user is not a member here.');
export const ownerIsFixed = () =>
  new ApiError('owner_is_fixed', 'The owner can be neither given nor taken: hand the workspace over instead.');
export const lastAdminStays = () =>
  new ApiError('owner_is_fixed', 'An organization keeps at least one org_admin: name another first.');
