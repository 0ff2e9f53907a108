import { ApiError } from '../../kernel/errors.ts';

export const gone = () =>
  new ApiError(
    'not_found',
    'This invitation does not exist, was used or withdrawn, or has expired. Ask for a new one.',
  );
export const alreadyMember = () => new ApiError('already_a_member', 'You are already a member.');
export const inviterMayNot = () =>
  new ApiError('not_allowed', 'The user who made this invitation may no longer invite. Ask for a new one.');
