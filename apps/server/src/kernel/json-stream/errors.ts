export type BodyErrorCode =
  | 'malformed_json'
  | 'malformed_base64'
  | 'body_too_large'
  | 'rest_too_large'
  | 'body_too_deep'
  | 'too_many_items';

/**
 * A body that the client must change: `status` is the answer's, `message` is safe to show, `path` names the value if
 * known.
 */
export class BodyError extends Error {
  readonly code: BodyErrorCode;
  readonly status: 400 | 413;
  readonly path: string | undefined;

  constructor(code: BodyErrorCode, status: 400 | 413, message: string, path?: string) {
    super(message);
    this.name = 'BodyError';
    this.code = code;
    this.status = status;
    this.path = path;
  }
}

export const malformedJson = (what: string): BodyError =>
  new BodyError('malformed_json', 400, `Invalid JSON: ${what}.`);

export const malformedBase64 = (path: string, what: string): BodyError =>
  new BodyError('malformed_base64', 400, `${path} is not valid base64: ${what}.`, path);

export const bodyTooLarge = (maxBytes: number): BodyError =>
  new BodyError('body_too_large', 413, `The request body is larger than ${maxBytes} bytes.`);

export const restTooLarge = (maxBytes: number): BodyError =>
  new BodyError('rest_too_large', 413, `The request body without its data is larger than ${maxBytes} bytes.`);

export const bodyTooDeep = (maxDepth: number): BodyError =>
  new BodyError('body_too_deep', 400, `The request body is nested more than ${maxDepth} levels deep.`);

export const tooManyItems = (maxItems: number): BodyError =>
  new BodyError('too_many_items', 413, `The request body holds more than ${maxItems} values.`);
