import { ApiError } from '../../kernel/errors.ts';

export const lastAdministratorStays = () =>
  new ApiError(
    'last_administrator',
    'This is the last active administrator, who stays as they are: make another user an administrator first.',
  );
export const noSuchHeir = () =>
  new ApiError('unknown_user', 'There is no other active user with this name who could get the workspaces.');
