import { ApiError } from '../../kernel/errors.ts';

/** Also for a name that nobody has, so that names can't be tried. */
export const notAMember = () => new ApiError('not_a_member', 'This user is not a member here.');
export const ownerIsFixed = () =>
  new ApiError('owner_is_fixed', 'The owner can be neither given nor taken: hand the workspace over instead.');
export const lastAdminStays = () =>
  new ApiError('owner_is_fixed', 'An organization keeps at least one org_admin: name another first.');
