export { BodyError } from './errors.ts';
export { parseExact } from './parse-exact.ts';
export { type ByteSink, scanBody } from './scan-body.ts';
export { Base64Bytes, Slices, streamJson } from './stream-json.ts';
