import { ERRORS } from '@gofigr/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { BadBlob } from '../blobs/index.ts';
import { type DatabaseFailure, databaseFailure } from '../db/index.ts';
import { ApiError } from '../errors.ts';
import { RequestCut } from './within-time.ts';

/** Turns any error into the common error answer. Logs server errors with their cause. */
export function handleError(error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply): void {
  const answer = noteError(error, request);
  // Set for the answer that failed.
  for (const name of ['etag', 'accept-ranges', 'content-disposition', 'content-range']) void reply.removeHeader(name);
  void reply.header('cache-control', 'no-store');
  void reply.code(answer.status).headers(answer.headers).type('application/json').send(answer.body());
}

/** Turns any error into one that callers may see, and logs it. */
export function noteError(error: FastifyError | ApiError | Error, request: FastifyRequest): ApiError {
  const answer = toApiError(error);
  if (error instanceof RequestCut) request.log.info('the client went away');
  // Logged once per blob, not per request.
  else if (error instanceof BadBlob) request.log.info({ err: error }, 'failed');
  else if (isRefusal(error)) request.log.info({ code: answer.code }, 'refused');
  else if (answer.status >= 500) request.log.error({ err: error }, 'failed');
  return answer;
}

/** Tells whether the server refuses on purpose: an error without a cause is not a failure. */
const isRefusal = (error: Error): boolean =>
  error instanceof ApiError && error.status >= 500 && error.cause === undefined;
/** Tells whether an error was caused by a full disk, not by the check for one. */
export const saysFull = (error: Error & { code?: string }): boolean =>
  (databaseFailure(error) ?? fileFailure(error)) === 'full';

function toApiError(error: FastifyError | ApiError | (Error & { code?: string })): ApiError {
  if (error instanceof ApiError) return error;
  if ('validation' in error && error.validation) return validationError(error);
  const failure = databaseFailure(error) ?? fileFailure(error);
  if (failure === 'full')
    return new ApiError(
      'storage_full',
      'The server has no disk space left, and nothing was stored. Delete figures that you no longer need, or ask the administrator to free space.',
      {
        cause: error,
      },
    );
  if (failure === 'unavailable')
    return new ApiError('unavailable', 'The storage of the server can not be used now. Try again in a moment.', {
      cause: error,
      headers: { 'retry-after': '5' },
    });
  if (failure === 'outcome_unknown')
    return new ApiError(
      'outcome_unknown',
      'The connection to the database broke while this was stored, so it may have been stored. Check before you repeat it, or repeat it with the same client_id.',
      { cause: error, headers: { 'retry-after': '5' } },
    );
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  const known = (Object.keys(ERRORS) as (keyof typeof ERRORS)[]).find((code) => ERRORS[code] === status); // its only keys
  if (status >= 400 && status < 500) return new ApiError(known ?? 'bad_request', error.message, { cause: error });
  return new ApiError('internal_error', 'Something went wrong in the server. It has been logged.', { cause: error });
}

/** Classifies errors of reading and writing files. */
function fileFailure({ code }: { code?: string }): DatabaseFailure | null {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  return code !== undefined && /^(EROFS|EACCES|EPERM|EIO|EMFILE|ENFILE|ENOENT|ENOTDIR)$/.test(code)
    ? 'unavailable'
    : null;
}

function validationError(error: FastifyError): ApiError {
  const origin = error.validationContext ?? 'request';
  const errors = (error.validation ?? []).map(({ instancePath, message, params }) => {
    const missing = typeof params['missingProperty'] === 'string' ? `/${params['missingProperty']}` : '';
    const path = `${instancePath}${missing}`.slice(1).replaceAll('/', '.') || origin;
    return { path, message: missing ? 'is required' : (message ?? 'is not valid') };
  });
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new ApiError('invalid_request', detail || error.message, { errors });
}
