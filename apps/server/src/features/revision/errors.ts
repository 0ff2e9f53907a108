import { MAX_DATA_PER_REVISION } from '@gofigr/contract';
import { ApiError, invalid } from '../../kernel/errors.ts';

export const revisionExists = (cause?: unknown) =>
  new ApiError('already_exists', 'An object with this client_id exists or existed.', { cause });
export const shortIdTaken = (cause: unknown) => new ApiError('short_id_taken', 'This short ID is taken.', { cause });
export const foreignPrefix = () =>
  new ApiError('unknown_short_id_prefix', 'You have not reserved the prefix of this short ID.');
export const tooManyData = () => invalid('data', `a revision holds at most ${MAX_DATA_PER_REVISION} data`);
