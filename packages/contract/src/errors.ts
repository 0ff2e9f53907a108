import { type Static, Type } from 'typebox';

/** Stable error codes with their HTTP status. Programs read `code`, people read `detail`. */
export const ERRORS = {
  bad_request: 400,
  invalid_request: 400,
  malformed_json: 400,
  malformed_base64: 400,
  key_limit_reached: 400,
  unknown_short_id_prefix: 400,
  primary_workspace: 400,
  weak_password: 400,
  unknown_user: 400,
  owner_is_fixed: 400,
  not_a_member: 400,
  already_a_member: 400,
  authorization_pending: 400,
  slow_down: 400,
  expired_token: 400,
  access_denied: 400,
  unsupported_grant_type: 400,
  wrong_password: 400,
  contains_key: 400,
  token_not_valid: 401,
  key_not_valid: 401,
  sign_in_failed: 401,
  account_disabled: 401,
  not_allowed: 403,
  sign_in_required: 403,
  not_with_a_key: 403,
  not_with_this_key: 403,
  foreign_origin: 403,
  registration_closed: 403,
  setup_link_not_valid: 403,
  reset_link_not_valid: 403,
  email_link_not_valid: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  already_exists: 409,
  last_administrator: 409,
  short_id_taken: 409,
  body_too_large: 413,
  upload_quota_reached: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  unknown_host: 421,
  not_drawable: 422,
  too_many_attempts: 429,
  internal_error: 500,
  data_damaged: 503,
  unavailable: 503,
  outcome_unknown: 503,
  storage_full: 507,
} as const;

export type ErrorCode = keyof typeof ERRORS;

export const ErrorBody = Type.Object(
  {
    code: Type.Unsafe<ErrorCode>({ type: 'string', enum: Object.keys(ERRORS) }),
    detail: Type.String({ description: 'Reason of the error and what to do about it, safe to show' }),
    error: Type.Optional(Type.String({ description: 'The code again, where OAuth (RFC 6749) wants it' })),
    error_description: Type.Optional(Type.String({ description: 'The detail again' })),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: 'For invalid_request: the invalid fields and their problems',
      }),
    ),
  },
  { title: 'Error' },
);
export type ErrorBody = Static<typeof ErrorBody>;
