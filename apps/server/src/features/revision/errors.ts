import { MAX_DATA_PER_REVISION } from '@gofigr/contract';
import { ApiError, invalid } from '../../kernel/errors.ts';

export const revisionExists = (cause?: unknown) =>
  new ApiError('already_exists', 'There is, or was, an object with this client_id.', { cause });
export const shortIdTaken = (cause: unknown) => new ApiError('short_id_taken', 'This short ID is taken.', { cause });
export const foreignPrefix = () =>
  new ApiError('unknown_short_id_prefix', 'The prefix of this short ID was not reserved by you.');
export const tooManyData = () => invalid('data', `a revision holds at most ${MAX_DATA_PER_REVISION} data`);
