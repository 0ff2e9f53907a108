import { ApiError } from '../../kernel/errors.ts';

export const primaryIsMadeWithUser = () =>
  new ApiError(
    'primary_workspace',
    'The primary workspace is created with the user: there is exactly one, and its type is fixed.',
  );
export const primaryStays = () => new ApiError('primary_workspace', 'The primary workspace can not be deleted.');
export const primaryKeepsOwner = () =>
  new ApiError('primary_workspace', 'The primary workspace belongs to its user and can not be handed over.');
