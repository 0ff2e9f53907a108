import { ApiError } from '../../kernel/errors.ts';

export const gone = () =>
  new ApiError('not_found', 'There is no such invitation: it was used, withdrawn or has expired. Ask for a new one.');
export const alreadyMember = () => new ApiError('already_a_member', 'You are a member already.');
export const inviterMayNot = () =>
  new ApiError('not_allowed', 'Whoever made this invitation may no longer invite. Ask for a new one.');
